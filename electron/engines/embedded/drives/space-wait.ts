/** How the guest is brought to stand still, and told about when it does. */
export interface StandStill {
  stop(): Promise<void>
  stopped(): void
}

/** Disks that wait for room: until the machine goes on, or goes off. */
export class SpaceWait {
  #waiting: { again: () => void; never: (reason: Error) => void }[] = []
  #ended: Error | null = null

  /** Whether the machine goes off. */
  get isOver(): boolean {
    return this.#ended !== null
  }

  /** Resolves when the guest goes on; rejects when it never will. */
  async wait(guest: StandStill): Promise<void> {
    if (this.#ended !== null) throw this.#ended
    const goesOn = new Promise<void>((again, never) => this.#waiting.push({ again, never }))
    // A guest that is reset while it is being stopped does not stop.
    const stands = await Promise.race([guest.stop().then(() => true), goesOn.then(() => false)])
    if (stands) guest.stopped()
    await goesOn
  }

  retry(): void {
    for (const { again } of this.#waiting.splice(0)) again()
  }

  /** What waits fails, and so does what would wait from now on. */
  giveUp(): void {
    this.#ended = new Error('The machine goes off.')
    for (const { never } of this.#waiting.splice(0)) never(this.#ended)
  }
}
