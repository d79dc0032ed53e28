import type { Duplex } from 'node:stream'
import type { JobControl } from '#electron/disks/tools/job.ts'
import type { ChannelKind } from '#shared/channel.ts'
import type { DrivePosition, MediaPosition } from '#shared/drive.ts'
import type { EngineFacts } from '#shared/engine.ts'
import type { DiskFailureFacts } from '#shared/errors.ts'
import type { FoundHardware } from '#shared/hardware.ts'
import type { Typed } from '#shared/keyboard.ts'
import type { StartupDevice } from '#shared/startup.ts'

/** What an engine needs to know to power a machine on. Paths are absolute and were checked. */
export interface PowerOnOptions extends FoundHardware {
  readonly machineId: string
  readonly name: string
  /** Without it what is usual. */
  readonly startup?: EngineStartup
  /** What the guest goes on from; without it, or with null, it starts anew. */
  readonly savedState?: SavedStateSource | null
}

/** What a guest that starts anew is started from: `menu` says whether the firmware offers a menu, or is to show it. */
export interface EngineStartup {
  readonly order: readonly StartupDevice[]
  readonly menu: 'none' | 'offer' | 'open'
}

/** A file that `save` has made. */
export interface SavedStateSource {
  readonly path: string
  /**
   * Called when all is ready to run from the state, and nothing has run yet: the guest runs when it resolves. From its
   * first instruction on the state must not be found any more, since the guest changes the disks it belongs to.
   */
  consume(): Promise<void>
}

/** Where the parts of a snapshot go: new files, with absolute paths. */
export interface SnapshotOptions {
  /** The guest's state. */
  readonly file: string
  /** For every disk of the machine the differencing disk that is to keep what the guest writes from now on. */
  readonly disks: readonly { readonly at: DrivePosition; readonly path: string }[]
}

/** Told now and then how much of a long work is done, from 0 to 1; some twenty times at most. */
export type Progress = (fraction: number) => void

/** One second of the machine's process; see `MachineSample` for the measures. */
export interface EngineSample {
  readonly time: number
  readonly cpu: number
  readonly process: number
  readonly resident: number
  readonly diskRead: number
  readonly diskWritten: number
}

/** Why a powered-on machine is no more. */
export type PoweredOffReason =
  /** `turnOff` was called. */
  | { readonly kind: 'turnedOff' }
  /** The guest switched itself off. */
  | { readonly kind: 'guest' }
  /** The process ended by itself; detail is fit for a person. */
  | { readonly kind: 'crashed'; readonly detail: string }
  /** No heartbeat for so many seconds; the process was ended. */
  | { readonly kind: 'hung'; readonly seconds: number }
  /** A signal from outside ended the process. */
  | { readonly kind: 'killed'; readonly signal: string }

export interface PoweredOnListener {
  sample(sample: EngineSample): void
  /** The guest's processor faulted beyond recovery and was reset. */
  guestFault(detail: string): void
  /** The guest stands still, as by `pause`: there is no room for what it writes to `path`. `resume` tries again. */
  outOfSpace(path: string): void
  /** The guest was told that a request to one of its disks failed. */
  diskFailed(facts: DiskFailureFacts): void
  /** The guest took the medium out of a drive. */
  mediaEjected(at: DrivePosition): void
  /** Called exactly once, last of all. */
  poweredOff(reason: PoweredOffReason): void
}

/** A picture of the guest's screen. */
export interface ScreenImage {
  readonly width: number
  readonly height: number
  readonly png: Uint8Array
}

/** A machine that is on. Its methods reject with an Error fit for a person once the machine is off. */
export interface PoweredOnMachine {
  readonly pid: number
  pause(): Promise<void>
  resume(): Promise<void>
  reset(): Promise<void>
  /** Presses the power button (ACPI). Resolves with whether the guest hears it; what it does then is its business. */
  pressPowerButton(): Promise<boolean>
  /** Ends the machine; resolves after `poweredOff` was reported. */
  turnOff(): Promise<void>
  /**
   * Stops the guest and writes its state to a new file, on stable storage when this resolves. The guest's disks are
   * flushed and closed then: all that is left to do is to turn the machine off. Where it rejects the machine is as it
   * was before; DISK_FAILED says that a disk, or the file, was the reason.
   */
  save(file: string, progress?: Progress): Promise<void>
  /**
   * Keeps the state of a running guest and lets it go on. The guest stands still while its state is copied and each disk
   * gets its differencing disk; `commit` is called when all of these are on stable storage, and the guest runs on when it
   * resolves. From then on it writes to them, and never again to the disks it has had: whoever powers the machine on
   * later has to do it with the new ones, so `commit` is where this is written down. Where the call rejects before, or
   * because `commit` did, the machine is as it was, and the new files are removed.
   *
   * Resolves when the state is in its file and on stable storage. Where it rejects after `commit` resolved, the guest
   * runs on with its new disks and only the state is lost; its file is removed. Turned off meanwhile, a machine first
   * writes the state to its end. Of a file whose writing was cut off by a kill `SavedStates.describe` says that it is none.
   */
  takeSnapshot(options: SnapshotOptions, commit: () => Promise<void>, progress?: Progress): Promise<void>
  /**
   * Moves what the differencing disk at `at` holds into the disk it is based on, and goes on with that one, while the guest
   * works on. It stands still at the end: `commit` is called when all is there, on stable storage, and the guest runs on
   * with the parent when it resolves; whoever powers the machine on later has to do it with that, so `commit` is where
   * this is written down. Where the call rejects before, or because `commit` did, and after a kill, the guest has the
   * disk it has had, which reads as it should; its parent by itself is of no use then. Nobody else may use the parent.
   * Rejects with the signal's reason where it is aborted, and with DISK_FAILED.
   */
  mergeDisk(at: DrivePosition, commit: () => Promise<void>, control: JobControl): Promise<void>
  /** Puts the image into a CD/DVD drive or the floppy drive, in place of what is there. Rejects with DISK_FAILED. */
  insertMedia(at: MediaPosition, path: string): Promise<void>
  ejectMedia(at: MediaPosition): Promise<void>
  /** Types on the guest's keyboard, US layout, paced so that a BIOS keeps up. Rejects with TEXT_NOT_TYPABLE before the first key. */
  type(typed: Typed): Promise<void>
  secureAttention(): Promise<void>
  /** Text rows, top first; empty in graphics modes. */
  screenText(): Promise<string[]>
  screenImage(): Promise<ScreenImage>
  /** A new connection to the RFB server or to COM1 (which first replays the port's last output). Several at once are fine. */
  openChannel(kind: ChannelKind): Promise<Duplex>
  /** A new connection to the channel that a QEMU guest agent in the guest listens on, whether or not there is one. */
  openAgent(): Promise<Duplex>
  /** Opens or finds the RFB server's TCP port on 127.0.0.1; with or without VNC authentication. */
  openVnc(options: { password: boolean }): Promise<{ host: string; port: number; password: string | null }>
}

/** What can be told of a saved state without reading all of it. */
export interface SavedStateDescription {
  /** Bytes of its file. */
  readonly size: number
  /** Megabytes the guest has. */
  readonly memory: number
  /** Milliseconds since the epoch. */
  readonly written: number
}

/**
 * What an engine does with the files that `save` and `takeSnapshot` have made while their machines are off, in any process.
 * `name` is the machine's. Its methods reject with STATE_UNUSABLE where a state cannot be used, and with a `DiskError`.
 */
export interface SavedStates {
  /** Of the states it writes: those of another version cannot be restored. */
  readonly version: string
  /**
   * Lets a state go on with its machine's disks as they are now, whatever files these were in when it was made. For whoever has
   * put the same content into other files, as merging two disks of a chain does: that it is the same is not checked. Whatever
   * happens the file is wholly the old one or the new one. `media` are the drives whose images are in other files as well.
   */
  adoptDisks(name: string, path: string, hardware: FoundHardware, media?: readonly MediaPosition[]): Promise<void>
  /** Null where the file is no complete state that this version can restore, as one whose writing was cut off. */
  describe(path: string): Promise<SavedStateDescription | null>
  /**
   * The drives that hold other media than when the state was made, or none: its guest goes on with what is there, and is told
   * that it was changed. Rejects as `powerOn` would.
   */
  examine(name: string, path: string, hardware: FoundHardware): Promise<MediaPosition[]>
}

/** Gives the states of the engine with an id. Throws ENGINE_UNKNOWN. */
export type SavedStatesOf = (engine: string) => SavedStates

/** What an engine is: it powers machines on. Everything else a machine is, is the host's. */
export interface Engine extends EngineFacts {
  /** Absolute paths of the files it cannot do without. */
  readonly files: readonly string[]
  readonly states: SavedStates
  /**
   * Resolves when the guest's processor runs its first instructions. Rejects with DISK_FAILED where a disk is the reason,
   * and with STATE_UNUSABLE where the saved state is.
   */
  powerOn(options: PowerOnOptions, listener: PoweredOnListener): Promise<PoweredOnMachine>
}
