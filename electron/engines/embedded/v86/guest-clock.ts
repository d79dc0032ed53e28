/**
 * The clock by which all timers of a guest count, in milliseconds: time stamp counter, PIT, APIC and power management timer.
 * It stands while the guest does, so that a guest does not take the time it was paused for time in which it hung. The clock
 * with the battery (RTC) goes on, as a real one does: by that a guest finds out what time it is.
 */
export class GuestClock {
  /** Milliseconds this is ahead of the process's clock. */
  #ahead = 0
  #stoppedAt: number | null

  /** It stands. */
  constructor() {
    this.#stoppedAt = performance.now()
  }

  readonly now = (): number => this.#stoppedAt ?? performance.now() + this.#ahead

  run(): void {
    if (this.#stoppedAt === null) return
    this.#ahead = this.#stoppedAt - performance.now()
    this.#stoppedAt = null
  }

  stop(): void {
    this.#stoppedAt ??= this.now()
  }

  /** Of a guest that goes on from a state, while it stands. */
  set(time: number): void {
    this.#stoppedAt = time
  }
}
