import { IdlePace } from './idle-pace.ts'
import type { Scheduler } from './internals.ts'

export interface SliceListener {
  /** Between two slices. True where the guest got something to do, so that it must not sleep. */
  betweenSlices(): boolean
  /** The emulated processor stopped beyond recovery, in a triple fault or an instruction the emulator lacks. */
  processorFault(error: unknown): void
}

/**
 * Takes the guest's processor time between our fingers: how long it runs, how long it sleeps, what happens when it
 * faults, and what is done between its slices.
 */
export class ProcessorSlices {
  #executed = 0

  constructor(scheduler: Scheduler, listener: SliceListener) {
    const { cpu } = scheduler
    const pace = new IdlePace(cpu.devices)
    const runSlice = cpu.main_loop.bind(cpu)
    cpu.main_loop = () => {
      const begin = performance.now()
      let sleep = 0
      try {
        sleep = runSlice()
      } catch (error) {
        listener.processorFault(error)
      }
      const end = performance.now()
      this.#executed += end - begin
      pace.note(end, this.#executed)
      return listener.betweenSlices() ? 0 : sleep
    }
    // Event loops wait whole milliseconds. A halted guest sleeps until the one after its timer is due: woken before,
    // it would be polled until then, at a fifth of a core. 0 is the wake-up by an interrupt and must stay at once.
    scheduler.yield = (milliseconds, tick) => {
      const next = () => scheduler.yield_callback(tick)
      if (milliseconds > 0 && cpu.in_hlt[0] !== 0) setTimeout(next, pace.sleep(milliseconds))
      else if (milliseconds >= 1) setTimeout(next, milliseconds)
      else setImmediate(next)
    }
  }

  /** Milliseconds the guest's processor executed since the machine was made: all time but the halted. */
  get executed(): number {
    return this.#executed
  }
}
