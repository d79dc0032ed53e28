import os from 'node:os'
import type { ProcessLauncher } from '#electron/engines/launcher.ts'
import type { EngineRegistry } from '#electron/engines/registry.ts'
import type { Finding } from '#shared/finding.ts'
import { ViridianError } from '#shared/errors.ts'
import { protocolVersion, type HostInfo, type Snapshot, type WatchMessage } from '#shared/host.ts'
import type { Job } from '#shared/job.ts'
import { asKnownError } from '#shared/messages/index.ts'
import { version } from '#shared/version.ts'
import { Access } from './access.ts'
import { AccessKeys } from './access-keys/access-keys.ts'
import { examineHost } from './doctor/examine-host.ts'
import { examinePrivateRecords } from './doctor/examine-private-records.ts'
import { examineSettings } from './doctor/examine-settings.ts'
import { DataFolder } from './data-folder.ts'
import { EventHub } from './event-hub.ts'
import { EventLog } from './event-log.ts'
import { templatesFolder } from './home.ts'
import type { Host } from './host.ts'
import type { HostClock, TimeSource } from './host-clock.ts'
import { HostDisks } from './host-disks.ts'
import { openRecords, unusableRecords, type Records } from './host-records.ts'
import type { JobHistory } from './jobs/job-history.ts'
import { JobRegistry } from './jobs/job-registry.ts'
import { LeftAlone } from './left-alone.ts'
import { lockFile } from './lock.ts'
import { MachineCommands } from './machine-commands.ts'
import { MachineStore, oneRoot } from './machine-store.ts'
import { systemMemory, type HostMemory } from './memory.ts'
import { MemoryWatch } from './memory-watch.ts'
import { Metrics } from './metrics.ts'
import type { KeptPreferences } from './preferences.ts'
import { replaceOwnKey, sessionKey } from './own-key.ts'
import { KeptTemplates } from './own-templates.ts'
import { requirePermitted } from './permissions.ts'
import type { Principal } from './principal.ts'
import { RemoteHosts } from './remote-hosts/remote-hosts.ts'
import { noDialer, type RemoteDialer } from './remote-hosts/remote-dialer.ts'
import { repeatedly } from './repeatedly.ts'
import { FileSearch } from './settings/file-search.ts'
import { HostFolders } from './settings/host-folders.ts'
import { HostSettingsKeeper } from './settings/host-settings.ts'
import type { SettingsFile } from './settings/settings-file.ts'
import type { Call } from './restricted-calls.ts'
import { memoryUsers, spaceUsers } from './resource-users.ts'
import { SpaceWatch } from './space-watch.ts'
import { TemplateDisks } from './template-disks.ts'
import { WarmStates } from './warm-state.ts'
import { MachineTransfers } from './transfer/machine-transfers.ts'
import { removeUnfinishedExport } from './transfer/unfinished-export.ts'
import { Templates } from './templates.ts'
import { Trash } from './trash.ts'
import { knownFacts } from './unexpected.ts'
import { volumeOf, type VolumeOf } from './volumes.ts'

export interface LocalHostOptions {
  readonly home: string
  readonly engines: EngineRegistry
  readonly launcher: ProcessLauncher
  /** The built entry of a job's process. */
  readonly jobProcess: string
  /** Folder of the templates' discs and disks. */
  readonly guests: string
  readonly memory?: HostMemory
  readonly volumeOf?: VolumeOf
  readonly time?: TimeSource
  readonly dialer?: RemoteDialer
}

/** How often it is looked what has been kept long enough, milliseconds. */
const cleaningInterval = 3_600_000

/** How often it is looked how much room is left, milliseconds. */
const spaceInterval = 5000

/** The same for memory, which a guest takes faster than room. */
const memoryInterval = 1000

/** The host in this process. */
export class LocalHost implements Host {
  readonly access: Access
  readonly machines: MachineCommands
  readonly trash: Trash
  readonly transfers: MachineTransfers
  readonly disks: HostDisks
  readonly settings: HostSettingsKeeper
  readonly preferences: KeptPreferences
  readonly remoteHosts: RemoteHosts
  readonly jobs: JobRegistry
  readonly closed: Promise<void>
  readonly events: EventLog
  readonly #hub: EventHub
  readonly #metrics: Metrics
  readonly #history: JobHistory
  readonly #spaceWatch: SpaceWatch
  readonly #memoryWatch: MemoryWatch
  readonly #settingsFile: SettingsFile
  readonly #privateRecords: Pick<Records, 'accessKeys' | 'remoteHosts'>
  readonly #store: MachineStore
  readonly #clock: HostClock
  readonly #leftAlone: LeftAlone
  readonly #watching = new AbortController()
  #cleaningTimer: NodeJS.Timeout | undefined
  readonly templates: KeptTemplates
  readonly #readyMade: Templates
  readonly #folder: DataFolder
  readonly #info: Omit<HostInfo, 'restriction'>
  readonly #programFiles: readonly string[]
  #setClosed: () => void = () => undefined
  #closing: Promise<void> | null = null
  #lifting: Promise<void> | null = null

  private constructor(options: LocalHostOptions, folder: DataFolder, records: Records) {
    const { home, engines, launcher, jobProcess, guests, memory = systemMemory } = options
    this.#folder = folder
    const isWritable = () => folder.restriction === null
    this.preferences = records.preferences
    this.#programFiles = [...engines.all.flatMap(({ files }) => files), jobProcess]
    this.closed = new Promise((resolve) => (this.#setClosed = resolve))
    this.#info = {
      id: records.id,
      name: os.hostname(),
      version,
      protocol: protocolVersion,
      pid: process.pid,
      home,
      platform: process.platform,
      processors: os.availableParallelism(),
      totalMemory: memory.total(),
      engines: engines.all.map(({ id, name, capabilities }) => ({ id, name, capabilities })),
      startedAt: new Date().toISOString(),
    }
    this.#readyMade = new Templates(guests)
    this.#hub = new EventHub(() => this.#snapshot())
    this.#metrics = new Metrics((samples) => this.#hub.publish({ type: 'samples', samples }))
    this.events = new EventLog(records.events, (event) => this.#hub.publish({ type: 'event', event }))
    this.access = new Access(
      () => this.events.add('BROWSER_SIGNED_IN', null),
      records.pages,
      new AccessKeys(records.accessKeys, this.events, () => records.clock.now()),
    )
    this.remoteHosts = new RemoteHosts({
      own: this.#info,
      record: records.remoteHosts,
      dialer: options.dialer ?? noDialer,
      events: this.events,
      publish: (remoteHosts) => this.#hub.publish({ type: 'remoteHosts', remoteHosts }),
    })
    this.jobs = new JobRegistry({
      launcher,
      jobProcess,
      history: records.history,
      publish: (job) => this.#hub.publish({ type: 'job', job }),
      failed: (job) => this.#jobFailed(job),
    })
    this.#history = records.history
    this.#settingsFile = records.settings
    this.#privateRecords = records
    this.#clock = records.clock
    this.#leftAlone = new LeftAlone(this.events)
    const folders = new HostFolders(home, records.settings.found)
    const store = new MachineStore(folders, isWritable)
    this.#store = store
    this.trash = new Trash({
      folders,
      store,
      clock: this.#clock,
      leftAlone: this.#leftAlone,
      publish: (trash) => this.#hub.publish({ type: 'trash', trash }),
    })
    this.machines = new MachineCommands({
      jobs: this.jobs,
      engines,
      memory,
      templates: this.#readyMade,
      requireOutsideTemplates: (file) => this.templates.requireOutside(file),
      templateDisks: new TemplateDisks(home),
      warmStates: new WarmStates(this.#readyMade, home, engines.statesOf),
      store,
      trash: this.trash,
      metrics: this.#metrics,
      clock: this.#clock,
      events: this.events,
      search: new FileSearch(folders),
      isWritable,
      processKey: records.processKey,
      disksFolders: () => folders.disksFolders,
      keepFolder: (folder, field) => this.settings.keepFolder(folder, field),
      publish: (change) => this.#hub.publish(change),
    })
    this.settings = new HostSettingsKeeper({
      file: records.settings,
      folders,
      store,
      machines: this.machines.collection,
      registry: this.machines.registry,
      trash: this.trash,
      events: this.events,
      publish: (change) => this.#hub.publish(change),
    })
    this.transfers = new MachineTransfers({
      machines: this.machines.collection,
      registry: this.machines.registry,
      jobs: this.jobs,
      store,
      templates: this.#readyMade,
      events: this.events,
      engines,
    })
    this.templates = new KeptTemplates({
      store: new MachineStore(oneRoot(templatesFolder(home)), isWritable),
      folder: templatesFolder(home),
      leftAlone: this.#leftAlone,
      machineStore: store,
      diskUsers: this.machines.diskUsers,
      machines: this.machines.collection,
      registry: this.machines.registry,
      readyMade: this.#readyMade,
      jobs: this.jobs,
      events: this.events,
      keepFolder: (folder, field) => this.settings.keepFolder(folder, field),
      memory,
      engines,
      publish: (ownTemplates) => this.#hub.publish({ type: 'ownTemplates', ownTemplates }),
    })
    this.disks = new HostDisks(
      home,
      this.jobs,
      () => this.machines.registry.configurations(),
      (file) => this.templates.requireOutside(file),
    )
    this.#spaceWatch = new SpaceWatch({
      home,
      events: this.events,
      machinesOn: () => spaceUsers(this.machines.registry.machines),
      volumeOf: options.volumeOf ?? volumeOf,
    })
    this.#memoryWatch = new MemoryWatch({
      memory,
      events: this.events,
      machinesOn: () => memoryUsers(this.machines.registry.machines, this.#metrics),
    })
  }

  /** Throws `HostInUse`, or STORAGE_FAILED. */
  static async open(options: LocalHostOptions): Promise<LocalHost> {
    const folder = await DataFolder.open(options.home)
    try {
      const { home } = options
      const isWritable = folder.restriction === null
      const records = await openRecords(home, { isWritable, time: options.time })
      const host = new LocalHost(options, folder, records)
      host.events.add('HOST_STARTED', null, { version })
      if (folder.restriction !== null) host.events.add('HOST_READ_ONLY', null, { path: home, ...folder.restriction })
      if (folder.setAside !== null) {
        host.events.add('PLACE_CLEARED', null, { path: lockFile(home), to: folder.setAside })
      }
      for (const { code, file, detail } of unusableRecords(records)) host.events.add(code, null, { file, detail })
      for (const job of records.history.interrupted) {
        if (isWritable && job.kind === 'exportMachine') await removeUnfinishedExport(job.path)
        host.#jobFailed(job)
      }
      await Promise.all([
        host.machines.collection.load(),
        host.templates.load(),
        host.trash.look({ isWritable }),
        host.#readyMade.refresh(),
      ])
      for (const [path, detail] of host.#store.unreachable) {
        host.events.add('FOLDER_NOT_REACHABLE', null, { path, detail })
      }
      if (isWritable) await host.#begin()
      return host
    } catch (error) {
      await folder.release()
      throw error
    }
  }

  /** What a host does that may write. */
  async #begin(): Promise<void> {
    await this.#clock.save()
    await this.machines.collection.startAutomatically()
    await this.#store.keepReserves()
    repeatedly('The room on the disks', spaceInterval, this.#watching.signal, () => this.#spaceWatch.check())
    repeatedly('The memory', memoryInterval, this.#watching.signal, () => this.#memoryWatch.check())
    this.#clean()
  }

  get info(): HostInfo {
    return { ...this.#info, restriction: this.#folder.restriction }
  }

  async admit<T>(principal: Principal, call: Call, work: () => Promise<T>): Promise<T> {
    requirePermitted(principal, call)
    if (this.#folder.restriction === null && this.#lifting === null) return await work()
    await this.#lift()
    this.#folder.requireAllowed(call)
    const answer = await work()
    await this.#lift()
    return answer
  }

  /** Goes on without restriction where there is room again. */
  #lift(): Promise<void> {
    return (this.#lifting ??= this.#liftAlone().finally(() => (this.#lifting = null)))
  }

  async #liftAlone(): Promise<void> {
    if (this.#closing !== null || !(await this.#folder.tryAgain())) return
    await Promise.all([this.machines.collection.recover(), this.trash.look()])
    await this.#begin()
    this.#hub.publish({ type: 'host', host: this.info })
  }

  async signOutPages(): Promise<void> {
    this.access.signOutPages(await replaceOwnKey(this.#info.home, sessionKey))
    this.events.add('BROWSERS_SIGNED_OUT', null)
  }

  /** How many watch at present. */
  get watcherCount(): number {
    return this.#hub.watcherCount
  }

  async examine(): Promise<Finding[]> {
    await this.#readyMade.refresh()
    return [
      ...(await examineHost(this.info.home, this.#programFiles, this.#readyMade.list)),
      ...examinePrivateRecords(this.#privateRecords),
      ...examineSettings(this.#settingsFile, this.settings.value, this.#store.unreachable),
      ...(await this.machines.collection.examine()),
      ...(await this.templates.examine()),
      ...this.#leftAlone.examine(),
    ]
  }

  watch(signal: AbortSignal): AsyncIterableIterator<WatchMessage> {
    return this.#hub.watch(signal, () => this.#readyMade.refresh())
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close())
  }

  async #close(): Promise<void> {
    // Nothing is awaited that need not be: calls that come from now on are refused.
    if (this.#lifting !== null) await this.#lifting.catch(() => undefined)
    clearInterval(this.#cleaningTimer)
    this.#watching.abort()
    try {
      await Promise.all([this.machines.close(), this.jobs.close()])
    } finally {
      this.events.add('HOST_CLOSED', null)
      this.#hub.close()
      const saved = this.#folder.restriction === null ? this.#clock.save() : null
      const settled = [this.events.settled(), this.#history.settled(), this.access.keys.settled()]
      await Promise.all([...settled, this.#store.close(), saved])
      await this.#folder.release().finally(this.#setClosed)
    }
  }

  /** Removes what has been kept long enough. */
  #clean(): void {
    const clean = async () => {
      await Promise.all([this.trash.removeExpired(), this.machines.collection.removeExpired()])
      await this.#clock.save()
    }
    this.#cleaningTimer = setInterval(() => void clean(), cleaningInterval).unref()
  }

  #jobFailed({ kind, path, machineId, machineName, error }: Job): void {
    const machine = machineId === null ? null : { id: machineId, name: machineName ?? '' }
    const known = asKnownError(error)
    const cause = known === null ? {} : knownFacts(new ViridianError(known.code, known.facts))
    this.events.add('JOB_FAILED', machine, { ...cause, job: kind, file: path })
  }

  #snapshot(): Snapshot {
    return {
      host: this.info,
      settings: this.settings.value,
      preferences: this.preferences.values,
      machines: this.machines.registry.list(),
      metrics: this.machines.registry.machines.map(({ id }) => this.#metrics.of(id)),
      templates: this.#readyMade.list,
      ownTemplates: this.templates.list,
      jobs: this.jobs.recent,
      trash: this.trash.entries,
      remoteHosts: this.remoteHosts.list,
      events: this.events.events,
    }
  }
}
