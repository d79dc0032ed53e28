import type { DiskError } from '#electron/disks/disk-error.ts'
import type { DrivePosition, MediaPosition } from '#shared/drive.ts'
import type { Progress, ScreenImage, SnapshotOptions } from '../engine.ts'
import type { Stroke } from '../keyboard/strokes.ts'
import type { MachineProcessOptions } from '../protocol/messages.ts'
import type { Transferred } from './drives/transferred.ts'

export interface PcListener {
  guestFault(detail: string): void
  guestPoweredOff(): void
  /** The guest stands still, for want of room for what it writes to `path`, until it is run again. */
  outOfSpace(path: string): void
  diskFailed(error: DiskError): void
  mediaEjected(at: DrivePosition): void
  /** The machine cannot go on. */
  failed(detail: string): void
}

/** What the guest stands still for. */
export interface StillGuest {
  /** Resolves when the guest does not stand still for other disks. */
  readonly changingDisks: Promise<unknown>
  save(file: string, progress: Progress): Promise<void>
  takeSnapshot(options: SnapshotOptions, commit: () => Promise<boolean>, progress: Progress): Promise<void>
  mergeDisk(at: DrivePosition, commit: () => Promise<boolean>, progress: Progress): Promise<void>
  stopMerging(): Promise<void>
}

/** An engine's PC in the process of its own. What it cannot do it rejects with a `DiskError`, or an Error fit for a person. */
export interface Pc {
  readonly stillGuest: StillGuest
  /** Resolves when the guest's processor ran its first instructions. */
  readonly started: Promise<void>
  /** Milliseconds the guest's processor executed so far. */
  readonly executed: number
  readonly transferred: Transferred
  run(): void
  pause(): Promise<void>
  reset(): void
  pressPowerButton(): boolean
  insertMedia(at: MediaPosition, path: string): Promise<void>
  ejectMedia(at: MediaPosition): Promise<void>
  /** Writes what its disks still have to, and lets every viewer have what was shown last. */
  end(): Promise<void>
  type(strokes: readonly Stroke[]): Promise<void>
  screenText(): string[]
  screenImage(): ScreenImage
  openVnc(options: { password: boolean }): Promise<{ host: string; port: number; password: string | null }>
}

/**
 * Puts the machine together; it does not run yet. Rejects with a `DiskError`, a `SavedStateError`, or an Error fit for a
 * person.
 */
export type CreatePc = (options: MachineProcessOptions, listener: PcListener) => Promise<Pc>
