import type { EventLog } from './event-log.ts'
import { errorText } from './unexpected.ts'
import type { VirtualMachine } from './virtual-machine.ts'

/** A machine that goes off again and again is not helped by another start. */
const restartsAtMost = 3
/** In this time, milliseconds. */
const within = 10 * 60_000

/** Starts machines again that went off by a fault, where their settings say so. */
export class FaultRecovery {
  readonly #events: EventLog
  readonly #restart: (machine: VirtualMachine) => Promise<void>
  /** Machine -> when it was restarted lately. */
  readonly #restarts = new Map<string, number[]>()

  /** `restart` brings it to where it is to start from, and starts it. */
  constructor(events: EventLog, restart: (machine: VirtualMachine) => Promise<void>) {
    this.#events = events
    this.#restart = restart
  }

  /** Never rejects: whoever tells of the fault has nothing to do with what comes of it. */
  async recover(machine: VirtualMachine): Promise<void> {
    if (machine.configuration.settings.recovery === 'none') return
    const now = performance.now()
    const lately = (this.#restarts.get(machine.id) ?? []).filter((time) => now - time < within)
    if (lately.length >= restartsAtMost) {
      this.#events.add('NOT_RESTARTED_AGAIN', machine, { restarts: restartsAtMost, minutes: within / 60_000 })
      return
    }
    this.#restarts.set(machine.id, [...lately, now])
    try {
      await this.#restart(machine)
      this.#events.add('RESTARTED_AFTER_FAULT', machine)
    } catch (error) {
      // An event tells of a start that failed.
      console.error(`${machine.name} was not restarted after its fault: ${errorText(error)}`)
    }
  }
}
