import type { EngineSample } from '../engine.ts'
import type { Transferred } from './drives/transferred.ts'

/** Measures this process and its guest, each time since the time before. */
export class Meter {
  readonly #executed: () => number
  #lastTime = performance.now()
  #lastExecuted = 0
  #lastUsage = process.cpuUsage()

  /** @param executed milliseconds the guest's processor executed so far */
  constructor(executed: () => number) {
    this.#executed = executed
  }

  sample({ read, written }: Transferred): EngineSample {
    const now = performance.now()
    const elapsed = now - this.#lastTime
    const executed = this.#executed()
    const usage = process.cpuUsage()
    const used = (usage.user - this.#lastUsage.user + usage.system - this.#lastUsage.system) / 1000
    const sample = {
      time: Date.now(),
      cpu: Math.min(100, (100 * (executed - this.#lastExecuted)) / elapsed),
      process: (100 * used) / elapsed,
      resident: process.memoryUsage.rss(),
      diskRead: read,
      diskWritten: written,
    }
    this.#lastUsage = usage
    this.#lastTime = now
    this.#lastExecuted = executed
    return sample
  }
}
