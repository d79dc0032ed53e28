import path from 'node:path'
import { ViridianError } from '#shared/errors.ts'
import type { Finding } from '#shared/finding.ts'
import { unknownHardware } from '#shared/hardware.ts'
import { newMachine, type Machine, type MachineMetrics } from '#shared/machine.ts'
import { unusableMachine } from '#shared/machine-problem.ts'
import { isPoweredOn } from '#shared/machine-state.ts'
import { AutomaticStart } from './automatic-start.ts'
import { AutomaticStop } from './automatic-stop.ts'
import type { DiskConnections } from './disk-connections.ts'
import { DiskUsers, type DiskUserServices } from './disk-users.ts'
import { examineUnusable } from './doctor/examine-unusable.ts'
import { FaultRecovery } from './fault-recovery.ts'
import { GuestNaming } from './guest-naming.ts'
import { GuestTalks } from './guest-talks.ts'
import { GuestTime } from './guest-time.ts'
import type { MachineServices } from './machine/machine-services.ts'
import { describeConfiguration, type MachineConfiguration } from './machine-configuration.ts'
import { MachineNames } from './machine-names.ts'
import type { MachineStore } from './machine-store.ts'
import { withoutEngine, type StoredMachine, type UnusableMachine } from './stored-machine.ts'
import { findMedium } from './media.ts'
import { MemoryBudget } from './memory-budget.ts'
import type { PausableUser } from './memory-watch.ts'
import type { HostMemory } from './memory.ts'
import { RunningMarker } from './running-marker.ts'
import type { SpaceUser } from './space-watch.ts'
import { prepareStart, type PreparationServices } from './start-preparation.ts'
import { inTurns } from './turns.ts'
import { VirtualMachine } from './virtual-machine.ts'
import type { WarmStates } from './warm-state.ts'

/** Machines whose folders are put in order at once, when a host opens. */
const recoveredAtOnce = 8

/** What a host lends all its machines, and what it keeps them with. */
export interface CollectionServices
  extends
    Pick<MachineServices, 'events' | 'metrics' | 'clock' | 'publish' | 'jobs'>,
    Omit<PreparationServices, 'budget'>,
    DiskUserServices {
  readonly store: MachineStore
  readonly memory: HostMemory
  /** What is written down of machines' processes is sealed with it. */
  readonly processKey: Buffer
  readonly warmStates: WarmStates
  /** Whether the data folder can be written to. */
  readonly isWritable: () => boolean
}

/**
 * The machines of a host, and those whose configuration cannot be used: finds them, takes them in and lets them go. What clients
 * ask of them is in `machine-commands.ts`.
 */
export class MachineCollection {
  readonly #services: CollectionServices
  readonly #connections: DiskConnections
  readonly #machines = new Map<string, VirtualMachine>()
  readonly #unusable = new Map<string, UnusableMachine>()
  readonly automaticStart = new AutomaticStart((id) => this.#announce(id))
  readonly names = new MachineNames(() => this.#named())
  readonly diskUsers: DiskUsers
  readonly #budget: MemoryBudget
  readonly #recovery: FaultRecovery
  readonly guestTalks = new GuestTalks()
  readonly #guestTime = new GuestTime(this.guestTalks)
  readonly #guestNaming: GuestNaming
  #closing = false

  constructor(services: CollectionServices, connections: DiskConnections) {
    this.#services = services
    this.#connections = connections
    this.#budget = new MemoryBudget(services.memory, () => this.memoryUsers())
    this.diskUsers = new DiskUsers(services, () => this.configurations())
    this.#guestNaming = new GuestNaming(services.events, this.guestTalks)
    this.#recovery = new FaultRecovery(services.events, services.jobs)
  }

  /** Finds the machines in these folders, without more words in all. Throws STORAGE_FAILED. */
  async load(roots?: readonly string[]): Promise<void> {
    const { store } = this.#services
    const { usable, unusable } = await store.load(roots, this.list())
    await this.#arriveAll(usable, (stored) => !store.wasInOrder(stored))
    for (const machine of unusable) this.#leaveAlone(machine)
  }

  /** Of all machines, usable or not. */
  folders(): string[] {
    return [...this.#machines.values(), ...this.#unusable.values()].map(({ folder }) => folder)
  }

  /** Throws FOLDER_UNUSABLE where machines in these folders cannot be forgotten now. */
  requireAtRest(roots: readonly string[]): void {
    for (const { folder, name, state } of this.#machines.values()) {
      const root = path.dirname(folder)
      if (!roots.includes(root) || state === 'Off' || state === 'Saved') continue
      throw new ViridianError('FOLDER_UNUSABLE', { path: root, problem: 'MACHINES_ON', detail: name })
    }
  }

  /** Lets go of the machines in these folders, which stay as they are. */
  async forget(roots: readonly string[]): Promise<void> {
    const { store, publish } = this.#services
    const isGone = ({ folder }: { folder: string }) => roots.includes(path.dirname(folder))
    for (const machine of [...this.#machines.values()].filter(isGone)) {
      this.automaticStart.cancel(machine.id)
      this.#machines.delete(machine.id)
      await machine.turnOffWithHost()
      publish({ type: 'machineRemoved', machineId: machine.id })
    }
    for (const { id } of [...this.#unusable.values()].filter(isGone)) {
      this.#unusable.delete(id)
      publish({ type: 'machineRemoved', machineId: id })
    }
    for (const root of roots) await store.release(root)
  }

  /** Once the host is ready to start machines. */
  async startAutomatically(): Promise<void> {
    await this.automaticStart.begin([...this.#machines.values()])
  }

  list(): Machine[] {
    return [...[...this.#machines.values()].map((machine) => machine.value), ...[...this.#unusable.values()].map(show)]
  }

  /** Without describing them: a host may have thousands. */
  #named(): Pick<Machine, 'id' | 'name'>[] {
    return [...this.#machines.values(), ...this.#unusable.values()].map(({ id, name }) => ({ id, name }))
  }

  /** Of every machine that can be on, in the order of `list`. */
  metrics(): MachineMetrics[] {
    return [...this.#machines.keys()].map((id) => this.#services.metrics.of(id))
  }

  /** Throws MACHINE_NOT_FOUND and MACHINE_UNUSABLE. */
  machine(id: string): VirtualMachine {
    const machine = this.#machines.get(id)
    if (machine !== undefined) return machine
    const unusable = this.#unusable.get(id)
    if (unusable === undefined) throw new ViridianError('MACHINE_NOT_FOUND', { name: id })
    throw unusableMachine(unusable)
  }

  /** Null where there is none of this id whose configuration cannot be used. */
  unusable(id: string): UnusableMachine | null {
    return this.#unusable.get(id) ?? null
  }

  /** Those that are left alone need their disks, too. */
  configurations(): MachineConfiguration[] {
    return [...this.#machines.values(), ...this.#unusable.values()].flatMap(({ configuration }) => configuration ?? [])
  }

  /** Throws MACHINE_NOT_FOUND. */
  describe(id: string): Machine {
    const unusable = this.#unusable.get(id)
    return unusable === undefined ? this.machine(id).value : show(unusable)
  }

  /** A machine that was put into the store. */
  async arrive(stored: StoredMachine): Promise<void> {
    await this.#arriveAll([stored])
  }

  /** `needsRecovery` tells where an earlier host may have left something. */
  async #arriveAll(
    all: readonly StoredMachine[],
    needsRecovery: (stored: StoredMachine) => boolean = () => true,
  ): Promise<void> {
    const { engines } = this.#services
    const canRun = ({ configuration }: StoredMachine) => engines.has(configuration.engine)
    for (const stored of all) if (!canRun(stored)) this.#leaveAlone(withoutEngine(stored))
    const machines = all.filter(canRun).map((stored) => ({ machine: this.#add(stored), stored }))
    await inTurns(machines, recoveredAtOnce, async ({ machine, stored }) => {
      if (!this.#services.isWritable() || !needsRecovery(stored)) return machine.show()
      await machine.recover()
      this.#announce(machine.id)
    })
  }

  /** What is put off while nothing can be written: brings to an end what earlier hosts left. Throws STORAGE_FAILED. */
  async recover(): Promise<void> {
    const waiting = [...this.#machines.values()]
    await this.load()
    for (const machine of waiting) {
      await machine.recover()
      this.#announce(machine.id)
    }
  }

  /** A machine whose folder is no longer there. */
  remove(id: string): void {
    this.#machines.delete(id)
    this.#unusable.delete(id)
    this.#services.publish({ type: 'machineRemoved', machineId: id })
  }

  /** Removes what was set aside in machines' folders long enough ago. */
  async removeExpired(): Promise<void> {
    for (const machine of this.#machines.values()) await machine.removeExpired()
  }

  /** What is wrong with the machines' files. */
  async examine(): Promise<Finding[]> {
    const findings = examineUnusable(this.#unusable.values())
    for (const machine of this.#machines.values()) findings.push(...(await machine.examine()))
    return findings
  }

  /** The machines that write to disks now, or could. */
  spaceUsers(): SpaceUser[] {
    return [...this.#machines.values()]
      .filter(({ state }) => isPoweredOn(state))
      .map((machine) => ({
        id: machine.id,
        files: [
          machine.folder,
          ...machine.configuration.drives.flatMap((drive) => ('path' in drive ? drive.path : [])),
        ],
        pause: (facts) => machine.pauseFor('PAUSED_FOR_SPACE', facts),
      }))
  }

  /** The machines that take memory now. */
  memoryUsers(): PausableUser[] {
    return [...this.#machines.values()]
      .filter(({ state }) => isPoweredOn(state))
      .map((machine) => ({
        id: machine.id,
        isRunning: machine.state !== 'Paused',
        memory: machine.configuration.memory,
        resident: (this.#services.metrics.latest(machine.id)?.resident ?? 0) / 2 ** 20,
        pause: (facts) => machine.pauseFor('PAUSED_FOR_MEMORY', facts),
      }))
  }

  /** Throws INTERNAL where no new work is accepted. */
  requireOpen(): void {
    if (this.#closing) throw new ViridianError('INTERNAL', { detail: 'the host is closing' })
  }

  /**
   * Accepts no new work, lets what is under way come to its end, and saves or turns off what is on, as each machine's settings
   * say. Rejects with an AggregateError of what could not be turned off.
   */
  async close(underWay: () => Promise<void>): Promise<void> {
    this.#closing = true
    this.automaticStart.close()
    this.#recovery.close()
    this.guestTalks.close()
    await underWay()
    await new AutomaticStop(this.#services.events, this.guestTalks).stop([...this.#machines.values()])
  }

  #leaveAlone(machine: UnusableMachine): void {
    this.#unusable.set(machine.id, machine)
    this.#services.publish({ type: 'machine', machine: show(machine) })
  }

  #add(stored: StoredMachine): VirtualMachine {
    const { store, templates, warmStates, engines } = this.#services
    const marker = new RunningMarker(stored.folder, stored.configuration.id, this.#services.processKey)
    const machine = new VirtualMachine(stored, marker, {
      ...this.#services,
      engine: engines.engine(stored.configuration.engine),
      prepare: async (configuration) => {
        // A start that waited for its turn may get it only now that the host closes.
        this.requireOpen()
        const services = { ...this.#services, budget: this.#budget }
        return prepareStart(configuration, services, this.#connections, ({ at, path: disc }) => {
          this.#services.events.add('DISC_NEEDS_EFI', machine, { at, path: disc })
        })
      },
      requireMemoryToGoOn: (id) => this.#budget.requireToGoOn(id),
      findWarmState: (configuration, drives) => warmStates.find(configuration, drives),
      findMedium: (media, at) => findMedium(media, at, templates),
      save: (folder, configuration, options) => store.save(folder, configuration, options),
      others: (id) => this.diskUsers.all(id),
      waitsToStart: (id) => this.automaticStart.isWaiting(id),
      started: () => void this.#guestNaming.begin(machine),
      wentOn: () => void this.#guestTime.begin(machine),
      faulted: () => void this.#recovery.recover(machine),
    })
    this.#machines.set(machine.id, machine)
    return machine
  }

  #announce(id: string): void {
    const machine = this.#machines.get(id)
    if (machine !== undefined) this.#services.publish({ type: 'machine', machine: machine.value })
  }
}

/** A machine that cannot be used, as the consoles list it: what is unknown is empty or zero. */
function show({ id, name, folder, createdAt, problem, configuration }: UnusableMachine): Machine {
  const known =
    configuration === null
      ? { notes: '', engine: '', ...unknownHardware, ...newMachine }
      : { ...newMachine, ...describeConfiguration(configuration) }
  return { ...known, id, name, state: 'Off', folder, createdAt, problem, fault: null }
}
