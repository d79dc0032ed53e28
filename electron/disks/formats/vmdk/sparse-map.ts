import { sectorSize, type VirtualDisk } from '../../virtual-disk.ts'
import { piecePassedOn, storedPiece, type DiskMap, type PackedBlock, type Piece } from '../disk-map.ts'
import { inflateBlock } from '../inflate.ts'
import type { SourceFile } from '../source-file.ts'
import { TablePages } from '../table-pages.ts'
import type { SparseHeader } from './sparse-header.ts'

const entrySize = 4
const zeroedGrain = 1

/** Before a compressed grain: its first sector (8 bytes) and the length of its data (4 bytes). */
const markerSize = 12

/** What an extent leaves to the disk below it; `offset`, bytes, is where the extent begins in the disk. */
export interface Below {
  readonly parent: VirtualDisk | null
  readonly offset: number
}

/** A sparse extent through its grain directory and grain tables. */
export class SparseMap implements DiskMap {
  readonly capacity: number
  readonly #file: SourceFile
  readonly #header: SparseHeader
  readonly #tables: TablePages
  readonly #below: Below

  /** `capacity`, bytes, is what the disk takes of the extent. */
  constructor(file: SourceFile, header: SparseHeader, capacity: number, below: Below) {
    if (capacity > header.capacity) throw file.corrupt('capacity', 12)
    this.capacity = capacity
    this.#file = file
    this.#header = header
    this.#below = below
    this.#tables = new TablePages(file, 'grain table')
  }

  async locate(position: number): Promise<Piece> {
    const { grainSize, entriesPerTable, directoryOffset, zeroedGrains } = this.#header
    const covered = grainSize * entriesPerTable
    const table = await this.#entry(directoryOffset + Math.floor(position / covered) * entrySize)
    if (table === 0) return this.#hole(position, covered - (position % covered))
    this.#checkPlace(table * sectorSize, entriesPerTable * entrySize, 'grain table')
    const grain = Math.floor((position % covered) / grainSize)
    const entry = await this.#entry(table * sectorSize + grain * entrySize)
    const within = position % grainSize
    if (entry === 0) return this.#hole(position, grainSize - within)
    const offset = entry * sectorSize
    const length = Math.min(grainSize - within, this.capacity - position)
    if (entry === zeroedGrain && zeroedGrains) return { kind: 'zero', length }
    if (this.#header.compressed) {
      return { kind: 'packed', length, skip: within, block: this.#packed(offset, position - within) }
    }
    this.#checkPlace(offset, within + length, 'grain')
    return storedPiece(this.#file, offset + within, length, 'grain')
  }

  async #entry(position: number): Promise<number> {
    const { view, offset } = await this.#tables.entry(position, entrySize)
    return view.getUint32(offset, true)
  }

  #hole(position: number, length: number): Piece {
    const { parent, offset } = this.#below
    return piecePassedOn(parent, offset + position, Math.min(length, this.capacity - position))
  }

  /** Neither the header nor the directory is a grain or a table. */
  #checkPlace(offset: number, length: number, structure: string): void {
    const { directoryOffset, grainSize, entriesPerTable, capacity } = this.#header
    const directoryEnd = directoryOffset + Math.ceil(capacity / (grainSize * entriesPerTable)) * entrySize
    const inDirectory = offset < directoryEnd && offset + length > directoryOffset
    if (offset < sectorSize || inDirectory) throw this.#file.corrupt(structure, offset)
  }

  #packed(offset: number, grainPosition: number): PackedBlock {
    const file = this.#file
    // The length stands before the data; read with it what deflate can make of a grain at the most.
    const { grainSize } = this.#header
    const longest = markerSize + grainSize + Math.ceil(grainSize / 1000) + 128
    const storedLength = Math.min(longest, file.size - offset)
    if (offset < sectorSize || storedLength <= markerSize) throw file.corrupt('grain', offset)
    return { file, offset, storedLength, unpack: (stored) => this.#unpack(stored, offset, grainPosition) }
  }

  async #unpack(stored: Uint8Array, offset: number, grainPosition: number): Promise<Uint8Array> {
    const data = this.#header.markers ? this.#marked(stored, offset, grainPosition) : stored
    try {
      return await inflateBlock(data, this.#header.grainSize)
    } catch (error) {
      throw this.#file.corrupt('compressed grain', offset, error)
    }
  }

  #marked(stored: Uint8Array, offset: number, grainPosition: number): Uint8Array {
    const view = new DataView(stored.buffer, stored.byteOffset, stored.byteLength)
    const sector = view.getBigUint64(0, true)
    const length = view.getUint32(8, true)
    const right = sector === BigInt(grainPosition / sectorSize) && length <= stored.length - markerSize
    if (!right) throw this.#file.corrupt('grain marker', offset)
    return stored.subarray(markerSize, markerSize + length)
  }
}
