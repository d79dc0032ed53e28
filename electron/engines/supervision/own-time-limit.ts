import { processTime, type ProcessTime } from './process-time.ts'

/** Milliseconds between two looks, and after how many one comes late. */
const interval = 1000
const late = 2 * interval

/**
 * How long a process may take, in seconds it had for itself: those it executed, and those it slept though nobody kept it. On a
 * computer that is busy with other things they pass more slowly, and not at all while it sleeps: a process that waits for its
 * turn, or for a disk, does not hang. Where the system does not tell, a second counts of which we had our part.
 */
export class OwnTimeLimit {
  readonly #pid: number
  readonly #timeOf: (pid: number) => ProcessTime | null
  readonly #timer: NodeJS.Timeout
  #left: number
  #passed = 0
  #executed: number | null = null
  #lastLook = performance.now()

  /** `over` is told once, after so many seconds. */
  constructor(pid: number, seconds: number, over: (seconds: number) => void, timeOf = processTime) {
    this.#pid = pid
    this.#timeOf = timeOf
    this.#left = seconds
    this.#timer = setInterval(() => {
      this.#passed += this.#look()
      if (this.#passed < this.#left) return
      this.stop()
      over(Math.round(this.#passed))
    }, interval)
    this.#timer.unref()
  }

  /** Begins anew. */
  restart(seconds: number): void {
    this.#left = seconds
    this.#passed = 0
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  /** Seconds of its own since the last look. */
  #look(): number {
    const now = performance.now()
    const inTime = now - this.#lastLook < late
    this.#lastLook = now
    const time = this.#timeOf(this.#pid)
    if (time === null) return inTime ? 1 : 0
    const executed = this.#executed === null ? 0 : time.executed - this.#executed
    this.#executed = time.executed
    return time.idle && inTime ? Math.max(1, executed) : executed
  }
}
