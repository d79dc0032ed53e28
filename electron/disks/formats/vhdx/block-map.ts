import type { VirtualDisk } from '../../virtual-disk.ts'
import { piecePassedOn, storedPiece, type DiskMap, type Piece } from '../disk-map.ts'
import type { SourceFile } from '../source-file.ts'
import { TablePages } from '../table-pages.ts'
import { megabyte } from './header.ts'
import type { Metadata } from './metadata.ts'
import { overlap, type Region } from './region-table.ts'

// [MS-VHDX] 2.2.5 (2.5 in later revisions).
const entrySize = 8
const state = { notPresent: 0, undefined: 1, zero: 2, unmapped: 3, fullyPresent: 6, partiallyPresent: 7 } as const
const bitmapPresent = 6
const stateMask = 7

/** A sector bitmap block is one megabyte of bits, one a sector. */
const sectorsPerChunk = 2 ** 23
const bitmapSize = megabyte

/** Sectors of a block that are looked at for one piece. */
const longestRun = 8192

/** Payload blocks through the block allocation table, where each chunk of them is followed by a bitmap's entry. */
export class BlockMap implements DiskMap {
  readonly capacity: number
  readonly #file: SourceFile
  readonly #metadata: Metadata
  readonly #table: Region
  readonly #reserved: readonly Region[]
  readonly #entries: TablePages
  readonly #bitmaps: TablePages
  readonly #chunkRatio: number
  readonly #parent: VirtualDisk | null

  /** `reserved`: where no payload block can be. */
  constructor(
    file: SourceFile,
    metadata: Metadata,
    table: Region,
    reserved: readonly Region[],
    parent: VirtualDisk | null,
  ) {
    this.capacity = metadata.capacity
    this.#file = file
    this.#metadata = metadata
    this.#table = table
    this.#reserved = [table, ...reserved]
    this.#entries = new TablePages(file, 'block allocation table')
    this.#bitmaps = new TablePages(file, 'sector bitmap')
    this.#parent = parent
    this.#chunkRatio = (sectorsPerChunk * metadata.logicalSectorSize) / metadata.blockSize
    const blocks = Math.ceil(metadata.capacity / metadata.blockSize)
    const chunks = Math.ceil(blocks / this.#chunkRatio)
    const entries = parent === null ? this.#indexOf(blocks - 1) + 1 : chunks * (this.#chunkRatio + 1)
    if (blocks > 0 && entries * entrySize > table.length) {
      throw file.corrupt('block allocation table', table.offset)
    }
  }

  async locate(position: number): Promise<Piece> {
    const { blockSize } = this.#metadata
    const within = position % blockSize
    const length = Math.min(blockSize - within, this.capacity - position)
    const block = (position - within) / blockSize
    const entry = await this.#entry(this.#indexOf(block))
    switch (entry.state) {
      case state.notPresent:
        return piecePassedOn(this.#parent, position, length)
      case state.undefined:
      case state.zero:
      case state.unmapped:
        return { kind: 'zero', length }
      case state.fullyPresent:
        return this.#payload(entry.position, within, length)
      case state.partiallyPresent: {
        if (this.#parent === null) throw this.#file.corrupt('block state', entry.place)
        const run = await this.#run(block, within, length)
        if (run.isStored) return this.#payload(entry.position, within, run.length)
        return piecePassedOn(this.#parent, position, run.length)
      }
      default:
        throw this.#file.corrupt('block state', entry.place)
    }
  }

  async #entry(index: number): Promise<{ state: number; position: number; place: number }> {
    const place = this.#table.offset + index * entrySize
    const { view, offset } = await this.#entries.entry(place, entrySize)
    const low = view.getUint32(offset, true)
    const position = (view.getUint32(offset + 4, true) * 2 ** 12 + (low >>> 20)) * megabyte
    return { state: low & stateMask, position, place }
  }

  /** How far from `within` on the sectors of a block are all in this file, or none: by their bits, the lowest of a byte first. */
  async #run(block: number, within: number, length: number): Promise<{ isStored: boolean; length: number }> {
    const { blockSize, logicalSectorSize: sector } = this.#metadata
    const chunk = Math.floor(block / this.#chunkRatio)
    const entry = await this.#entry((chunk + 1) * (this.#chunkRatio + 1) - 1)
    const region = { offset: entry.position, length: bitmapSize }
    const isApart = entry.position >= megabyte && !this.#reserved.some((other) => overlap(other, region))
    if (entry.state !== bitmapPresent || !isApart) throw this.#file.corrupt('sector bitmap', entry.place)
    const first = Math.floor(((block % this.#chunkRatio) * blockSize + within) / sector)
    const { view, offset } = await this.#bitmaps.entry(entry.position + Math.floor(first / 8), 1)
    const isSet = (bit: number) => ((view.getUint8(offset + (bit >> 3)) >> (bit & 7)) & 1) === 1
    const from = first % 8
    const limit = Math.min(
      longestRun,
      Math.ceil((length + (within % sector)) / sector),
      (view.byteLength - offset) * 8 - from,
    )
    const isStored = isSet(from)
    let count = 1
    while (count < limit && isSet(from + count) === isStored) count++
    return { isStored, length: Math.min(length, count * sector - (within % sector)) }
  }

  #indexOf(block: number): number {
    return block + Math.floor(block / this.#chunkRatio)
  }

  #payload(block: number, within: number, length: number): Piece {
    const needed = { offset: block, length: within + length }
    if (block < megabyte || this.#reserved.some((region) => overlap(region, needed))) {
      throw this.#file.corrupt('block', block)
    }
    return storedPiece(this.#file, block + within, length, 'block')
  }
}
