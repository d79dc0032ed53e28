import type { EventLog } from './event-log.ts'
import type { JobRegistry } from './jobs/job-registry.ts'
import { revertAsJob } from './snapshots/snapshot-jobs.ts'
import { errorText } from './unexpected.ts'
import type { VirtualMachine } from './virtual-machine.ts'

/** A machine that goes off again and again is not helped by another start. */
const restartsAtMost = 3
/** In this time, milliseconds. */
const within = 10 * 60_000

/** Starts machines again that went off by a fault, where their settings say so. */
export class FaultRecovery {
  readonly #events: EventLog
  readonly #jobs: Pick<JobRegistry, 'carryOut' | 'result'>
  /** Machine -> when it was restarted lately. */
  readonly #restarts = new Map<string, number[]>()
  #closed = false

  constructor(events: EventLog, jobs: Pick<JobRegistry, 'carryOut' | 'result'>) {
    this.#events = events
    this.#jobs = jobs
  }

  /** What goes off from now on stays off. */
  close(): void {
    this.#closed = true
  }

  /** Never rejects: whoever tells of the fault has nothing to do with what comes of it. */
  async recover(machine: VirtualMachine): Promise<void> {
    if (this.#closed || machine.configuration.settings.recovery === 'none') return
    const now = performance.now()
    const lately = (this.#restarts.get(machine.id) ?? []).filter((time) => now - time < within)
    if (lately.length >= restartsAtMost) {
      this.#events.add('NOT_RESTARTED_AGAIN', machine, { restarts: restartsAtMost, minutes: within / 60_000 })
      return
    }
    this.#restarts.set(machine.id, [...lately, now])
    try {
      if (await this.#restart(machine)) this.#events.add('RESTARTED_AFTER_FAULT', machine)
    } catch (error) {
      // An event tells of a start that failed.
      console.error(`${machine.name} was not restarted after its fault: ${errorText(error)}`)
    }
  }

  /** Resolves with whether it was. One without a snapshot has nothing to be reverted to. */
  async #restart(machine: VirtualMachine): Promise<boolean> {
    const { settings, currentSnapshot } = machine.configuration
    if (settings.recovery === 'revert' && currentSnapshot !== null) {
      // There is nobody who could be asked.
      await revertAsJob(this.#jobs, machine, 'mediaAsTheyAre')
    }
    if (this.#closed) return false
    await machine.start()
    return true
  }
}
