import { ViridianError } from '#shared/errors.ts'
import type { Machine } from '#shared/machine.ts'
import { nameKey, uniqueName } from './folder-name.ts'

/** Sees to it that no two machines, or templates, of a host have one name, also while one is on its way to get it. */
export class MachineNames {
  readonly #machines: () => readonly Pick<Machine, 'id' | 'name'>[]
  readonly #refusal: 'MACHINE_NAME_TAKEN' | 'TEMPLATE_NAME_TAKEN'
  readonly #claimed = new Set<string>()

  constructor(
    machines: () => readonly Pick<Machine, 'id' | 'name'>[],
    refusal: 'MACHINE_NAME_TAKEN' | 'TEMPLATE_NAME_TAKEN' = 'MACHINE_NAME_TAKEN',
  ) {
    this.#machines = machines
    this.#refusal = refusal
  }

  /** Keeps the name for a machine while `work` gives it to it; `id` is null for a new one. Throws its refusal. */
  async claim<T>(name: string, id: string | null, work: () => Promise<T>): Promise<T> {
    const release = this.reserve([name], id)
    try {
      return await work()
    } finally {
      release()
    }
  }

  /** The same for several, until the returned function is called. */
  reserve(names: readonly string[], id: string | null = null): () => void {
    const keys = names.map(nameKey)
    const taken = new Set(this.#machines().flatMap((machine) => (machine.id === id ? [] : [nameKey(machine.name)])))
    const refused = names.find((_, index) => taken.has(keys[index] ?? '') || this.#claimed.has(keys[index] ?? ''))
    if (refused !== undefined) throw new ViridianError(this.#refusal, { name: refused })
    for (const key of keys) this.#claimed.add(key)
    return () => keys.forEach((key) => this.#claimed.delete(key))
  }

  /** The name itself, or with a number behind it where it is taken. */
  free(name: string): string {
    return uniqueName(name, [...this.#machines().map((machine) => machine.name), ...this.#claimed])
  }
}
