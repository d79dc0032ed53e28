import { existsSync } from 'node:fs'
import path from 'node:path'
import { ViridianError } from '#shared/errors.ts'
import { firstDiskPosition, type DrivePosition, type DvdMedia, type MediaPosition } from '#shared/drive.ts'
import type { Finding } from '#shared/finding.ts'
import type { Change } from '#shared/host.ts'
import type { Typed } from '#shared/keyboard.ts'
import {
  newMachine,
  type ConfigureMachine,
  type CreateMachine,
  type Machine,
  type MachineMetrics,
} from '#shared/machine.ts'
import { defaultShutDownTime, type UndoAction } from '#shared/machine-settings.ts'
import type { Despite } from '#shared/snapshot.ts'
import type { DeleteMachine } from '#shared/trash.ts'
import { isPoweredOn } from '#shared/machine-state.ts'
import { usingDisks } from '#electron/disks/disk-failure.ts'
import type { EngineDrive, PoweredOnMachine, Progress, ScreenImage } from '#electron/engines/engine.ts'
import { AutomaticStart } from './automatic-start.ts'
import { AutomaticStop } from './automatic-stop.ts'
import { configured, needsMemoryChange } from './configured.ts'
import { found } from './doctor/found.ts'
import { machineWith, requireOutsideLayers, requireUnneeded, requireUsableDisk } from './disk-usage.ts'
import {
  disksOf,
  firstLoadedDrive,
  requireAbsolute,
  withDrive,
  withMedia,
  withoutDrive,
  type NewDrive,
} from './drives.ts'
import { asDiskUser, disksIn, type DiskUser } from './disk-users.ts'
import { FaultRecovery } from './fault-recovery.ts'
import { uniqueName } from './folder-name.ts'
import { GuestNaming } from './guest-naming.ts'
import { GuestShutdowns } from './guest-shutdown.ts'
import { GuestTalks } from './guest-talks.ts'
import { GuestTime } from './guest-time.ts'
import type { Machines, SnapshotTexts } from './host.ts'
import type { JobRegistry } from './jobs/job-registry.ts'
import type { MachineConfiguration } from './machine-configuration.ts'
import type { MachineStore, StoredMachine, UnusableMachine } from './machine-store.ts'
import { driveFor, findMedium, requireFloppy, resolveDisc } from './media.ts'
import { MachineNames } from './machine-names.ts'
import { requireAvailable, requirePossible } from './memory.ts'
import type { Metrics } from './metrics.ts'
import { newConfiguration, planMachine, type PlanServices } from './new-machine.ts'
import type { SpaceUser } from './space-watch.ts'
import { reconnectParents, type Reconnection } from './reconnect-parents.ts'
import type { FileSearch } from './settings/file-search.ts'
import { RunningMarker } from './running-marker.ts'
import { adoptStates } from './snapshots/states.ts'
import { withUndoSettings } from './snapshots/undo-disks.ts'
import type { Trash } from './trash.ts'
import type { MachineServices } from './machine/machine-services.ts'
import { VirtualMachine } from './virtual-machine.ts'
import { withWarmState } from './warm-state.ts'

export interface CollectionServices
  extends
    Omit<
      MachineServices,
      'prepare' | 'findMedium' | 'save' | 'others' | 'waitsToStart' | 'started' | 'wentOn' | 'faulted'
    >,
    PlanServices {
  readonly store: MachineStore
  readonly trash: Trash
  /** The folders that hold disks no machine has. */
  readonly disksFolders: () => readonly string[]
  readonly metrics: Metrics
  readonly jobs: JobRegistry
  readonly search: FileSearch
  /** A folder of the user's choice for a new machine, as it is kept; the host finds machines in it from now on. */
  readonly keepFolder: (folder: string, field: string) => Promise<string>
  readonly publish: (change: Change) => void
  /** Throws DISK_OF_TEMPLATE for a disk that nobody may write to. */
  readonly requireOutsideTemplates: (file: string) => void
}

const intoTrash: DeleteMachine = { disks: 'delete', permanently: false }

/** The machines of a host: finds the one a command is for, makes new ones, and lets deleted ones go. */
export class MachineCollection implements Machines {
  readonly #services: CollectionServices
  readonly #machines = new Map<string, VirtualMachine>()
  readonly #unusable = new Map<string, UnusableMachine>()
  readonly #automaticStart = new AutomaticStart((id) => this.#announce(id))
  readonly names = new MachineNames(() => this.list())
  readonly #recovery: FaultRecovery
  readonly #guestTalks = new GuestTalks()
  readonly #guestTime = new GuestTime(this.#guestTalks)
  readonly #guestNaming: GuestNaming
  readonly #shutdowns: GuestShutdowns
  #creations: Promise<unknown> = Promise.resolve()
  #closing = false

  constructor(services: CollectionServices) {
    this.#services = services
    this.#guestNaming = new GuestNaming(services.events, this.#guestTalks)
    this.#shutdowns = new GuestShutdowns(services.jobs, services.events)
    this.#recovery = new FaultRecovery(services.events, (machine) => this.#restart(machine))
  }

  /** Finds the machines in these folders, without more words in all. Throws STORAGE_FAILED. */
  async load(roots?: readonly string[]): Promise<void> {
    const { usable, unusable } = await this.#services.store.load(roots, this.list())
    for (const stored of usable) await this.arrive(stored)
    for (const machine of unusable) {
      this.#unusable.set(machine.id, machine)
      this.#services.publish({ type: 'machine', machine: show(machine) })
    }
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
      this.#automaticStart.cancel(machine.id)
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
    await this.#automaticStart.begin([...this.#machines.values()])
  }

  list(): Machine[] {
    return [...[...this.#machines.values()].map((machine) => machine.value), ...[...this.#unusable.values()].map(show)]
  }

  /** Of every machine that can be on, in the order of `list`. */
  metrics(): MachineMetrics[] {
    return [...this.#machines.keys()].map((id) => this.#services.metrics.of(id))
  }

  /** One at a time: a name that two want at once is given to the first. */
  create(options: CreateMachine, how = { warm: false }): Promise<Machine> {
    const turn = this.#creations.then(() => this.#create(options, how))
    this.#creations = turn.catch(() => undefined)
    return turn
  }

  async configure(id: string, changes: ConfigureMachine): Promise<void> {
    const machine = this.#find(id)
    const change = async () => {
      const { memory, engine } = this.#services
      if (changes.memory !== undefined) requirePossible(memory, changes.memory, engine.memory.maximum)
      const kind = needsMemoryChange(machine.configuration, changes) ? 'changeMemory' : 'configure'
      await machine.change(kind, (now) => Promise.resolve(configured(now, changes)))
    }
    await (changes.name === undefined ? change() : this.names.claim(changes.name, id, change))
  }

  async start(id: string, { bootMenu = false }: { bootMenu?: boolean | undefined } = {}): Promise<void> {
    this.#requireOpen()
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
    const unusable = this.#unusable.get(id)
    await (unusable === undefined || how.disks === 'keep' ? this.#delete(id, how) : this.#deleteUnusable(unusable, how))
  }

  /** Which disks a machine has is not known where its configuration cannot be read: all that is in its folder goes. */
  async #deleteUnusable({ id, name, folder }: UnusableMachine, { permanently }: DeleteMachine): Promise<void> {
    const { trash, store, publish } = this.#services
    if (existsSync(folder)) {
      const present = this.configurations().map(asDiskUser)
      await requireUnneeded(name, folder, permanently ? await this.diskUsers() : present)
      if (permanently) await store.remove(folder)
      else await trash.putUnusable(folder, { id, name })
    }
    this.#unusable.delete(id)
    publish({ type: 'machineRemoved', machineId: id })
    await store.keepReserves()
  }

  async #delete(id: string, { disks, permanently }: DeleteMachine): Promise<void> {
    const { trash, store, publish } = this.#services
    let trashId: string | null = null
    const machine = this.#find(id)
    this.#automaticStart.cancel(id)
    await machine.delete(async () => {
      const { name, folder, configuration } = machine
      // Somebody has removed it already.
      if (!existsSync(folder)) return
      // What is in the trash finds there what it needs.
      const present = this.configurations().filter((other) => other.id !== id)
      await requireUnneeded(name, folder, permanently ? await this.diskUsers(id) : present.map(asDiskUser))
      // On a full volume, too: by renaming alone, and nothing is written first.
      if (permanently && disks === 'delete') await store.remove(folder)
      else trashId = await trash.put({ folder, configuration }, disks)
    })
    this.#machines.delete(id)
    publish({ type: 'machineRemoved', machineId: id })
    if (permanently && trashId !== null) await trash.remove(trashId)
    await store.keepReserves()
  }

  async restore(trashId: string): Promise<Machine> {
    this.#requireOpen()
    const { trash, publish } = this.#services
    const names = this.list().map(({ name }) => name)
    const name = uniqueName(trash.nameOf(trashId), names)
    return this.names.claim(name, null, async () => {
      const machine = this.#add(await trash.restore(trashId, name))
      await machine.recover()
      publish({ type: 'machine', machine: machine.value })
      return machine.value
    })
  }

  async takeSnapshot(id: string, texts: SnapshotTexts): Promise<string> {
    const machine = this.#find(id)
    let snapshotId = ''
    await this.#asJob('takeSnapshot', machine, async (progress) => {
      snapshotId = await machine.takeSnapshot(texts, progress)
    })
    return snapshotId
  }

  async applySnapshot(id: string, snapshotId: string, despite?: Despite): Promise<void> {
    const machine = this.#find(id)
    await this.#asJob('applySnapshot', machine, () => machine.applySnapshot(snapshotId, despite))
  }

  async revert(id: string, despite?: Despite): Promise<void> {
    const machine = this.#find(id)
    await this.#asJob('applySnapshot', machine, () => machine.revert(despite))
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
    await this.#find(id).change('changeUndoDisks', (now) => Promise.resolve(withUndoSettings(now, settings)))
  }

  async commitUndoDisks(id: string): Promise<void> {
    await this.#find(id).commitUndoDisks()
  }

  async discardUndoDisks(id: string): Promise<void> {
    await this.#find(id).discardUndoDisks()
  }

  async attachDrive(id: string, wanted: NewDrive, at?: DrivePosition): Promise<DrivePosition> {
    const machine = this.#find(id)
    const { search } = this.#services
    const drive = wanted.kind === 'disk' ? { ...wanted, path: search.locate(wanted.path) } : wanted
    let plugged: DrivePosition = firstDiskPosition
    await machine.change('changeDrives', async (now) => {
      const changed = withDrive(now, drive, at)
      if (drive.kind === 'disk') {
        if (machineWith(drive.path, [now]) !== null) {
          throw new ViridianError('DISK_ATTACHED', { path: drive.path, name: now.name })
        }
        this.#tellReconnected(machine, await this.#requireUsable(drive.path, 'drive.path'))
      }
      plugged = changed.at
      return changed.configuration
    })
    return plugged
  }

  async detachDrive(id: string, at: DrivePosition): Promise<void> {
    await this.#find(id).change('changeDrives', (now) => {
      const changed = withoutDrive(now, at)
      for (const drive of now.drives)
        if (drive.at === at && drive.kind === 'disk') requireOutsideLayers(drive.path, [now])
      return Promise.resolve(changed)
    })
  }

  async insertMedia(id: string, wanted: DvdMedia, at?: MediaPosition): Promise<MediaPosition> {
    const { templates } = this.#services
    const media = this.#located(wanted)
    let where: MediaPosition = 'floppy'
    await this.#find(id).change('changeMedia', async (now, machine) => {
      where = at ?? (await driveFor(media, now))
      const changed = withMedia(now, where, media)
      if (where === 'floppy' && changed.floppy !== null) await requireFloppy(changed.floppy)
      const image = where === 'floppy' ? changed.floppy : await resolveDisc(media, templates, { bootable: false })
      if (image === null) await machine?.ejectMedia(where)
      else await machine?.insertMedia(where, image)
      return changed
    })
    return where
  }

  async ejectMedia(id: string, at?: MediaPosition): Promise<MediaPosition> {
    let where: MediaPosition = 'floppy'
    await this.#find(id).change('changeMedia', async (now, machine) => {
      where = at ?? firstLoadedDrive(now)
      const changed = withMedia(now, where, { kind: 'none' })
      await machine?.ejectMedia(where)
      return changed
    })
    return where
  }

  type(id: string, typed: Typed): Promise<void> {
    return this.#find(id).type((machine) => machine.type(typed))
  }

  secureAttention(id: string): Promise<void> {
    return this.#find(id).type((machine) => machine.secureAttention())
  }

  screenText(id: string): Promise<string[]> {
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

  /** Accepts no new work and saves or turns off what is on, as each machine's settings say. Rejects with an AggregateError of what could not be turned off. */
  async close(): Promise<void> {
    this.#closing = true
    this.#automaticStart.close()
    this.#guestTalks.close()
    await this.#creations
    const automatic = new AutomaticStop(this.#services.events)
    const results = await Promise.allSettled([...this.#machines.values()].map((machine) => automatic.stop(machine)))
    const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []))
    if (failures.length > 0) throw new AggregateError(failures, 'Machines could not be turned off.')
  }

  async #create(options: CreateMachine, how: { readonly warm: boolean }): Promise<Machine> {
    this.#requireOpen()
    return this.names.claim(options.name, null, () => this.#createNamed(options, how))
  }

  async #createNamed(wanted: CreateMachine, { warm }: { readonly warm: boolean }): Promise<Machine> {
    const { store, search, templates } = this.#services
    const options = { ...wanted, dvd: this.#located(wanted.dvd) }
    let reconnected: Reconnection[] = []
    if (options.disk?.kind === 'existing') {
      options.disk = { ...options.disk, path: search.locate(options.disk.path) }
      reconnected = await this.#requireUsable(options.disk.path, 'disk.path')
    }
    if (options.floppy !== undefined) {
      options.floppy = search.locate(options.floppy)
      await requireFloppy(options.floppy, 'floppy')
    }
    const plan = await planMachine(options, this.#services)
    const { location } = options
    const root = location === undefined ? undefined : await this.#services.keepFolder(location, 'location')
    const fill = async (arriving: string, folder: string) => {
      await plan.disk?.make(arriving)
      const configuration = newConfiguration(options, plan, folder)
      return warm ? withWarmState(configuration, templates, arriving, folder) : configuration
    }
    const stored = await store.create(options.name, fill, root)
    await this.arrive(stored)
    const machine = this.#find(stored.configuration.id).value
    this.#services.events.add('MACHINE_CREATED', machine, { folder: machine.folder })
    this.#tellReconnected(machine, reconnected)
    return machine
  }

  /** Throws DISK_ATTACHED, DISK_FAILED, DISK_OF_TEMPLATE and INPUT_INVALID, with the `field` of the input. */
  async #requireUsable(file: string, field: string): Promise<Reconnection[]> {
    requireAbsolute(file, field)
    this.#services.requireOutsideTemplates(file)
    const reconnected = await reconnectParents(file, this.#services.search.places)
    await requireUsableDisk(file, this.configurations())
    return reconnected
  }

  #tellReconnected(machine: { readonly id: string; readonly name: string }, all: readonly Reconnection[]): void {
    for (const { path: disk, parent } of all) {
      this.#services.events.add('DISK_RECONNECTED', machine, { path: disk, parent })
    }
  }

  #located(media: DvdMedia): DvdMedia {
    return media.kind === 'image' ? { ...media, path: this.#services.search.locate(media.path) } : media
  }

  /** Finds the parents of a machine's disks; what its states know of the disks is as true as before. */
  async #findParents(machine: MachineConfiguration): Promise<void> {
    for (const disk of disksOf(machine)) {
      const reconnected = await reconnectParents(disk, this.#services.search.places)
      for (const { path: changed } of reconnected) await usingDisks(() => adoptStates(machine, changed))
      this.#tellReconnected(machine, reconnected)
    }
  }

  /** The machine itself, for work on its files. Throws MACHINE_NOT_FOUND and MACHINE_UNUSABLE. */
  machine(id: string): VirtualMachine {
    return this.#find(id)
  }

  /** A machine that was put into the store. */
  arrive(stored: StoredMachine): Promise<void> {
    const machine = this.#add(stored)
    return machine.recover().then(() => this.#services.publish({ type: 'machine', machine: machine.value }))
  }

  /** Removes what was set aside in machines' folders long enough ago. */
  async removeExpired(): Promise<void> {
    for (const machine of this.#machines.values()) await machine.removeExpired()
  }

  /** What is wrong with the machines' files. */
  async examine(): Promise<Finding[]> {
    const findings = [...this.#unusable.values()].map(({ name, problem: { file, detail } }) =>
      found('CONFIGURATION_UNUSABLE', { file, detail }, name),
    )
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
        pause: (facts) => machine.pauseForSpace(facts),
      }))
  }

  /** Work that takes more than a moment and must come to its end. Throws what it throws. */
  async #asJob(
    kind: 'takeSnapshot' | 'applySnapshot',
    { id, name, folder }: VirtualMachine,
    work: (progress: Progress) => Promise<void>,
  ): Promise<void> {
    const { jobs } = this.#services
    const description = { kind, path: folder, machine: { id, name }, cancellable: false }
    await jobs.result(jobs.carryOut(description, ({ progress }) => work(progress)))
  }

  configurations(): MachineConfiguration[] {
    return [...this.#machines.values()].map((machine) => machine.configuration)
  }

  /**
   * All that need disks, but the machine with this id. Those in the trash can be restored, and need their disks then; and
   * disks that were kept when their machine was deleted are their user's.
   */
  async diskUsers(except: string | null = null): Promise<DiskUser[]> {
    const { trash, disksFolders } = this.#services
    const machines = [...this.configurations(), ...(await trash.configurations())]
    const used = new Set(machines.flatMap((machine) => asDiskUser(machine).disks))
    const alone = (await disksIn(disksFolders())).filter((file) => !used.has(file))
    return [
      ...machines.filter(({ id }) => id !== except).map(asDiskUser),
      ...alone.map((file) => ({ name: file, disks: [file] })),
    ]
  }

  #add(stored: StoredMachine): VirtualMachine {
    const { store } = this.#services
    const marker = new RunningMarker(stored.folder, stored.configuration.id)
    const machine = new VirtualMachine(stored, marker, {
      ...this.#services,
      prepare: (configuration) => this.#prepare(configuration),
      findMedium: (media, at) => findMedium(media, at, this.#services.templates),
      save: (folder, configuration, options) => store.save(folder, configuration, options),
      others: (id) => this.diskUsers(id),
      waitsToStart: (id) => this.#automaticStart.isWaiting(id),
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

  async #prepare(machine: MachineConfiguration): Promise<EngineDrive[]> {
    const { memory: wanted, drives, floppy } = machine
    const { templates, memory, engine } = this.#services
    // A start that waited for its turn may get it only now that the host closes.
    this.#requireOpen()
    requireAvailable(memory, wanted, engine.memory.maximum)
    const bootable = drives.every(({ kind }) => kind === 'dvd') && floppy === null
    if (floppy !== null) await requireFloppy(floppy)
    await this.#findParents(machine)
    return Promise.all(
      drives.map(async (drive) =>
        drive.kind === 'disk'
          ? drive
          : { kind: 'dvd', at: drive.at, path: await resolveDisc(drive.media, templates, { bootable }) },
      ),
    )
  }

  /** After a fault; one without a snapshot has nothing to be reverted to. */
  async #restart(machine: VirtualMachine): Promise<void> {
    const { settings, currentSnapshot } = machine.configuration
    // There is nobody who could be asked.
    if (settings.recovery === 'revert' && currentSnapshot !== null) await this.revert(machine.id, 'mediaAsTheyAre')
    await this.start(machine.id)
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
    drives: [],
    floppy: null,
    ...newMachine,
    folder,
    createdAt,
    problem,
    fault: null,
  }
}
