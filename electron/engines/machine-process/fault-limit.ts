/** Milliseconds. */
const span = 10_000
const mostFaults = 4

/** Says when a guest faults again and again, so that resetting it once more helps nobody. */
export class FaultLimit {
  #faults: number[] = []

  /** Counts a fault at `now` (milliseconds); true where there were too many of late. */
  exceededBy(now: number): boolean {
    this.#faults = [...this.#faults.filter((time) => now - time < span), now]
    return this.#faults.length > mostFaults
  }
}
