import os from 'node:os'
import type { Engine } from '#electron/engines/engine.ts'
import type { ProcessLauncher } from '#electron/engines/launcher.ts'
import { protocolVersion, type HostInfo, type Snapshot, type WatchMessage } from '#shared/host.ts'
import { version } from '#shared/version.ts'
import { Access } from './access.ts'
import { EventHub } from './event-hub.ts'
import { EventLog } from './event-log.ts'
import { machinesFolder, prepareHome } from './home.ts'
import type { Host } from './host.ts'
import { HostDisks } from './host-disks.ts'
import { JobRegistry } from './jobs/job-registry.ts'
import { acquireLock, type Lock } from './lock.ts'
import { MachineCollection } from './machine-collection.ts'
import { MachineStore } from './machine-store.ts'
import { maximumGuestMemory, systemMemory, type HostMemory } from './memory.ts'
import { Metrics } from './metrics.ts'
import { storing } from './storage-failure.ts'
import { TemplateDisks } from './template-disks.ts'
import { MachineTransfers } from './transfer/machine-transfers.ts'
import { Templates } from './templates.ts'

export interface LocalHostOptions {
  readonly home: string
  readonly engine: Engine
  readonly launcher: ProcessLauncher
  /** The built entry of a job's process. */
  readonly jobProcess: string
  /** Folder of the templates' discs and disks. */
  readonly guests: string
  readonly memory?: HostMemory
}

/** The host in this process. */
export class LocalHost implements Host {
  readonly info: HostInfo
  readonly access = new Access()
  readonly machines: MachineCollection
  readonly transfers: MachineTransfers
  readonly disks: HostDisks
  readonly jobs: JobRegistry
  readonly closed: Promise<void>
  readonly #hub: EventHub
  readonly #events: EventLog
  readonly #templates: Templates
  readonly #lock: Lock
  #setClosed: () => void = () => undefined
  #closing: Promise<void> | null = null

  private constructor(options: LocalHostOptions, lock: Lock) {
    const { home, engine, launcher, jobProcess, guests, memory = systemMemory } = options
    this.#lock = lock
    this.closed = new Promise((resolve) => (this.#setClosed = resolve))
    this.info = {
      name: os.hostname(),
      version,
      protocol: protocolVersion,
      pid: process.pid,
      home,
      platform: process.platform,
      processors: os.availableParallelism(),
      totalMemory: memory.total(),
      maximumGuestMemory: maximumGuestMemory(memory, engine.memory.maximum),
      startedAt: new Date().toISOString(),
    }
    this.#templates = new Templates(guests)
    this.#hub = new EventHub(() => this.#snapshot())
    this.#events = new EventLog((event) => this.#hub.publish({ type: 'event', event }))
    const store = new MachineStore(machinesFolder(home))
    this.machines = new MachineCollection({
      engine,
      memory,
      templates: this.#templates,
      templateDisks: new TemplateDisks(home),
      store,
      metrics: new Metrics(),
      events: this.#events,
      publish: (change) => this.#hub.publish(change),
    })
    this.jobs = new JobRegistry({
      launcher,
      jobProcess,
      publish: (job) => this.#hub.publish({ type: 'job', job }),
    })
    this.transfers = new MachineTransfers({
      machines: this.machines,
      jobs: this.jobs,
      store,
      templates: this.#templates,
    })
    this.disks = new HostDisks(home, this.jobs, () => this.machines.configurations())
  }

  /** Throws `HostInUse`, or STORAGE_FAILED. */
  static async open(options: LocalHostOptions): Promise<LocalHost> {
    await prepareHome(options.home)
    const lock = await storing(options.home, () => acquireLock(options.home))
    try {
      const host = new LocalHost(options, lock)
      await Promise.all([host.machines.load(), host.#templates.refresh()])
      return host
    } catch (error) {
      await lock.release()
      throw error
    }
  }

  /** How many watch at present. */
  get watcherCount(): number {
    return this.#hub.watcherCount
  }

  watch(signal: AbortSignal): AsyncIterableIterator<WatchMessage> {
    return this.#hub.watch(signal, () => this.#templates.refresh())
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close())
  }

  async #close(): Promise<void> {
    try {
      await Promise.all([this.machines.close(), this.jobs.close()])
    } finally {
      this.#hub.close()
      await this.#lock.release().finally(this.#setClosed)
    }
  }

  #snapshot(): Snapshot {
    return {
      host: this.info,
      machines: this.machines.list(),
      metrics: this.machines.metrics(),
      templates: this.#templates.list,
      jobs: this.jobs.jobs,
      events: this.#events.events,
    }
  }
}
