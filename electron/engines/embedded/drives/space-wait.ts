/** Disks that wait for room: until the machine goes on, or goes off. */
export class SpaceWait {
  #waiting: { again: () => void; never: (reason: Error) => void }[] = []
  #ended: Error | null = null

  wait(): Promise<void> {
    if (this.#ended !== null) return Promise.reject(this.#ended)
    return new Promise((again, never) => this.#waiting.push({ again, never }))
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
