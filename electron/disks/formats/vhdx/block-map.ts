import { storedPiece, type DiskMap, type Piece } from '../disk-map.ts'
import type { SourceFile } from '../source-file.ts'
import { TablePages } from '../table-pages.ts'
import { megabyte } from './header.ts'
import type { Metadata } from './metadata.ts'
import { overlap, type Region } from './region-table.ts'

// [MS-VHDX] 2.2.5 (2.5 in later revisions).
const entrySize = 8
const state = { notPresent: 0, undefined: 1, zero: 2, unmapped: 3, fullyPresent: 6 } as const
const stateMask = 7

/** A sector bitmap block is one megabyte of bits, one a sector. */
const sectorsPerChunk = 2 ** 23

/** Payload blocks through the block allocation table, where each chunk of them is followed by a bitmap's entry. */
export class BlockMap implements DiskMap {
  readonly capacity: number
  readonly #file: SourceFile
  readonly #metadata: Metadata
  readonly #table: Region
  readonly #reserved: readonly Region[]
  readonly #entries: TablePages
  readonly #chunkRatio: number

  /** `reserved`: where no payload block can be. */
  constructor(file: SourceFile, metadata: Metadata, table: Region, reserved: readonly Region[]) {
    this.capacity = metadata.capacity
    this.#file = file
    this.#metadata = metadata
    this.#table = table
    this.#reserved = [table, ...reserved]
    this.#entries = new TablePages(file, 'block allocation table')
    this.#chunkRatio = (sectorsPerChunk * metadata.logicalSectorSize) / metadata.blockSize
    const blocks = Math.ceil(metadata.capacity / metadata.blockSize)
    if (blocks > 0 && (this.#indexOf(blocks - 1) + 1) * entrySize > table.length) {
      throw file.corrupt('block allocation table', table.offset)
    }
  }

  async locate(position: number): Promise<Piece> {
    const { blockSize } = this.#metadata
    const within = position % blockSize
    const length = Math.min(blockSize - within, this.capacity - position)
    const index = this.#indexOf((position - within) / blockSize)
    const place = this.#table.offset + index * entrySize
    const { view, offset } = await this.#entries.entry(place, entrySize)
    const low = view.getUint32(offset, true)
    switch (low & stateMask) {
      case state.notPresent:
      case state.undefined:
      case state.zero:
      case state.unmapped:
        return { kind: 'zero', length }
      case state.fullyPresent:
        return this.#payload((view.getUint32(offset + 4, true) * 2 ** 12 + (low >>> 20)) * megabyte, within, length)
      default:
        throw this.#file.corrupt('block state', place)
    }
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
