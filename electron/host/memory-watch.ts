import type { EventLog } from './event-log.ts'
import { stillToTake, type MemoryUser } from './memory-budget.ts'
import type { HostMemory } from './memory.ts'
import { shortageOf, type Shortage } from './shortage.ts'

/** Megabytes left, swap included, below which is warned, and below which machines are paused. */
export const lowMemory = 512
export const criticalMemory = 160

/** A machine that is on, as far as memory for it is concerned. */
export interface PausableUser extends MemoryUser {
  /** Lets it stand still until its user resumes it; not where it does not run. Resolves with whether it does now. */
  pause(facts: { free: number }): Promise<boolean>
}

export interface MemoryWatchServices {
  readonly memory: HostMemory
  readonly events: Pick<EventLog, 'add'>
  readonly machinesOn: () => readonly PausableUser[]
}

/**
 * Warns of memory that runs out, whoever takes it, and lets the machines stand still that would take more, before the system
 * ends one of them with all that its guest has not saved.
 */
export class MemoryWatch {
  readonly #services: MemoryWatchServices
  /** Paused since it became critical. */
  readonly #paused = new Set<string>()
  #level: Shortage = 'enough'
  #freeBefore = 0

  constructor(services: MemoryWatchServices) {
    this.#services = services
  }

  /** Looks at nothing while no machine is on. */
  async check(): Promise<void> {
    const { memory, machinesOn } = this.#services
    const machines = machinesOn()
    if (machines.length === 0) return
    const free = memory.spare()
    const before = this.#level
    // What was taken since the last look may be taken until the next.
    const expected = free - Math.max(0, this.#freeBefore - free)
    this.#freeBefore = free
    this.#level = shortageOf(expected, before, { low: lowMemory, critical: criticalMemory })
    const facts = { free: Math.floor(free) }
    if (this.#level !== before) this.#tell(before, facts)
    if (this.#level !== 'critical') {
      this.#paused.clear()
      return
    }
    // One that has all it may have takes no more by running.
    const growing = machines.filter((machine) => !this.#paused.has(machine.id) && stillToTake(machine) > 0)
    await Promise.all(
      growing.map(async (machine) => {
        if (await machine.pause(facts)) this.#paused.add(machine.id)
      }),
    )
  }

  #tell(before: Shortage, facts: { free: number }): void {
    const { events } = this.#services
    if (this.#level === 'critical') events.add('MEMORY_CRITICAL', null, facts)
    else if (this.#level === 'enough') events.add('MEMORY_RECOVERED', null, facts)
    else if (before === 'enough') events.add('MEMORY_LOW', null, facts)
  }
}
