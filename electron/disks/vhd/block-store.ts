import type { BlockDevice } from '../block-device.ts'
import { DiskError } from '../disk-error.ts'
import { isZero } from '../bytes.ts'
import { sectorSize } from '../virtual-disk.ts'
import { BitmapCache } from './bitmap-cache.ts'
import { lastBlockPosition, readTable, type BlockAllocationTable } from './block-allocation-table.ts'
import { requireSound } from './examine.ts'
import { serializeFooter } from './footer.ts'
import { bitmapSizeFor, setRange } from './sector-bitmap.ts'
import { settle } from './settle.ts'
import { corrupt, truncated, readStructure, type VhdStructure } from './structure.ts'

/** A block's data begins at a multiple of this, so that a guest's 4 KiB are whole pages and clusters of the file. */
const alignment = 4096

export interface StoreOptions {
  readonly writable: boolean
  /**
   * After how long, milliseconds, what was written becomes part of the disk without being asked to, for guests that
   * never flush; 0 for never.
   */
  readonly commitDelay?: number
}

const defaultCommitDelay = 1000
/** Changes of metadata kept back; more of them are committed in the background. */
const mostChanges = 512

/** The part of a request that lies in one block. */
export interface Segment {
  readonly block: number
  /** Bytes from the beginning of the block's data. */
  readonly offset: number
  /** Bytes from the beginning of the request. */
  readonly done: number
  readonly length: number
}

/**
 * The blocks of a dynamic or differencing disk in its file, and what makes them last.
 *
 * A power failure may come between any two writes, and those not flushed may be lost in any order. So data goes first
 * to a place nothing points to: a new block lies beyond the old end of the file, with the footer behind it. Only `flush`
 * makes it part of the disk: the data, the footer and the new blocks' bitmaps are flushed, and only then the table's
 * entries and the changed bits of old blocks are written, and flushed in turn. A single sector is taken to be written
 * wholly or not at all. Until then the entries are kept in memory; a power failure leaves a few blocks nobody refers to.
 */
export class BlockStore {
  readonly structure: VhdStructure
  readonly device: BlockDevice
  readonly blockSize: number
  readonly bitmapSize: number
  readonly table: BlockAllocationTable
  readonly bitmaps: BitmapCache
  /** A new block of a dynamic disk is stored whole, as zeros; of a differencing one no sector is. */
  readonly #newBlocksWhole: boolean
  readonly #footer: Uint8Array
  readonly #commitDelay: number
  #end: number
  /** Places of blocks that are not in the table yet, kept when the attempt to use them failed. */
  readonly #places = new Map<number, number>()
  /** Where the footer is known to be behind places that no block has come to. */
  #mendedEnd = 0
  readonly #allocating = new Map<number, Promise<void>>()
  /** Blocks that the table in the file does not have yet. */
  #uncommitted = new Set<number>()
  #running: Promise<void> | null = null
  #waiting: Promise<void> | null = null
  #timer: ReturnType<typeof setTimeout> | null = null
  #flushFailed = false

  private constructor(
    device: BlockDevice,
    structure: VhdStructure,
    blockSize: number,
    table: BlockAllocationTable,
    commitDelay: number,
  ) {
    this.device = device
    this.structure = structure
    this.blockSize = blockSize
    this.bitmapSize = bitmapSizeFor(blockSize)
    this.table = table
    this.bitmaps = new BitmapCache(table.entries, blockSize / sectorSize, (block) => this.#loadBitmap(block))
    this.#newBlocksWhole = structure.footer.type === 'dynamic'
    this.#footer = serializeFooter(structure.footer)
    this.#commitDelay = commitDelay
    this.#end = Math.ceil(structure.end / sectorSize) * sectorSize
  }

  /**
   * Does not take the device over where it rejects: with CORRUPT, BLOCK_MISPLACED or BLOCKS_OVERLAP where the disk is not
   * sound, also for reading, because what is read is written somewhere else; nothing has been written to it then.
   */
  static async open(device: BlockDevice, found: VhdStructure, options: StoreOptions): Promise<BlockStore> {
    const { header, path } = found
    if (header === null) throw corrupt(path, 'dynamic disk header')
    const table = await readTable(device, found, header)
    requireSound(found, table)
    const isMended = options.writable && (await mendFooters(device, found))
    const structure = isMended ? await readStructure(device, path) : found
    const delay = options.commitDelay ?? defaultCommitDelay
    return new BlockStore(device, structure, header.blockSize, table, delay)
  }

  get capacity(): number {
    return this.structure.capacity
  }

  segments(position: number, length: number): Segment[] {
    const segments: Segment[] = []
    for (let done = 0; done < length;) {
      const block = Math.floor((position + done) / this.blockSize)
      const offset = (position + done) % this.blockSize
      const rest = Math.min(this.blockSize - offset, length - done)
      segments.push({ block, offset, done, length: rest })
      done += rest
    }
    return segments
  }

  /** Reads from a block that is stored, whether or not its bitmap says so. */
  readBlock(position: number, offset: number, target: Uint8Array): Promise<void> {
    const from = position + this.bitmapSize + offset
    if (from + target.byteLength > this.#end) return Promise.reject(this.#beyondEnd(position))
    return this.device.read(from, target)
  }

  /** False where only `readBlock` can. */
  readBlockNow(position: number, offset: number, target: Uint8Array): boolean {
    const from = position + this.bitmapSize + offset
    if (from + target.byteLength > this.#end) throw this.#beyondEnd(position)
    return this.device.readNow?.(from, target) ?? false
  }

  #beyondEnd(position: number): DiskError {
    const { bitmapSize, blockSize, structure } = this
    return truncated(structure.path, 'block', this.#end, position + bitmapSize + blockSize)
  }

  /** Writes to blocks that are stored, their bitmaps at hand; false where only `write` can. */
  writeNow(position: number, source: Uint8Array): boolean {
    if (this.#flushFailed) throw new DiskError('FLUSH_FAILED', { path: this.structure.path })
    for (const { block, offset, done, length } of this.segments(position, source.byteLength)) {
      const stored = this.table.get(block)
      if (stored === null) return false
      const bitmap = this.bitmaps.isFull(block) ? null : this.bitmaps.peek(block)
      if (bitmap === undefined) return false
      const part = source.subarray(done, done + length)
      if (this.device.writeNow?.(stored + this.bitmapSize + offset, part) !== true) return false
      if (bitmap !== null && setRange(bitmap, offset / sectorSize, length / sectorSize)) {
        this.bitmaps.markChanged(block, bitmap)
        this.#commitLater()
      }
    }
    return true
  }

  async write(position: number, source: Uint8Array): Promise<void> {
    if (this.#flushFailed) throw new DiskError('FLUSH_FAILED', { path: this.structure.path })
    const work: Promise<void>[] = []
    for (const { block, offset, done, length } of this.segments(position, source.byteLength)) {
      const part = source.subarray(done, done + length)
      if (this.table.get(block) === null && this.#newBlocksWhole && isZero(part)) continue
      work.push(this.#writeBlock(block, offset, part))
    }
    await settle(work)
    if (this.#uncommitted.size + this.bitmaps.changes > 0) this.#commitLater()
  }

  /** Makes everything written before part of the disk, for good. */
  flush(): Promise<void> {
    if (this.#waiting !== null) return this.#waiting
    if (this.#running === null) return this.#start()
    // The one that runs may have begun before the latest write; all who come meanwhile share the next.
    this.#waiting = this.#running.then(ignore, ignore).then(() => {
      this.#waiting = null
      return this.#start()
    })
    return this.#waiting
  }

  async close(): Promise<void> {
    try {
      if (this.device.writable) await this.flush()
    } finally {
      if (this.#timer !== null) clearTimeout(this.#timer)
      await this.device.close()
    }
  }

  async #writeBlock(block: number, offset: number, source: Uint8Array): Promise<void> {
    let position = this.table.get(block)
    while (position === null) {
      const others = this.#allocating.get(block)
      if (others === undefined) {
        const allocation = this.#allocate(block, offset, source).finally(() => this.#allocating.delete(block))
        this.#allocating.set(block, allocation)
        return allocation
      }
      await others.catch(ignore)
      position = this.table.get(block)
    }
    await settle([
      this.device.write(position + this.bitmapSize + offset, source),
      this.bitmaps.isFull(block) ? Promise.resolve() : this.bitmaps.ensure(block),
    ])
    if (this.bitmaps.isFull(block)) return
    const bitmap = await this.bitmaps.get(block)
    if (setRange(bitmap, offset / sectorSize, source.byteLength / sectorSize)) this.bitmaps.markChanged(block, bitmap)
  }

  /** Writes to a block that is not stored yet. Others see it once this resolves. */
  async #allocate(block: number, offset: number, source: Uint8Array): Promise<void> {
    const place = this.#places.get(block) ?? this.#nextPlace(block)
    await settle([
      this.device.write(place + this.bitmapSize + this.blockSize, this.#footer),
      this.device.write(place + this.bitmapSize + offset, source),
    ])
    const bitmap = new Uint8Array(this.bitmapSize)
    if (this.#newBlocksWhole) bitmap.fill(0xff)
    else setRange(bitmap, offset / sectorSize, source.byteLength / sectorSize)
    this.#places.delete(block)
    this.bitmaps.add(block, bitmap)
    this.table.set(block, place)
    this.#uncommitted.add(block)
  }

  /** Beyond the footer, where the file has never had any data: what is not written there reads as zeros. */
  #nextPlace(block: number): number {
    const after = this.#end + this.#footer.byteLength
    const place = Math.ceil((after + this.bitmapSize) / alignment) * alignment - this.bitmapSize
    if (place > lastBlockPosition) {
      const { path } = this.structure
      throw new DiskError('TOO_LARGE', { path, size: place, limit: lastBlockPosition })
    }
    this.#places.set(block, place)
    this.#end = place + this.bitmapSize + this.blockSize
    return place
  }

  async #loadBitmap(block: number): Promise<Uint8Array> {
    const position = this.table.get(block)
    if (position === null || position + this.bitmapSize > this.#end) {
      throw corrupt(this.structure.path, 'block allocation table')
    }
    const bitmap = new Uint8Array(this.bitmapSize)
    await this.device.read(position, bitmap)
    return bitmap
  }

  #commitLater(): void {
    if (this.#commitDelay === 0) return
    if (this.#uncommitted.size + this.bitmaps.changes >= mostChanges) {
      // What fails here stays to be done, and the next flush says so.
      if (this.#running === null) this.flush().catch(ignore)
    } else {
      this.#timer ??= setTimeout(() => {
        this.#timer = null
        this.flush().catch(ignore)
      }, this.#commitDelay)
    }
  }

  #start(): Promise<void> {
    const running = this.#commit().finally(() => {
      if (this.#running === running) this.#running = null
    })
    this.#running = running
    return running
  }

  async #commit(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    const blocks = this.#uncommitted
    this.#uncommitted = new Set()
    const changes = this.bitmaps.takeChanges()
    try {
      await this.#writeBitmaps(changes, (block) => blocks.has(block))
      // Where a block could not be made, its footer may be missing behind its place.
      const end = this.#end
      const mends = this.#places.size > 0 && end !== this.#mendedEnd
      if (mends) await this.device.write(end, this.#footer)
      await this.#flushDevice()
      if (mends) this.#mendedEnd = end
      if (blocks.size + changes.size === 0) return
      const ascending = [...blocks].sort((a, b) => a - b)
      await this.table.write(this.device, ascending, (block) => this.#uncommitted.has(block))
      await this.#writeBitmaps(changes, (block) => !blocks.has(block))
      await this.#flushDevice()
      this.bitmaps.written()
    } catch (error) {
      for (const block of blocks) this.#uncommitted.add(block)
      this.bitmaps.notWritten()
      throw error
    }
  }

  async #writeBitmaps(bitmaps: ReadonlyMap<number, Uint8Array>, wanted: (block: number) => boolean): Promise<void> {
    const work: Promise<void>[] = []
    for (const [block, bitmap] of bitmaps) {
      if (wanted(block)) work.push(this.device.write(this.table.get(block) ?? 0, bitmap))
    }
    await settle(work)
  }

  /** After a failed flush the system may have dropped what it could not write, and forgotten about it. */
  async #flushDevice(): Promise<void> {
    if (this.#flushFailed) throw new DiskError('FLUSH_FAILED', { path: this.structure.path })
    try {
      await this.device.flush()
    } catch (error) {
      this.#flushFailed = true
      throw error
    }
  }
}

function ignore(): void {}

/**
 * Writes the footer again where a power failure has left it missing at the end, or the two copies different. True where
 * that was needed.
 */
async function mendFooters(device: BlockDevice, structure: VhdStructure): Promise<boolean> {
  const { footerHealth, footer, end } = structure
  const bytes = serializeFooter(footer)
  const endsWell = footerHealth.atEnd === 'sound' && end % sectorSize === 0
  if (endsWell && footerHealth.inFront === 'sound') return false
  if (!endsWell) {
    await device.write(Math.ceil(structure.fileSize / sectorSize) * sectorSize, bytes)
    await device.flush()
  }
  if (footerHealth.inFront !== 'sound') {
    await device.write(0, bytes)
    await device.flush()
  }
  return true
}
