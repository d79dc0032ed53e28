import type { DrivePosition, DvdMedia, MediaPosition } from '#shared/drive.ts'
import type { Typed } from '#shared/keyboard.ts'
import type { ConfigureMachine, CreateMachine, Machine } from '#shared/machine.ts'
import { inability } from '#shared/objections.ts'
import { defaultShutDownTime, type UndoAction } from '#shared/machine-settings.ts'
import type { Despite } from '#shared/snapshot.ts'
import type { DeleteMachine } from '#shared/trash.ts'
import type { PoweredOnMachine, ScreenImage } from '#electron/engines/engine.ts'
import { changeBetween, configured } from './configured.ts'
import { DiskConnections, type ConnectionServices } from './disk-connections.ts'
import { DriveChanges } from './drive-changes.ts'
import type { NewDrive } from './drives.ts'
import { GuestShutdowns } from './guest-shutdown.ts'
import type { Machines, SnapshotTexts } from './host.ts'
import type { JobRegistry } from './jobs/job-registry.ts'
import { MachineCollection, type CollectionServices } from './machine-collection.ts'
import { MachineCreation, type CreationServices } from './machine-creation.ts'
import type { AutomaticStart } from './automatic-start.ts'
import { DiskUsers, type DiskUserServices } from './disk-users.ts'
import { MachineFactory, type FactoryServices } from './machine-factory.ts'
import { MachineRegistry } from './machine-registry.ts'
import { MachineDeletion, type DeletionServices } from './machine-deletion.ts'
import { requirePossible } from './memory.ts'
import { applySnapshotAsJob, revertAsJob, takeSnapshotAsJob } from './snapshots/snapshot-jobs.ts'
import type { VirtualMachine } from './virtual-machine.ts'

export interface CommandServices
  extends CollectionServices, FactoryServices, ConnectionServices, CreationServices, DiskUserServices {
  readonly trash: DeletionServices['trash']
  readonly jobs: JobRegistry
}

const intoTrash: DeleteMachine = { disks: 'delete', permanently: false }

/** What clients ask of the machines of a host: finds the one a command is for, and who carries it out. */
export class MachineCommands implements Machines {
  readonly registry: MachineRegistry
  readonly collection: MachineCollection
  readonly diskUsers: DiskUsers
  readonly #services: CommandServices
  readonly #automaticStart: AutomaticStart
  readonly #creation: MachineCreation
  readonly #deletion: MachineDeletion
  readonly #drives: DriveChanges
  readonly #shutdowns: GuestShutdowns

  constructor(services: CommandServices) {
    this.#services = services
    const connections = new DiskConnections(services)
    this.registry = new MachineRegistry(services.publish)
    this.diskUsers = new DiskUsers(services, () => this.registry.configurations())
    const factory = new MachineFactory(services, this.registry, connections, this.diskUsers)
    this.#automaticStart = factory.automaticStart
    this.collection = new MachineCollection(services, this.registry, factory)
    const { registry, collection, diskUsers } = this
    this.#creation = new MachineCreation(services, registry, collection, connections)
    const { automaticStart } = factory
    this.#deletion = new MachineDeletion({ ...services, registry, collection, diskUsers, automaticStart })
    this.#drives = new DriveChanges(registry, connections, services.templates)
    this.#shutdowns = new GuestShutdowns(services.jobs, services.events, factory.guestTalks)
  }

  list(): Machine[] {
    return this.registry.list()
  }

  create(options: CreateMachine): Promise<Machine> {
    return this.#creation.create(options)
  }

  async configure(id: string, changes: ConfigureMachine): Promise<void> {
    const machine = this.#find(id)
    const change = async () => {
      const { memory, engines } = this.#services
      if (changes.memory !== undefined) {
        const { configuration } = machine
        requirePossible(memory, { ...configuration, memory: changes.memory }, engines.engine(configuration.engine))
      }
      const kind = changeBetween(machine.configuration, changes)
      await machine.change(kind, (now) => Promise.resolve(configured(now, changes)))
    }
    await (changes.name === undefined ? change() : this.registry.names.claim(changes.name, id, change))
  }

  async start(id: string, { bootMenu = false }: { bootMenu?: boolean | undefined } = {}): Promise<void> {
    this.registry.requireOpen()
    this.#automaticStart.cancel(id)
    await this.#find(id).start({ bootMenu })
  }

  async save(id: string): Promise<void> {
    await this.#find(id).save()
  }

  async deleteSavedState(id: string): Promise<void> {
    await this.#find(id).deleteSavedState()
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

  shutDown(id: string, seconds = defaultShutDownTime): string {
    return this.#shutdowns.begin(this.#find(id), seconds)
  }

  async turnOff(id: string): Promise<void> {
    await this.#find(id).turnOff()
  }

  async delete(id: string, how: DeleteMachine = intoTrash): Promise<void> {
    await this.#deletion.delete(id, how)
  }

  restore(trashId: string): Promise<Machine> {
    return this.#deletion.restore(trashId)
  }

  async takeSnapshot(id: string, texts: SnapshotTexts): Promise<string> {
    return takeSnapshotAsJob(this.#services.jobs, this.#find(id), texts)
  }

  async applySnapshot(id: string, snapshotId: string, despite?: Despite): Promise<void> {
    await applySnapshotAsJob(this.#services.jobs, this.#find(id), snapshotId, despite)
  }

  async revert(id: string, despite?: Despite): Promise<void> {
    await revertAsJob(this.#services.jobs, this.#find(id), despite)
  }

  async changeSnapshot(id: string, snapshotId: string, texts: SnapshotTexts): Promise<void> {
    await this.#find(id).changeSnapshot(snapshotId, texts)
  }

  async deleteSnapshot(id: string, snapshotId: string, options: { subtree: boolean }): Promise<void> {
    await this.#find(id).deleteSnapshot(snapshotId, options)
  }

  async snapshotImage(id: string, snapshotId: string): Promise<ScreenImage> {
    return this.#find(id).snapshotImage(snapshotId)
  }

  async setUndoDisks(id: string, settings: { enabled: boolean; whenOff: UndoAction }): Promise<void> {
    await this.#find(id).setUndoDisks(settings)
  }

  async commitUndoDisks(id: string): Promise<void> {
    await this.#find(id).commitUndoDisks()
  }

  async discardUndoDisks(id: string): Promise<void> {
    await this.#find(id).discardUndoDisks()
  }

  attachDrive(id: string, drive: NewDrive, at?: DrivePosition): Promise<DrivePosition> {
    return this.#drives.attach(id, drive, at)
  }

  replaceDrive(id: string, drive: NewDrive, at: DrivePosition): Promise<void> {
    return this.#drives.replace(id, drive, at)
  }

  detachDrive(id: string, at: DrivePosition): Promise<void> {
    return this.#drives.detach(id, at)
  }

  insertMedia(id: string, media: DvdMedia, at?: MediaPosition): Promise<MediaPosition> {
    return this.#drives.insert(id, media, at)
  }

  ejectMedia(id: string, at?: MediaPosition): Promise<MediaPosition> {
    return this.#drives.eject(id, at)
  }

  type(id: string, typed: Typed): Promise<void> {
    return this.#find(id).type((machine) => machine.type(typed))
  }

  secureAttention(id: string): Promise<void> {
    return this.#find(id).type((machine) => machine.secureAttention())
  }

  async screenText(id: string): Promise<string[]> {
    const { name, configuration } = this.#find(id)
    const refusal = inability(name, this.#services.engines.engine(configuration.engine), 'screenText')
    if (refusal !== null) throw refusal
    return this.#connect(id, (machine) => machine.screenText())
  }

  async screenImage(id: string): Promise<ScreenImage> {
    return this.#find(id).screenImage()
  }

  openChannel(id: string, kind: Parameters<PoweredOnMachine['openChannel']>[0]): ReturnType<Machines['openChannel']> {
    return this.#connect(id, (machine) => machine.openChannel(kind))
  }

  openVnc(id: string, options: { password: boolean }): ReturnType<PoweredOnMachine['openVnc']> {
    return this.#connect(id, (machine) => machine.openVnc(options))
  }

  /** As the collection closes, once the machines are there that are being made. */
  close(): Promise<void> {
    return this.collection.close(() => this.#creation.settled())
  }

  #find(id: string): VirtualMachine {
    return this.registry.machine(id)
  }

  async #connect<T>(id: string, use: (machine: PoweredOnMachine) => Promise<T>): Promise<T> {
    return this.#find(id).connect(use)
  }
}
