import type { Duplex } from 'node:stream'
import type { ChannelKind } from '#shared/channel.ts'
import type { HostInfo, WatchMessage } from '#shared/host.ts'
import type { DiskFacts, DiskTask } from '#shared/disk.ts'
import type { DrivePosition, DvdMedia, MediaPosition } from '#shared/drive.ts'
import type { ConfigureHost, HostSettings } from '#shared/host-settings.ts'
import type { Finding } from '#shared/finding.ts'
import type { EventQuery, HostEvent } from '#shared/event.ts'
import type { Job } from '#shared/job.ts'
import type { Typed } from '#shared/keyboard.ts'
import type { ConfigureMachine, CreateMachine, Machine } from '#shared/machine.ts'
import type { CreateFromTemplate, CreateTemplate } from '#shared/own-template.ts'
import type { Despite } from '#shared/snapshot.ts'
import type { DeleteMachine } from '#shared/trash.ts'
import type { AddHost, ChangeHost, RemoteHost, RemoteStatus } from '#shared/remote-host.ts'
import type { UndoAction } from '#shared/machine-settings.ts'
import type { CloneMachine, ExportMachine, ImportFacts, ImportMachine } from '#shared/transfer.ts'
import type { ScreenImage } from '#electron/engines/engine.ts'
import type { ProcessLauncher } from '#electron/engines/launcher.ts'
import type { Access } from './access.ts'
import type { NewDrive } from './drives.ts'
import type { Principal } from './principal.ts'
import type { RemoteDialer, RemoteTarget } from './remote-hosts/remote-dialer.ts'
import type { Call } from './restricted-calls.ts'
import type { VolumeOf } from './volumes.ts'

export interface HostOptions {
  /** The data folder; created where it is missing. One host at a time owns it. */
  readonly home: string
  readonly launcher: ProcessLauncher
  readonly resources: HostResources
  /** How much room there is for a file; asked of the system where it is not given. */
  readonly volumeOf?: VolumeOf
  /** How it reaches other hosts; it reaches none without one. */
  readonly dialer?: RemoteDialer
}

/** Built files the host reads at run time; absolute paths. */
export interface HostResources {
  /** Entry of the embedded engine's process, with v86.wasm beside it. */
  readonly machineProcess: string
  /** Entry of the process of a job. */
  readonly jobProcess: string
  /** Folder of bios.bin and vgabios-stdvga.bin. */
  readonly firmware: string
  /** Folder of the guests that `build/guest/` makes: `<template>.iso` and `<template>.json` beside it. */
  readonly guests: string
}

/** What people say of a snapshot; what is left out stays as it is. */
export interface SnapshotTexts {
  readonly name?: string | undefined
  readonly notes?: string | undefined
}

/** The machines of one host, by id. Every method throws `ViridianError`. */
export interface Machines {
  list(): Machine[]
  create(options: CreateMachine): Promise<Machine>
  configure(id: string, changes: ConfigureMachine): Promise<void>
  /** With `bootMenu` the firmware's menu of what to start from is opened, this one time. */
  start(id: string, options?: { bootMenu?: boolean | undefined }): Promise<void>
  save(id: string): Promise<void>
  deleteSavedState(id: string): Promise<void>
  pause(id: string): Promise<void>
  resume(id: string): Promise<void>
  reset(id: string): Promise<void>
  /** The id of the job that has begun, or is under way already. Without more words the guest has a minute. */
  shutDown(id: string, seconds?: number): string
  turnOff(id: string): Promise<void>
  /** Without more words its folder goes to the trash with all that is in it. */
  delete(id: string, how?: DeleteMachine): Promise<void>
  /** Makes a machine in the trash again. */
  restore(trashId: string): Promise<Machine>
  /** The new snapshot's id. */
  takeSnapshot(id: string, texts: SnapshotTexts): Promise<string>
  applySnapshot(id: string, snapshotId: string, despite?: Despite): Promise<void>
  revert(id: string, despite?: Despite): Promise<void>
  changeSnapshot(id: string, snapshotId: string, texts: SnapshotTexts): Promise<void>
  deleteSnapshot(id: string, snapshotId: string, options: { subtree: boolean }): Promise<void>
  snapshotImage(id: string, snapshotId: string): Promise<ScreenImage>
  setUndoDisks(id: string, settings: { enabled: boolean; whenOff: UndoAction }): Promise<void>
  commitUndoDisks(id: string): Promise<void>
  discardUndoDisks(id: string): Promise<void>
  attachDrive(id: string, drive: NewDrive, at?: DrivePosition): Promise<DrivePosition>
  /** Refused, the drive of before stays. */
  replaceDrive(id: string, drive: NewDrive, at: DrivePosition): Promise<void>
  detachDrive(id: string, at: DrivePosition): Promise<void>
  insertMedia(id: string, media: DvdMedia, at?: MediaPosition): Promise<MediaPosition>
  ejectMedia(id: string, at?: MediaPosition): Promise<MediaPosition>
  type(id: string, typed: Typed): Promise<void>
  secureAttention(id: string): Promise<void>
  screenText(id: string): Promise<string[]>
  screenImage(id: string): Promise<ScreenImage>
  openChannel(id: string, kind: ChannelKind): Promise<Duplex>
  openVnc(id: string, options: { password: boolean }): Promise<{ host: string; port: number; password: string | null }>
}

/** Deleted machines that can be restored. Every method throws `ViridianError`. */
export interface HostTrash {
  remove(id: string): Promise<void>
  empty(): Promise<void>
}

/** Templates of the user's own. Every method throws `ViridianError`. */
export interface OwnTemplates {
  /** The id of the job that has begun; its result is the template's id. */
  create(options: CreateTemplate): Promise<string>
  /** All of them, or none where one cannot be made. */
  createMachines(options: CreateFromTemplate): Promise<Machine[]>
  delete(id: string): Promise<void>
}

/** Virtual hard disks, whether machines have them or not. Every method throws `ViridianError`. */
export interface Disks {
  inspect(path: string): Promise<DiskFacts[]>
  /** The id of the job that has begun. */
  run(task: DiskTask): Promise<string>
}

/** Machines that go from one host, or from one folder, to another. Each gives the id of the job that has begun. */
export interface Transfers {
  export(options: ExportMachine): Promise<string>
  /** The job's result is the machine's id. */
  import(options: ImportMachine): Promise<string>
  /** What an import of a file or folder would bring. */
  inspect(path: string): Promise<ImportFacts>
  /** The job's result are the clones' ids. */
  clone(options: CloneMachine): Promise<string>
}

export interface Events {
  /** Newest first. */
  list(query: EventQuery): Promise<HostEvent[]>
}

export interface Jobs {
  /** All that are remembered, oldest first. */
  readonly jobs: Job[]
  cancel(id: string): void
  wait(id: string): Promise<Job>
}

/** What the host is told once and for all. */
export interface HostSettingsService {
  readonly value: HostSettings
  /** Throws `ViridianError`. */
  configure(changes: ConfigureHost): Promise<void>
}

/** Other hosts that this one connects its consoles to. Every method throws `ViridianError`. */
export interface HostList {
  /** In the order they were added. */
  readonly list: RemoteHost[]
  /** The host's id. */
  add(host: AddHost): Promise<string>
  change(host: ChangeHost): Promise<void>
  remove(id: string): Promise<void>
  probe(id: string): Promise<RemoteStatus>
  target(id: string): RemoteTarget
  /** `listener` is told the id of a host to which connections as they are now are not wanted any more. Gives what ends that. */
  onDisconnect(listener: (id: string) => void): () => void
}

/** The virtualization host: what `viridian serve` runs headless and Electron's main process composes. */
export interface Host {
  readonly info: HostInfo
  readonly machines: Machines
  readonly templates: OwnTemplates
  readonly trash: HostTrash
  readonly transfers: Transfers
  readonly disks: Disks
  readonly jobs: Jobs
  readonly events: Events
  readonly access: Access
  /** Ends the session of every page in a browser. Throws STORAGE_FAILED, and ends none then. */
  signOutPages(): Promise<void>
  readonly settings: HostSettingsService
  readonly preferences: { keep(name: string, value: string): Promise<void> }
  readonly remoteHosts: HostList
  /**
   * Carries out a call of the contract, unless its caller may not make it or the data folder does not allow it. Throws
   * OWNER_ONLY, HOST_READ_ONLY.
   */
  admit<T>(principal: Principal, call: Call, work: () => Promise<T>): Promise<T>
  /** What is wrong with the machines' files, and with what the host needs itself. */
  examine(): Promise<Finding[]>
  /** The snapshot, then every change, until the signal aborts or the host closes. */
  watch(signal: AbortSignal): AsyncIterableIterator<WatchMessage>
  /** Saves or turns off what is on, as each machine's settings say, and gives the data folder free. Safe to call twice. */
  close(): Promise<void>
  /** Resolves when the host has closed, whoever asked for it. */
  readonly closed: Promise<void>
}
