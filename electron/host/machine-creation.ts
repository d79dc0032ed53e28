import type { CreateMachine, Machine } from '#shared/machine.ts'
import type { DiskConnections } from './disk-connections.ts'
import type { EventLog } from './event-log.ts'
import type { MachineCollection } from './machine-collection.ts'
import type { MachineRegistry } from './machine-registry.ts'
import type { MachineStore } from './machine-store.ts'
import { requireFloppy } from './media.ts'
import { newConfiguration, planMachine, type PlanServices } from './new-machine.ts'
import type { Reconnection } from './reconnect-parents.ts'
import { Turns } from './turns.ts'

export interface CreationServices extends PlanServices {
  readonly store: MachineStore
  readonly events: EventLog
  /** A folder of the user's choice for a new machine, as it is kept; the host finds machines in it from now on. */
  readonly keepFolder: (folder: string, field: string) => Promise<string>
}

/** Makes machines. One at a time: a name that two want at once is given to the first. */
export class MachineCreation {
  readonly #services: CreationServices
  readonly #registry: MachineRegistry
  readonly #collection: MachineCollection
  readonly #connections: DiskConnections
  readonly #turns = new Turns(1)

  constructor(
    services: CreationServices,
    registry: MachineRegistry,
    collection: MachineCollection,
    connections: DiskConnections,
  ) {
    this.#services = services
    this.#registry = registry
    this.#collection = collection
    this.#connections = connections
  }

  /** Throws MACHINE_NAME_TAKEN, what the plan and its disks throw, and STORAGE_FAILED. */
  create(options: CreateMachine): Promise<Machine> {
    return this.#turns.take(() => {
      this.#registry.requireOpen()
      return this.#registry.names.claim(options.name, null, () => this.#create(options))
    })
  }

  /** Resolves when those that are under way have come to their end. */
  settled(): Promise<void> {
    return this.#turns.take(() => Promise.resolve())
  }

  async #create(wanted: CreateMachine): Promise<Machine> {
    const { store, events, keepFolder } = this.#services
    const { options, reconnected } = await this.#withFilesFound(wanted)
    const plan = await planMachine(options, this.#services)
    const { location } = options
    const root = location === undefined ? undefined : await keepFolder(location, 'location')
    const fill = async (arriving: string, folder: string) => {
      await plan.disk?.make(arriving)
      return newConfiguration(options, plan, folder)
    }
    const stored = await store.create(options.name, fill, root)
    await this.#collection.arrive(stored)
    const { value } = this.#registry.machine(stored.configuration.id)
    events.add('MACHINE_CREATED', value, { folder: value.folder })
    this.#connections.tell(value, reconnected)
    return value
  }

  /** With the files that it names found and checked. */
  async #withFilesFound(
    wanted: CreateMachine,
  ): Promise<{ options: CreateMachine; reconnected: readonly Reconnection[] }> {
    const connections = this.#connections
    const options = { ...wanted, dvd: connections.locateMedia(wanted.dvd) }
    let reconnected: readonly Reconnection[] = []
    if (options.disk?.kind === 'existing') {
      const file = connections.locate(options.disk.path)
      options.disk = { ...options.disk, path: file }
      reconnected = await connections.requireUsable(options.disk, 'disk.path', this.#registry.configurations())
    }
    if (options.floppy !== undefined) {
      options.floppy = connections.locate(options.floppy)
      await requireFloppy(options.floppy, 'floppy')
    }
    return { options, reconnected }
  }
}
