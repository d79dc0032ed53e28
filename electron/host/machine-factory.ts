import { AutomaticStart } from './automatic-start.ts'
import type { DiskConnections } from './disk-connections.ts'
import type { DiskUsers } from './disk-users.ts'
import { FaultRecovery } from './fault-recovery.ts'
import { GuestNaming } from './guest-naming.ts'
import { GuestTalks } from './guest-talks.ts'
import { GuestTime } from './guest-time.ts'
import type { MachineServices } from './machine/machine-services.ts'
import type { MachineRegistry } from './machine-registry.ts'
import type { MachineStore } from './machine-store.ts'
import { findMedium } from './media.ts'
import { MemoryBudget } from './memory-budget.ts'
import type { HostMemory } from './memory.ts'
import type { Metrics } from './metrics.ts'
import { memoryUsers } from './resource-users.ts'
import { RunningMarker } from './running-marker.ts'
import { prepareStart, type PreparationServices } from './start-preparation.ts'
import type { StoredMachine } from './stored-machine.ts'
import { VirtualMachine } from './virtual-machine.ts'
import type { WarmStates } from './warm-state.ts'

/** What a host lends all its machines. */
export interface FactoryServices
  extends Pick<MachineServices, 'events' | 'clock' | 'publish' | 'jobs'>, Omit<PreparationServices, 'budget'> {
  readonly store: MachineStore
  readonly metrics: Metrics
  readonly memory: HostMemory
  /** What is written down of machines' processes is sealed with it. */
  readonly processKey: Buffer
  readonly warmStates: WarmStates
}

/** Makes the machines of a host out of what is stored of them, with all that each shares with the others. */
export class MachineFactory {
  readonly automaticStart: AutomaticStart
  readonly guestTalks = new GuestTalks()
  readonly #services: FactoryServices
  readonly #registry: MachineRegistry
  readonly #connections: DiskConnections
  readonly #diskUsers: DiskUsers
  readonly #budget: MemoryBudget
  readonly #recovery: FaultRecovery
  readonly #guestTime = new GuestTime(this.guestTalks)
  readonly #guestNaming: GuestNaming

  constructor(
    services: FactoryServices,
    registry: MachineRegistry,
    connections: DiskConnections,
    diskUsers: DiskUsers,
  ) {
    this.#services = services
    this.#registry = registry
    this.#connections = connections
    this.#diskUsers = diskUsers
    this.automaticStart = new AutomaticStart((id) => registry.announce(id))
    this.#budget = new MemoryBudget(services.memory, () => memoryUsers(registry.machines, services.metrics))
    this.#guestNaming = new GuestNaming(services.events, this.guestTalks)
    this.#recovery = new FaultRecovery(services.events, services.jobs)
  }

  make(stored: StoredMachine): VirtualMachine {
    const { store, templates, warmStates, engines } = this.#services
    const marker = new RunningMarker(stored.folder, stored.configuration.id, this.#services.processKey)
    const machine = new VirtualMachine(stored, marker, {
      ...this.#services,
      engine: engines.engine(stored.configuration.engine),
      prepare: async (configuration) => {
        // A start that waited for its turn may get it only now that the host closes.
        this.#registry.requireOpen()
        const services = { ...this.#services, budget: this.#budget }
        return prepareStart(configuration, services, this.#connections, ({ at, path: disc }) => {
          this.#services.events.add('DISC_NEEDS_EFI', machine, { at, path: disc })
        })
      },
      requireMemoryToGoOn: (id) => this.#budget.requireToGoOn(id),
      findWarmState: (configuration, drives) => warmStates.find(configuration, drives),
      findMedium: (media, at) => findMedium(media, at, templates),
      save: (folder, configuration, options) => store.save(folder, configuration, options),
      others: (id) => this.#diskUsers.all(id),
      waitsToStart: (id) => this.automaticStart.isWaiting(id),
      started: () => void this.#guestNaming.begin(machine),
      wentOn: () => void this.#guestTime.begin(machine),
      faulted: () => void this.#recovery.recover(machine),
    })
    return machine
  }

  /** Nothing is started, recovered or told to guests by itself any more. */
  close(): void {
    this.automaticStart.close()
    this.#recovery.close()
    this.guestTalks.close()
  }
}
