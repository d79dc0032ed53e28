import { createNodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { openFloppy } from '#electron/disks/media/open-floppy.ts'
import { branchDisk } from '#electron/disks/tools/branch.ts'
import type { JobControl } from '#electron/disks/tools/job.ts'
import { LiveMerge } from '#electron/disks/tools/live-merge.ts'
import { openVhd, requireInPlace, type Vhd } from '#electron/disks/vhd/open-vhd.ts'
import type { DrivePosition } from '#shared/drive.ts'
import type { FoundDrive } from '#shared/hardware.ts'
import { GuestDisk, type DiskWatcher } from './guest-disk.ts'
import { CdImage } from './cd-image.ts'
import type { Transferred } from './transferred.ts'

/** The guest stands still while it waits for its disk anyway. */
const files = createNodeDiskFiles({ mayWait: true })

/** What is in a drive of the PC, open. A CD/DVD drive may be empty. */
export type OpenDrive =
  | { readonly kind: 'disk'; readonly at: DrivePosition; readonly disk: GuestDisk }
  | { readonly kind: 'dvd'; readonly at: DrivePosition; readonly image: CdImage | null }

/** A differencing disk that is made and open, and not in use yet. */
export interface DiskBranch {
  /**
   * At once the guest writes to it, and no more to the disk it has had. Resolves when that is closed and left to readers.
   */
  takeOver(): Promise<void>
  discard(): Promise<void>
}

/** A hard disk on its way into the one it is based on. */
export interface DiskMerge {
  /** As `LiveMerge` does it. */
  copy(control: JobControl): Promise<void>
  /** The disk must have settled. */
  finish(): Promise<void>
  /** After `finish`: at once the guest uses the parent alone. Resolves when the disk it has had is closed. */
  takeOver(): Promise<void>
  /** Instead of it. */
  giveUp(): Promise<void>
}

/** Opens and closes what is in the drives of one PC. */
export class DriveFiles {
  readonly transferred: Transferred = { read: 0, written: 0 }
  readonly #watcher: DiskWatcher
  readonly #open = new Set<GuestDisk | CdImage>()
  /** What the hard disks are made of. */
  readonly #vhds = new Map<GuestDisk, Vhd>()

  constructor(watcher: DiskWatcher) {
    this.#watcher = watcher
  }

  /** Rejects with a `DiskError`, or an Error fit for a person, and leaves nothing open then. */
  async openDrives(drives: readonly FoundDrive[]): Promise<OpenDrive[]> {
    try {
      const open: OpenDrive[] = []
      for (const drive of drives) {
        const { at, path } = drive
        if (drive.kind === 'disk') open.push({ kind: 'disk', at, disk: await this.#openDisk(drive.path) })
        else open.push({ kind: 'dvd', at, image: path === null ? null : this.openDisc(path) })
      }
      return open
    } catch (error) {
      await this.close()
      throw error
    }
  }

  openDisc(path: string): CdImage {
    return this.#keep(new CdImage(path, this.transferred))
  }

  async openFloppy(path: string): Promise<GuestDisk> {
    const disk = await openFloppy(files, path)
    return this.#keep(await GuestDisk.of(disk, path, this.transferred, this.#watcher))
  }

  /**
   * Makes a differencing disk on a hard disk, which must have settled. Rejects with a `DiskError`, and changes nothing then.
   */
  async branch(disk: GuestDisk, path: string): Promise<DiskBranch> {
    const parent = this.#vhds.get(disk)
    if (parent === undefined) throw new Error(`${disk.path} is no hard disk that can be written.`)
    const child = await branchDisk(files, parent, path)
    return {
      takeOver: () => {
        disk.replace(child, path)
        this.#vhds.set(disk, child)
        return parent.close()
      },
      async discard() {
        await child.close()
        await files.remove(path)
      },
    }
  }

  /** Rejects with a `DiskError`. */
  async merge(disk: GuestDisk): Promise<DiskMerge> {
    const child = this.#vhds.get(disk)
    if (child === undefined) throw new Error(`${disk.path} is no hard disk that can be written.`)
    const merge = await LiveMerge.begin(files, child)
    const end = () => (disk.onWritten = null)
    disk.onWritten = (position, length) => merge.note(position, length)
    return {
      copy: (control) => merge.copy(control),
      finish: () => merge.finish(),
      takeOver: () => {
        end()
        disk.replace(merge.parent, merge.parent.structure.path)
        this.#vhds.set(disk, merge.parent)
        return child.close()
      },
      giveUp: () => {
        end()
        return merge.giveUp()
      },
    }
  }

  async closeOne(file: GuestDisk | CdImage): Promise<void> {
    this.#open.delete(file)
    await file.close()
  }

  /** Resolves when no disk has a request under way, and all that was written is on stable storage. */
  async settle(): Promise<void> {
    for (const file of this.#open) if (file instanceof GuestDisk) await file.settle()
  }

  /** Throws REPLACED where the guest's hard disks are no longer those that their names lead to. */
  async requireInPlace(): Promise<void> {
    for (const vhd of this.#vhds.values()) await requireInPlace(vhd)
  }

  /** Everything that is open, after what is under way; rejects with the first failure when all are closed. */
  async close(): Promise<void> {
    const files = [...this.#open]
    this.#open.clear()
    const outcomes = await Promise.allSettled(files.map(async (file) => file.close()))
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
  }

  async #openDisk(path: string): Promise<GuestDisk> {
    const vhd = await openVhd(files, path, { writable: true })
    const disk = this.#keep(await GuestDisk.of(vhd, path, this.transferred, this.#watcher))
    this.#vhds.set(disk, vhd)
    return disk
  }

  #keep<File extends GuestDisk | CdImage>(file: File): File {
    this.#open.add(file)
    return file
  }
}
