import type { Devices } from './internals.ts'

/** Milliseconds over which the guest's work is judged. */
const span = 250
/** Part of that time a guest may execute and still count as idle. */
const idleShare = 0.2
/** Milliseconds an idle guest sleeps at least, unless an interrupt wakes it. */
const idleSleep = 20

interface TickSources {
  readonly pit: Pick<Devices['pit'], 'counter_enabled'>
  readonly rtc: Pick<Devices['rtc'], 'periodic_interrupt'>
}

/**
 * Lets a guest with next to nothing to do sleep through some of its clock ticks. Kernels that tick 250 times a second
 * whether they have work or not (Debian's for the 686 is one) would cost more than what they do. Only guests that time
 * themselves by the APIC timer get it: they count the ticks that passed by the time stamp counter, where those on the
 * PIT or the clock's periodic interrupt count interrupts and would run late.
 */
export class IdlePace {
  readonly #devices: TickSources
  #spanBegin = 0
  #executedBefore = 0
  #idle = false

  constructor(devices: TickSources) {
    this.#devices = devices
  }

  /** @param executed milliseconds the guest's processor executed so far, by the clock that says `now` */
  note(now: number, executed: number): void {
    const elapsed = now - this.#spanBegin
    if (elapsed < span) return
    this.#idle = executed - this.#executedBefore < idleShare * elapsed
    this.#spanBegin = now
    this.#executedBefore = executed
  }

  /** Milliseconds a halted guest should sleep whose next timer is due in so many; whole, as event loops wait. */
  sleep(untilTimer: number): number {
    const { pit, rtc } = this.#devices
    const countsInterrupts = pit.counter_enabled[0] !== 0 || rtc.periodic_interrupt
    return Math.max(Math.ceil(untilTimer), this.#idle && !countsInterrupts ? idleSleep : 1)
  }
}
