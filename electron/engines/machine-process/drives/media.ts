import type { DrivePosition, MediaPosition } from '#shared/drive.ts'
import type { FoundDrive } from '#shared/hardware.ts'
import type { SnapshotOptions } from '../../engine.ts'
import type { GuestDisk } from './guest-disk.ts'
import type { CdImage } from './cd-image.ts'
import type { DiskBranch, DiskMerge, DriveFiles, OpenDrive } from './open-drives.ts'
import type { Transferred } from './transferred.ts'

/** The drives of an engine's PC, which media are put into and taken out of. */
export interface PcDrives {
  insertDisc(at: DrivePosition, image: CdImage): void
  ejectDisc(at: DrivePosition): void
  insertFloppy(disk: GuestDisk): void
  ejectFloppy(): void
}

/** What is put into the drives of a running PC and taken out again, and the disks it was started with. */
export class Media {
  readonly #drives: PcDrives
  readonly #files: DriveFiles
  readonly #open: readonly OpenDrive[]
  readonly #discs = new Map<DrivePosition, CdImage>()
  #floppy: GuestDisk | null = null

  constructor(drives: PcDrives, files: DriveFiles, open: readonly OpenDrive[]) {
    this.#drives = drives
    this.#files = files
    this.#open = open
    for (const drive of open) if (drive.kind === 'dvd' && drive.image !== null) this.#discs.set(drive.at, drive.image)
  }

  get transferred(): Transferred {
    return this.#files.transferred
  }

  /** What is in the drives now. */
  get present(): { readonly drives: FoundDrive[]; readonly floppy: string | null } {
    const drives = this.#open.map((drive): FoundDrive =>
      drive.kind === 'disk'
        ? { kind: 'disk', at: drive.at, path: drive.disk.path }
        : { kind: 'dvd', at: drive.at, path: this.#discs.get(drive.at)?.path ?? null },
    )
    return { drives, floppy: this.#floppy?.path ?? null }
  }

  /** In place of what is there. Rejects with a `DiskError` or an Error fit for a person, and changes nothing then. */
  async insert(at: MediaPosition, path: string): Promise<void> {
    if (at === 'floppy') {
      const next = await this.#files.openFloppy(path)
      await this.#removeFloppy()
      this.#floppy = next
      this.#drives.insertFloppy(next)
      return
    }
    const image = this.#files.openDisc(path)
    await this.ejected(at)
    this.#discs.set(at, image)
    this.#drives.insertDisc(at, image)
  }

  async eject(at: MediaPosition): Promise<void> {
    if (at === 'floppy') {
      await this.#removeFloppy()
      return
    }
    this.#drives.ejectDisc(at)
    await this.ejected(at)
  }

  /** Of a guest whose state was made with other media in these drives: it is told that what is there now is new. */
  tellChanged(changed: readonly MediaPosition[]): void {
    for (const at of changed) {
      if (at !== 'floppy') {
        const disc = this.#discs.get(at)
        // What is gone the guest finds out by itself, as of a drive that was opened by hand.
        if (disc !== undefined) this.#drives.insertDisc(at, disc)
        continue
      }
      // The state has what the drive made of the disk before.
      this.#drives.ejectFloppy()
      if (this.#floppy !== null) this.#drives.insertFloppy(this.#floppy)
    }
  }

  /** The disc is out of its drive. */
  async ejected(at: DrivePosition): Promise<void> {
    const image = this.#discs.get(at)
    this.#discs.delete(at)
    if (image !== undefined) await this.#files.closeOne(image)
  }

  /** Resolves when no request is under way and everything written is on stable storage. */
  settle(): Promise<void> {
    return this.#files.settle()
  }

  requireInPlace(): Promise<void> {
    return this.#files.requireInPlace()
  }

  /**
   * Makes a differencing disk on each of the hard disks, which must have settled: on all of them or, where it rejects, on
   * none.
   */
  async branch(disks: SnapshotOptions['disks']): Promise<DiskBranch[]> {
    const made: DiskBranch[] = []
    try {
      for (const drive of this.#open) {
        if (drive.kind !== 'disk') continue
        const path = disks.find(({ at }) => at === drive.at)?.path
        if (path === undefined) throw new Error(`The snapshot has no new disk for ${drive.at}.`)
        made.push(await this.#files.branch(drive.disk, path))
      }
      return made
    } catch (error) {
      for (const branch of made) await branch.discard()
      throw error
    }
  }

  /** Begins to merge a hard disk into the one it is based on. Rejects with a `DiskError`. */
  merge(at: DrivePosition): Promise<DiskMerge> {
    const drive = this.#open.find((each) => each.at === at)
    if (drive?.kind !== 'disk') throw new Error(`There is no hard disk at ${at}.`)
    return this.#files.merge(drive.disk)
  }

  /** Everything, the disks included. */
  close(): Promise<void> {
    return this.#files.close()
  }

  async #removeFloppy(): Promise<void> {
    const floppy = this.#floppy
    this.#floppy = null
    this.#drives.ejectFloppy()
    if (floppy !== null) await this.#files.closeOne(floppy)
  }
}
