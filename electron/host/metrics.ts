import { cpuHistoryLength, type MachineMetrics, type MachineSample } from '#shared/machine.ts'

/** The last samples of the machines that are on. */
export class Metrics {
  readonly #samples = new Map<string, MachineSample[]>()

  add(machineId: string, sample: MachineSample): void {
    this.#samples.set(machineId, [...(this.#samples.get(machineId) ?? []), sample].slice(-cpuHistoryLength))
  }

  latest(machineId: string): MachineSample | null {
    return this.#samples.get(machineId)?.at(-1) ?? null
  }

  clear(machineId: string): void {
    this.#samples.delete(machineId)
  }

  of(machineId: string): MachineMetrics {
    return { machineId, samples: this.#samples.get(machineId) ?? [] }
  }
}
