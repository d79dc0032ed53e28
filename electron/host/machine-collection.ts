import { randomUUID } from 'node:crypto'
import { ViridianError } from '#shared/errors.ts'
import type { Change } from '#shared/host.ts'
import type { CreateMachine, Machine, MachineMetrics } from '#shared/machine.ts'
import type { PoweredOnMachine } from '#electron/engines/engine.ts'
import { nameKey } from './folder-name.ts'
import type { Machines } from './host.ts'
import type { MachineConfiguration } from './machine-configuration.ts'
import type { MachineStore, StoredMachine, UnusableMachine } from './machine-store.ts'
import { resolveMedia } from './media.ts'
import { maximumGuestMemory, requireAvailable, type HostMemory } from './memory.ts'
import type { Metrics } from './metrics.ts'
import { RunningMarker } from './running-marker.ts'
import type { Templates } from './templates.ts'
import { VirtualMachine, type MachineServices } from './virtual-machine.ts'

/** Guest memory, in megabytes, where neither the user nor a template says. */
const defaultMemory = 128

export interface CollectionServices extends Omit<MachineServices, 'prepare'> {
  readonly store: MachineStore
  readonly templates: Templates
  readonly memory: HostMemory
  readonly metrics: Metrics
  readonly publish: (change: Change) => void
}

/** The machines of a host: finds the one a command is for, makes new ones, and lets deleted ones go. */
export class MachineCollection implements Machines {
  readonly #services: CollectionServices
  readonly #machines = new Map<string, VirtualMachine>()
  readonly #unusable = new Map<string, UnusableMachine>()
  #creations: Promise<unknown> = Promise.resolve()
  #closing = false

  constructor(services: CollectionServices) {
    this.#services = services
  }

  /** Throws STORAGE_FAILED. */
  async load(): Promise<void> {
    const { usable, unusable } = await this.#services.store.load()
    for (const stored of usable) await this.#add(stored).recover()
    for (const machine of unusable) this.#unusable.set(machine.id, machine)
  }

  list(): Machine[] {
    return [...[...this.#machines.values()].map((machine) => machine.value), ...[...this.#unusable.values()].map(show)]
  }

  /** Of every machine that can be on, in the order of `list`. */
  metrics(): MachineMetrics[] {
    return [...this.#machines.keys()].map((id) => this.#services.metrics.of(id))
  }

  /** One at a time: a name that two want at once is given to the first. */
  create(options: CreateMachine): Promise<Machine> {
    const turn = this.#creations.then(() => this.#create(options))
    this.#creations = turn.catch(() => undefined)
    return turn
  }

  async start(id: string): Promise<void> {
    this.#requireOpen()
    await this.#find(id).start()
  }

  async pause(id: string): Promise<void> {
    await this.#find(id).pause()
  }

  async resume(id: string): Promise<void> {
    await this.#find(id).resume()
  }

  async reset(id: string): Promise<void> {
    await this.#find(id).reset()
  }

  async turnOff(id: string): Promise<void> {
    await this.#find(id).turnOff()
  }

  async delete(id: string): Promise<void> {
    const machine = this.#find(id)
    await machine.delete(() => this.#services.store.remove(machine.folder))
    this.#machines.delete(id)
    this.#services.publish({ type: 'machineRemoved', machineId: id })
  }

  type(id: string, text: string): Promise<void> {
    return this.#find(id).type((machine) => machine.type(text))
  }

  secureAttention(id: string): Promise<void> {
    return this.#find(id).type((machine) => machine.secureAttention())
  }

  screenText(id: string): Promise<string[]> {
    return this.#connect(id, (machine) => machine.screenText())
  }

  screenImage(id: string): ReturnType<PoweredOnMachine['screenImage']> {
    return this.#connect(id, (machine) => machine.screenImage())
  }

  openChannel(id: string, kind: Parameters<PoweredOnMachine['openChannel']>[0]): ReturnType<Machines['openChannel']> {
    return this.#connect(id, (machine) => machine.openChannel(kind))
  }

  openVnc(id: string, options: { password: boolean }): ReturnType<PoweredOnMachine['openVnc']> {
    return this.#connect(id, (machine) => machine.openVnc(options))
  }

  /** Accepts no new work and turns off what is on. Rejects with an AggregateError of what could not be turned off. */
  async close(): Promise<void> {
    this.#closing = true
    await this.#creations
    const results = await Promise.allSettled([...this.#machines.values()].map((machine) => machine.turnOffWithHost()))
    const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []))
    if (failures.length > 0) throw new AggregateError(failures, 'Machines could not be turned off.')
  }

  async #create(options: CreateMachine): Promise<Machine> {
    this.#requireOpen()
    const { store, templates, memory, engine, publish } = this.#services
    const taken = this.list().some((machine) => nameKey(machine.name) === nameKey(options.name))
    if (taken) throw new ViridianError('MACHINE_NAME_TAKEN', { name: options.name })

    const recommended =
      options.dvd.kind === 'template' ? (await templates.resolve(options.dvd.template)).template.memory : defaultMemory
    const wanted = options.memory ?? recommended
    const available = maximumGuestMemory(memory, engine.memory.maximum)
    if (wanted > available) throw new ViridianError('MEMORY_EXCEEDS_HOST', { memory: wanted, available })
    await resolveMedia(options.dvd, templates)

    const configuration: MachineConfiguration = {
      id: randomUUID(),
      name: options.name,
      notes: options.notes ?? '',
      memory: wanted,
      engine: 'embedded',
      dvd: options.dvd,
      createdAt: new Date().toISOString(),
    }
    const machine = this.#add(await store.create(configuration)).value
    publish({ type: 'machine', machine })
    return machine
  }

  #add(stored: StoredMachine): VirtualMachine {
    const { templates, memory, engine } = this.#services
    const marker = new RunningMarker(stored.folder, stored.configuration.id)
    const machine = new VirtualMachine(stored, marker, {
      ...this.#services,
      prepare: async (configuration) => {
        // A start that waited for its turn may get it only now that the host closes.
        this.#requireOpen()
        requireAvailable(memory, configuration.memory, engine.memory.maximum)
        return resolveMedia(configuration.dvd, templates)
      },
    })
    this.#machines.set(machine.id, machine)
    return machine
  }

  #find(id: string): VirtualMachine {
    const machine = this.#machines.get(id)
    if (machine !== undefined) return machine
    const unusable = this.#unusable.get(id)
    if (unusable === undefined) throw new ViridianError('MACHINE_NOT_FOUND', { name: id })
    const { file, detail } = unusable.problem
    throw new ViridianError('MACHINE_UNUSABLE', { name: unusable.name, file, detail })
  }

  async #connect<T>(id: string, use: (machine: PoweredOnMachine) => Promise<T>): Promise<T> {
    return this.#find(id).connect(use)
  }

  #requireOpen(): void {
    if (this.#closing) throw new ViridianError('INTERNAL', { detail: 'the host is closing' })
  }
}

/** A folder whose configuration cannot be used, as the consoles list it: what is unknown is empty or zero. */
function show({ id, name, folder, createdAt, problem }: UnusableMachine): Machine {
  return {
    id,
    name,
    notes: '',
    state: 'Off',
    memory: 0,
    engine: 'embedded',
    dvd: { kind: 'none' },
    folder,
    createdAt,
    problem,
    fault: null,
  }
}
