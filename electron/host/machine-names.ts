import { ViridianError } from '#shared/errors.ts'
import type { Machine } from '#shared/machine.ts'
import { nameKey } from './folder-name.ts'

/** Sees to it that no two machines of a host have one name, also while one is on its way to get it. */
export class MachineNames {
  readonly #machines: () => readonly Pick<Machine, 'id' | 'name'>[]
  readonly #claimed = new Set<string>()

  constructor(machines: () => readonly Pick<Machine, 'id' | 'name'>[]) {
    this.#machines = machines
  }

  /** Keeps the name for a machine while `work` gives it to it; `id` is null for a new one. Throws MACHINE_NAME_TAKEN. */
  async claim<T>(name: string, id: string | null, work: () => Promise<T>): Promise<T> {
    const key = nameKey(name)
    const taken = this.#machines().some((machine) => machine.id !== id && nameKey(machine.name) === key)
    if (taken || this.#claimed.has(key)) throw new ViridianError('MACHINE_NAME_TAKEN', { name })
    this.#claimed.add(key)
    try {
      return await work()
    } finally {
      this.#claimed.delete(key)
    }
  }
}
