/** How the guest is brought to stand still, and told about when it does. */
export interface StandStill {
  stop(): Promise<void>
  stopped(): void
}

interface Waiting {
  readonly path: string
  readonly again: () => void
  readonly never: (reason: Error) => void
}

/** Disks that wait for room: until the machine goes on, or goes off. */
export class SpaceWait {
  #waiting: Waiting[] = []
  #ended: Error | null = null
  #watchers: ((path: string) => void)[] = []

  /** Whether the machine goes off. */
  get isOver(): boolean {
    return this.#ended !== null
  }

  /** Resolves when it may be tried again to write to `path`; rejects when it never will. */
  async wait(path: string, guest: StandStill): Promise<void> {
    if (this.#ended !== null) throw this.#ended
    for (const tell of this.#watchers.splice(0)) tell(path)
    const goesOn = new Promise<void>((again, never) => this.#waiting.push({ path, again, never }))
    // A guest that is reset while it is being stopped does not stop.
    const stands = await Promise.race([guest.stop().then(() => true), goesOn.then(() => false)])
    if (stands) guest.stopped()
    await goesOn
  }

  /** Resolves as soon as a disk waits, with its path. */
  begun(): Promise<string> {
    const [first] = this.#waiting
    if (first !== undefined) return Promise.resolve(first.path)
    return new Promise((resolve) => this.#watchers.push(resolve))
  }

  get isWaiting(): boolean {
    return this.#waiting.length > 0
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
