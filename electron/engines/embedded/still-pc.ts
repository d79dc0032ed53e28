import type { DrivePosition } from '#shared/drive.ts'
import type { FoundHardware } from '#shared/hardware.ts'
import { asDiskError, DiskError } from '#electron/disks/disk-error.ts'
import type { JobControl } from '#electron/disks/tools/job.ts'
import type { Progress, SnapshotOptions } from '../engine.ts'
import type { StillGuest } from '../machine-process/pc.ts'
import type { Media } from '../machine-process/drives/media.ts'
import type { DiskMerge } from '../machine-process/drives/open-drives.ts'
import type { SpaceWait } from '../machine-process/drives/space-wait.ts'
import { describeHardware, markFile, type StateHardware } from './saved-state/hardware.ts'
import { packRest } from './saved-state/rest.ts'
import { StateFileWriter, type StateContents } from './saved-state/state-file.ts'
import type { SerialLine } from '../machine-process/serial/serial-line.ts'
import type { Emulator } from './v86/emulator.ts'

export interface StillGuestParts {
  readonly emulator: Emulator
  /** Megabytes. */
  /** As it was put together. */
  readonly hardware: FoundHardware
  readonly com1: SerialLine
  readonly media: Media
  readonly space: SpaceWait
  readonly listener: {
    diskFailed(error: DiskError): void
    /** The machine cannot go on. */
    failed(detail: string): void
  }
}

/** A guest's state, and the files around it at that moment. */
interface Captured {
  readonly contents: StateContents
  readonly present: Media['present']
  readonly floppy: StateHardware['floppy']
  /** Resolves when the disks are closed that the guest wrote to. */
  readonly left: Promise<unknown>
}

/** What needs the guest to stand still for a moment: its state is saved or kept for a snapshot, and the disks under it change. */
export class StillPc implements StillGuest {
  readonly #emulator: Emulator
  readonly #hardware: FoundHardware
  readonly #com1: SerialLine
  readonly #media: Media
  readonly #space: SpaceWait
  readonly #listener: StillGuestParts['listener']
  /** Resolves when the state of a snapshot is in its file, or cannot be. */
  #keeping: Promise<unknown> = Promise.resolve()
  /** Resolves when no change of disks keeps the guest from running. */
  changingDisks: Promise<unknown> = Promise.resolve()
  #merging: { readonly control: AbortController; readonly ended: Promise<unknown> } | null = null

  constructor({ emulator, hardware, com1, media, space, listener }: StillGuestParts) {
    this.#emulator = emulator
    this.#hardware = hardware
    this.#com1 = com1
    this.#media = media
    this.#space = space
    this.#listener = listener
  }

  /**
   * Stops the guest and puts its state into a file. Its disks are closed when this resolves; where it rejects all is as it
   * was before. What a guest's disk has no room for is not in its state: it would be lost.
   */
  async save(file: string, progress: Progress): Promise<void> {
    await this.#keeping
    const running = this.#emulator.isRunning
    await this.#emulator.stop()
    let writer: StateFileWriter
    const { present } = this.#media
    const hardware = () => describeHardware({ ...this.#hardware, ...present })
    try {
      const contents = await this.#capture()
      writer = await StateFileWriter.begin(file, contents, await hardware(), { alone: true, progress })
    } catch (error) {
      if (running) this.#goOn()
      throw error
    }
    try {
      await this.#media.close()
      // Closing is what makes the times of the files final.
      await writer.finish(await hardware())
    } catch (error) {
      this.#listener.failed(error instanceof Error ? error.message : String(error))
      throw error
    }
  }

  /**
   * Puts the state of the running guest into a file while it goes on with new disks. `branched` is asked when these are
   * made, and says whether it does; else, and where this rejects before, all is as it was and nothing new is left.
   */
  async takeSnapshot(
    { file, disks }: SnapshotOptions,
    branched: () => Promise<boolean>,
    progress: Progress,
  ): Promise<void> {
    await this.#keeping
    if (!this.#emulator.isRunning) throw new Error('The machine does not run.')
    const branching = this.#branch(disks, branched)
    this.changingDisks = branching.catch(() => undefined)
    const keeping = this.#keep(file, await branching, progress)
    this.#keeping = keeping.catch(() => undefined)
    await keeping
  }

  /** The guest stands still meanwhile. */
  async #branch(disks: SnapshotOptions['disks'], branched: () => Promise<boolean>): Promise<Captured> {
    await this.#emulator.stop()
    try {
      const contents = await this.#capture()
      const { present } = this.#media
      const floppy = await markFile(present.floppy)
      const branches = await this.#media.branch(disks)
      if (!(await branched())) {
        await Promise.allSettled(branches.map((branch) => branch.discard()))
        throw new Error('The snapshot was given up.')
      }
      const left = Promise.all(branches.map((branch) => branch.takeOver()))
      return { contents, present, floppy, left }
    } finally {
      this.#goOn()
    }
  }

  async #keep(file: string, { contents, present, floppy, left }: Captured, progress: Progress): Promise<void> {
    // Closing is what makes the times of the files final.
    await left
    // The disks do not change any more, but the floppy disk may have since.
    const hardware = { ...(await describeHardware({ ...this.#hardware, ...present })), floppy }
    const writer = await StateFileWriter.begin(file, contents, hardware, { alone: false, progress })
    await writer.finish(hardware)
  }

  /**
   * Moves what a hard disk holds into the one it is based on, while the guest goes on. `merged` is asked when all is there and
   * the guest stands still, and says whether it goes on with that one; else, and where this rejects before, the guest has
   * the disk it has had.
   */
  async mergeDisk(at: DrivePosition, merged: () => Promise<boolean>, progress: Progress): Promise<void> {
    await this.#keeping
    if (this.#merging !== null) throw new Error('A disk is being merged already.')
    const control = new AbortController()
    const work = this.#mergeDisk(at, merged, { signal: control.signal, progress })
    this.#merging = { control, ended: work.catch(() => undefined) }
    await work.finally(() => (this.#merging = null))
  }

  /** Resolves when no disk is being merged any more. */
  async stopMerging(): Promise<void> {
    const merging = this.#merging
    merging?.control.abort(new Error('The merge was stopped.'))
    await merging?.ended
  }

  async #mergeDisk(at: DrivePosition, merged: () => Promise<boolean>, control: JobControl): Promise<void> {
    const merge = await this.#media.merge(at)
    let left: Promise<unknown>
    try {
      await merge.copy(control)
      const changing = this.#takeParent(merge, merged)
      this.changingDisks = changing.catch(() => undefined)
      ;({ left } = await changing)
    } catch (error) {
      await merge.giveUp()
      throw error
    }
    await left.catch((error: unknown) => this.#closeFailed(error))
  }

  /** The guest stands still meanwhile. `left` resolves when the disk it has had is closed. */
  async #takeParent(merge: DiskMerge, merged: () => Promise<boolean>): Promise<{ left: Promise<unknown> }> {
    const running = this.#emulator.isRunning
    await this.#emulator.stop()
    try {
      await this.#settle()
      await merge.finish()
      if (!(await merged())) throw new Error('The merge was given up.')
      return { left: merge.takeOver() }
    } finally {
      if (running) this.#goOn()
    }
  }

  /** Rejects with NO_SPACE where a disk waits for room. */
  async #settle(): Promise<void> {
    await Promise.race([this.#media.settle(), this.#space.begun().then(failForSpace)])
  }

  /** The state of a guest that stands still, its disks settled. */
  async #capture(): Promise<StateContents> {
    await this.#settle()
    // A state speaks of files by their names: of others than the guest has, it would be a state of another machine.
    await this.#media.requireInPlace()
    const { own, memory, unsaved } = await this.#emulator.save()
    const rest = packRest(unsaved, this.#com1)
    return { own: new Uint8Array(own), rest, pages: memory.pages, memory: memory.bytes }
  }

  /** Unless a disk waits for room, or the machine goes off. */
  #goOn(): void {
    if (!this.#space.isWaiting && !this.#space.isOver) this.#emulator.run()
  }

  /** Stops a merge, closes the disks and lets the state of a snapshot come to its file. The guest stands still for good. */
  async end(): Promise<void> {
    await this.stopMerging()
    await this.#media.close().catch((error: unknown) => this.#closeFailed(error))
    await this.#keeping
  }

  /** The guest's last writes may be lost, which only the host can tell of now. */
  #closeFailed(error: unknown): void {
    const known = asDiskError(error)
    if (known === null) console.error(error)
    else this.#listener.diskFailed(known)
  }
}

function failForSpace(path: string): never {
  throw new DiskError('NO_SPACE', { path })
}
