import { DiskError } from '../disk-error.ts'
import type { DiskFiles } from '../disk-files.ts'
import type { StoreOptions } from '../vhd/block-store.ts'
import { DifferencingVhd } from '../vhd/differencing-vhd.ts'
import { build, lockOf, readLocked, type Vhd } from '../vhd/open-vhd.ts'
import { copyStored } from './copy-stored.ts'
import { partOf, unattended, type JobControl } from './job.ts'

/** What was written meanwhile is noted in pieces of so many bytes. */
const pieceSize = 2 ** 16
/** So many pieces at most are left for when the guest stands still: 16 MB. */
const fewPieces = 256
/** After so many, what is left of a guest that writes as fast as is copied is left for then, too. */
const mostRounds = 20

/**
 * Moves what a differencing disk stores into its parent while somebody writes to the disk, so that the parent can take its
 * place in the end. All the time, and after being cut off, the disk reads as it should, because what it stores hides what
 * the parent already has; the parent by itself is neither the old nor the new one until `finish` has resolved.
 */
export class LiveMerge {
  /** Open for writing. */
  readonly parent: Vhd
  readonly #child: DifferencingVhd
  #written = new Set<number>()

  private constructor(child: DifferencingVhd, parent: Vhd) {
    this.#child = child
    this.parent = parent
  }

  /**
   * `child` is open for writing. Rejects with NOT_DIFFERENCING, with IN_USE where somebody else has the parent open, and with
   * TOO_LARGE.
   */
  static async begin(files: DiskFiles, child: Vhd, options: Omit<StoreOptions, 'writable'> = {}): Promise<LiveMerge> {
    const { path } = child.structure
    if (!(child instanceof DifferencingVhd)) throw new DiskError('NOT_DIFFERENCING', { path })
    const limit = child.parent.capacity
    if (child.capacity > limit) throw new DiskError('TOO_LARGE', { path, size: child.capacity, limit })
    return new LiveMerge(child, await openForWriting(files, child.parent as Vhd, options))
  }

  /** To be told of everything that is written to the disk, when it has been. */
  note(position: number, length: number): void {
    const last = Math.floor((position + length - 1) / pieceSize)
    for (let piece = Math.floor(position / pieceSize); piece <= last; piece++) this.#written.add(piece)
  }

  /** Resolves when little is left to be copied. */
  async copy(control: JobControl): Promise<void> {
    await this.#copyBlocks(partOf(control, 0, 0.9))
    for (let round = 0; this.#written.size > fewPieces && round < mostRounds; round++) {
      await this.#copyWritten(control.signal)
      await this.parent.flush()
    }
    control.signal.throwIfAborted()
    control.progress(0.95)
  }

  /**
   * Copies the rest; no request to the disk may be under way. When it resolves the parent holds all of it, on stable storage,
   * and is the caller's, or it is given up all the same.
   */
  async finish(): Promise<void> {
    await this.#copyWritten(unattended.signal)
    await this.parent.flush()
  }

  /** The disk goes on as it is. */
  giveUp(): Promise<void> {
    return this.parent.close()
  }

  async #copyBlocks(control: JobControl): Promise<void> {
    const { table, blockSize } = this.#child.store
    const stored = [...table.stored()]
    for (const [i, { block }] of stored.entries()) {
      control.signal.throwIfAborted()
      control.progress(i / stored.length)
      await copyStored(this.#child.store, this.parent, block * blockSize, blockSize)
    }
    await this.parent.flush()
  }

  async #copyWritten(signal: AbortSignal): Promise<void> {
    const pieces = this.#written
    this.#written = new Set()
    for (const piece of pieces) {
      signal.throwIfAborted()
      await copyStored(this.#child.store, this.parent, piece * pieceSize, pieceSize)
    }
  }
}

/** Beside the reader that the child has on it. */
async function openForWriting(files: DiskFiles, disk: Vhd, options: Omit<StoreOptions, 'writable'>): Promise<Vhd> {
  const { path } = disk.structure
  const lock = await lockOf(disk).promote()
  const device = await files.open(path, 'write').catch(async (error: unknown) => {
    await lock.release()
    throw error
  })
  return build(files, await readLocked(path, device, lock), { ...options, writable: true }, [])
}
