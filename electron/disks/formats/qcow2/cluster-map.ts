import type { VirtualDisk } from '../../virtual-disk.ts'
import { piecePassedOn, storedPiece, type DiskMap, type PackedBlock, type Piece } from '../disk-map.ts'
import { inflateRawBlock } from '../inflate.ts'
import type { SourceFile } from '../source-file.ts'
import { TablePages } from '../table-pages.ts'
import { decompressZstd } from '../zstd/decompress.ts'
import { l1EntrySize, type Qcow2Header } from './header.ts'

const copiedFlag = 0x8000_0000
const compressedFlag = 0x4000_0000
const zeroFlag = 1

/** Bits 9 to 55 of an entry, in its two halves. */
const offsetMask = { high: 0x00ff_ffff, low: 0xffff_fe00 } as const

interface Entry {
  readonly high: number
  readonly low: number
  /** Which of the 32 subclusters are stored, and which are zeros, a bit each; as in a whole cluster where there are none. */
  readonly stored: number
  readonly zeros: number
}

const subclusters = 32

/** The active state of the disk through its L1 and L2 tables ("L1 and L2 tables" in docs/interop/qcow2.rst). */
export class ClusterMap implements DiskMap {
  readonly capacity: number
  readonly #file: SourceFile
  readonly #header: Qcow2Header
  readonly #backing: VirtualDisk | null
  readonly #tables: TablePages
  readonly #clusterSize: number
  readonly #entrySize: number
  /** Where the clusters are. */
  readonly #data: SourceFile

  constructor(file: SourceFile, header: Qcow2Header, backing: VirtualDisk | null, data: SourceFile) {
    this.capacity = header.capacity
    this.#file = file
    this.#header = header
    this.#backing = backing
    this.#tables = new TablePages(file, 'cluster table')
    this.#clusterSize = 2 ** header.clusterBits
    this.#entrySize = header.subclusters ? 16 : 8
    this.#data = data
  }

  async locate(position: number): Promise<Piece> {
    const clusterSize = this.#clusterSize
    const covered = (clusterSize / this.#entrySize) * clusterSize
    const l1Index = Math.floor(position / covered)
    const l1Entry = await this.#entry(this.#header.l1Offset + l1Index * l1EntrySize, l1EntrySize)
    const l2Offset = offsetOf(l1Entry)
    if (l2Offset === 0) return this.#unallocated(position, covered - (position % covered))
    this.#checkPlace(l2Offset, 'L2 table')
    const index = Math.floor((position % covered) / clusterSize)
    const entry = await this.#entry(l2Offset + index * this.#entrySize, this.#entrySize)
    return this.#cluster(position, entry)
  }

  async #entry(position: number, length: number): Promise<Entry> {
    const { view, offset } = await this.#tables.entry(position, length)
    const words = { high: view.getUint32(offset), low: view.getUint32(offset + 4) }
    if (length === l1EntrySize) return { ...words, stored: 0, zeros: 0 }
    return { ...words, zeros: view.getUint32(offset + 8), stored: view.getUint32(offset + 12) }
  }

  #cluster(position: number, entry: Entry): Piece {
    const within = position % this.#clusterSize
    const length = Math.min(this.#clusterSize - within, this.capacity - position)
    if (entry.high & compressedFlag) {
      if (this.#data !== this.#file) throw this.#file.corrupt('L2 entry', position)
      return { kind: 'packed', length, skip: within, block: this.#packed(entry) }
    }
    if (this.#header.subclusters) return this.#subcluster(position, entry)
    if (entry.low & zeroFlag) {
      if (this.#header.version === 2) throw this.#file.corrupt('L2 entry', position)
      return { kind: 'zero', length }
    }
    const offset = offsetOf(entry)
    if (offset === 0 && !this.#isAtStart(entry)) return this.#unallocated(position, length)
    this.#checkPlace(offset, 'cluster')
    return this.#stored(offset, within, length)
  }

  /** "Extended L2 Entries" in docs/interop/qcow2.rst: the pieces end with the subcluster. */
  #subcluster(position: number, entry: Entry): Piece {
    const size = this.#clusterSize / subclusters
    const within = position % this.#clusterSize
    const bit = 2 ** Math.floor(within / size)
    const length = Math.min(size - (within % size), this.capacity - position)
    const isStored = (entry.stored & bit) !== 0
    const isZero = (entry.zeros & bit) !== 0
    if (isStored && isZero) throw this.#file.corrupt('L2 entry', position)
    if (isZero) return { kind: 'zero', length }
    if (!isStored) return this.#unallocated(position, length)
    const offset = offsetOf(entry)
    if (offset === 0 && !this.#isAtStart(entry)) throw this.#file.corrupt('L2 entry', position)
    this.#checkPlace(offset, 'cluster')
    return this.#stored(offset, within, length)
  }

  /** In a data file a cluster can be the first one, where this file has its header. */
  #isAtStart(entry: Entry): boolean {
    return this.#data !== this.#file && (entry.high & copiedFlag) !== 0
  }

  #unallocated(position: number, length: number): Piece {
    return piecePassedOn(this.#backing, position, Math.min(length, this.capacity - position))
  }

  /** The last cluster need not be written in full: what the file lacks of it is zeros. */
  #stored(cluster: number, within: number, length: number): Piece {
    const data = this.#data
    if (cluster >= data.size) {
      // A data file of its own is as long as its last write made it.
      if (data !== this.#file) return { kind: 'zero', length }
      throw data.beyond('cluster', cluster)
    }
    const offset = cluster + within
    const held = data.size - offset
    if (held <= 0) return { kind: 'zero', length }
    return storedPiece(data, offset, Math.min(length, held), 'cluster')
  }

  #checkPlace(offset: number, structure: string): void {
    const { l1Offset, l1Entries } = this.#header
    const clusterSize = this.#clusterSize
    const isInThisFile = structure === 'L2 table' || this.#data === this.#file
    const inL1 = isInThisFile && offset < l1Offset + l1Entries * l1EntrySize && offset + clusterSize > l1Offset
    if (offset % clusterSize !== 0 || inL1) throw this.#file.corrupt(structure, offset)
  }

  #packed(entry: Entry): PackedBlock {
    const offsetBits = 62 - (this.#header.clusterBits - 8)
    const highBits = offsetBits - 32
    const offset = (entry.high & (2 ** highBits - 1)) * 0x1_0000_0000 + entry.low
    const furtherSectors = (entry.high & (compressedFlag - 1)) >>> highBits
    const claimed = (furtherSectors + 1) * 512 - (offset % 512)
    const file = this.#file
    // The writer counts whole sectors; the last one may be short.
    const storedLength = Math.min(claimed, file.size - offset)
    if (storedLength <= 0) throw file.beyond('compressed cluster', offset)
    if (offset < this.#clusterSize) throw file.corrupt('compressed cluster', offset)
    return { file, offset, storedLength, unpack: (stored) => this.#unpack(stored, offset) }
  }

  async #unpack(stored: Uint8Array, offset: number): Promise<Uint8Array> {
    let bytes: Uint8Array
    try {
      bytes =
        this.#header.compression === 'zstd'
          ? decompressZstd(stored, this.#clusterSize)
          : await inflateRawBlock(stored, this.#clusterSize)
    } catch (error) {
      throw this.#file.corrupt('compressed cluster', offset, error)
    }
    if (bytes.length !== this.#clusterSize) throw this.#file.corrupt('compressed cluster', offset)
    return bytes
  }
}

function offsetOf(entry: Pick<Entry, 'high' | 'low'>): number {
  return (entry.high & offsetMask.high) * 0x1_0000_0000 + ((entry.low & offsetMask.low) >>> 0)
}
