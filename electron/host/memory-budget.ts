import { ViridianError } from '#shared/errors.ts'
import { processOverhead, type HostMemory } from './memory.ts'

/** A machine that is on, and its memory: of its guest, and of its process now; megabytes. */
export interface MemoryUser {
  readonly id: string
  readonly isRunning: boolean
  readonly memory: number
  readonly resident: number
}

/** What a machine may still take, megabytes: a guest takes its memory little by little. */
export function stillToTake({ memory, resident }: Pick<MemoryUser, 'memory' | 'resident'>): number {
  return Math.max(0, memory + processOverhead - resident)
}

/** Gives each machine that is started its memory for as long as it is on, so that none is promised twice. */
export class MemoryBudget {
  readonly #memory: HostMemory
  readonly #machinesOn: () => readonly MemoryUser[]
  readonly #granted = new Set<string>()

  constructor(memory: HostMemory, machinesOn: () => readonly MemoryUser[]) {
    this.#memory = memory
    this.#machinesOn = machinesOn
  }

  /** For a machine that is about to be on. Throws MEMORY_EXCEEDS_HOST where it cannot be besides all that are. */
  grant({ id, memory }: { id: string; memory: number }, engineMaximum: number): void {
    const on = this.#machinesOn()
    for (const granted of this.#granted)
      if (!on.some((machine) => machine.id === granted)) this.#granted.delete(granted)
    const others = on.filter((machine) => machine.id !== id && this.#granted.has(machine.id))
    const left = this.#memory.available() - sumOf(others) - processOverhead
    const available = Math.min(engineMaximum, Math.max(0, Math.floor(left)))
    if (memory > available) throw new ViridianError('MEMORY_EXCEEDS_HOST', { memory, available })
    this.#granted.add(id)
  }

  /** For a guest that stands still. Throws MEMORY_EXCEEDS_HOST where there is no room for what it may still take. */
  requireToGoOn(id: string): void {
    const on = this.#machinesOn()
    const machine = on.find((each) => each.id === id)
    if (machine === undefined) return
    const others = on.filter((each) => each.id !== id && each.isRunning)
    const memory = Math.ceil(stillToTake(machine))
    const available = Math.max(0, Math.floor(this.#memory.available() - sumOf(others)))
    if (memory > available) throw new ViridianError('MEMORY_EXCEEDS_HOST', { memory, available })
  }
}

function sumOf(machines: readonly MemoryUser[]): number {
  return machines.reduce((sum, machine) => sum + stillToTake(machine), 0)
}
