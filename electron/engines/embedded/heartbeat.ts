/** Seconds without a sign of life after which a process counts as hung. */
const patience = 10
/** Seconds a process has to give its first sign of life: a busy computer may take that long to load it. */
const firstPatience = 30

/**
 * Waits for signs of life, a second at a time by its own count: while the computer sleeps nothing counts, so a laptop
 * that wakes up finds its machines running.
 */
export class Heartbeat {
  readonly #timer: NodeJS.Timeout
  #missed = 0
  #patience = firstPatience

  constructor(stopped: (seconds: number) => void) {
    this.#timer = setInterval(() => {
      this.#missed++
      if (this.#missed < this.#patience) return
      this.stop()
      stopped(this.#missed)
    }, 1000)
    this.#timer.unref()
  }

  beat(): void {
    this.#missed = 0
    this.#patience = patience
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
