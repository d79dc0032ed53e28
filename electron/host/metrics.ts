import { cpuHistoryLength, type MachineMetrics, type MachineSample, type NewSample } from '#shared/machine.ts'

/** How often what was measured is published, milliseconds. */
const interval = 1000

/** Between a machine's first sample and its publication, milliseconds: those that follow come as long before they are published. */
const delay = 50

/** The last samples of the machines that are on. Those of all of them are published together. */
export class Metrics {
  readonly #publish: (samples: NewSample[]) => void
  readonly #published = new Map<string, MachineSample[]>()
  #latest = new Map<string, MachineSample>()
  #waiting: NewSample[] = []
  #timer: NodeJS.Timeout | null = null

  constructor(publish: (samples: NewSample[]) => void) {
    this.#publish = publish
  }

  add(machineId: string, sample: MachineSample): void {
    this.#latest.set(machineId, sample)
    this.#waiting.push({ machineId, sample })
    this.#timer ??= setTimeout(() => this.#tell(), delay).unref()
  }

  latest(machineId: string): MachineSample | null {
    return this.#latest.get(machineId) ?? null
  }

  /** Nothing is told any more of a machine that is off. */
  clear(machineId: string): void {
    this.#latest.delete(machineId)
    this.#published.delete(machineId)
    this.#waiting = this.#waiting.filter((waiting) => waiting.machineId !== machineId)
  }

  /** What has been published: the rest reaches whoever watches now. */
  of(machineId: string): MachineMetrics {
    return { machineId, samples: this.#published.get(machineId) ?? [] }
  }

  /** Goes on for as long as there is something to tell. */
  #tell(): void {
    const samples = this.#waiting
    if (samples.length === 0) {
      this.#timer = null
      return
    }
    this.#waiting = []
    for (const { machineId, sample } of samples) {
      const known = this.#published.get(machineId) ?? []
      this.#published.set(machineId, [...known, sample].slice(-cpuHistoryLength))
    }
    this.#timer = setTimeout(() => this.#tell(), interval).unref()
    this.#publish(samples)
  }
}
