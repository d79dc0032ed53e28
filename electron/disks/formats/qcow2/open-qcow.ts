import type { BlockDevice } from '../../block-device.ts'
import { roundUp } from '../../bytes.ts'
import { DiskError } from '../../disk-error.ts'
import { sectorSize, type VirtualDisk } from '../../virtual-disk.ts'
import { piecePassedOn, storedPiece, type DiskMap, type PackedBlock, type Piece } from '../disk-map.ts'
import { inflateRawBlock } from '../inflate.ts'
import { uint64 } from '../integers.ts'
import { MappedDisk } from '../mapped-disk.ts'
import type { SourceDisk } from '../parent.ts'
import { SourceFile } from '../source-file.ts'
import type { SourceOptions } from '../source-options.ts'
import { TablePages } from '../table-pages.ts'
import { readBackingName } from './header.ts'

// The format before qcow2, "version 1": the layout is that of QEMU's block/qcow.c, big-endian.
const headerSize = 48
const entrySize = 8
const compressedFlag = 0x8000_0000

interface QcowHeader {
  readonly capacity: number
  readonly clusterBits: number
  /** An L2 table has two to this power entries. */
  readonly l2Bits: number
  readonly l1Offset: number
  readonly backingFile: string | null
}

/** A qcow image, read-only. Throws CORRUPT, ENCRYPTED and what `openParent` does. */
export async function openQcow(device: BlockDevice, options: SourceOptions): Promise<SourceDisk> {
  const file = await SourceFile.of(device, 'qcow', options.path)
  const header = await readHeader(file)
  const link = { format: file.format, child: file.path, isRaw: false, identity: null }
  const backing = header.backingFile === null ? null : await options.openParent({ ...link, name: header.backingFile })
  const owned = backing === null ? [device] : [backing, device]
  return new MappedDisk(new QcowMap(file, header, backing), owned)
}

async function readHeader(file: SourceFile): Promise<QcowHeader> {
  const view = await file.read(0, headerSize, 'header')
  if (view.getUint32(36) !== 0) throw new DiskError('ENCRYPTED', { format: file.format, path: file.path })
  const header: QcowHeader = {
    capacity: roundUp(uint64(view, 24, false), sectorSize),
    clusterBits: view.getUint8(32),
    l2Bits: view.getUint8(33),
    l1Offset: uint64(view, 40, false),
    backingFile: await readBackingName(file, uint64(view, 8, false), view.getUint32(16)),
  }
  const { capacity, clusterBits, l2Bits, l1Offset } = header
  if (!Number.isSafeInteger(capacity)) throw file.corrupt('disk size', 24)
  if (clusterBits < 9 || clusterBits > 16) throw file.corrupt('cluster size', 32)
  if (l2Bits < 6 || l2Bits > 13) throw file.corrupt('L2 table size', 33)
  const entries = Math.ceil(capacity / 2 ** (clusterBits + l2Bits))
  if (l1Offset < headerSize || l1Offset % entrySize !== 0) throw file.corrupt('L1 table', l1Offset)
  if (!file.holds(l1Offset, entries * entrySize)) throw file.beyond('L1 table', l1Offset)
  return header
}

class QcowMap implements DiskMap {
  readonly capacity: number
  readonly #file: SourceFile
  readonly #header: QcowHeader
  readonly #backing: VirtualDisk | null
  readonly #tables: TablePages

  constructor(file: SourceFile, header: QcowHeader, backing: VirtualDisk | null) {
    this.capacity = header.capacity
    this.#file = file
    this.#header = header
    this.#backing = backing
    this.#tables = new TablePages(file, 'cluster table')
  }

  async locate(position: number): Promise<Piece> {
    const { clusterBits, l2Bits, l1Offset } = this.#header
    const clusterSize = 2 ** clusterBits
    const covered = clusterSize * 2 ** l2Bits
    const l1 = await this.#entry(l1Offset + Math.floor(position / covered) * entrySize)
    const l2Offset = l1.high * 0x1_0000_0000 + l1.low
    if (l2Offset === 0) return this.#hole(position, covered - (position % covered))
    if (l2Offset < headerSize) throw this.#file.corrupt('L2 table', l2Offset)
    const { high, low } = await this.#entry(l2Offset + Math.floor((position % covered) / clusterSize) * entrySize)
    const within = position % clusterSize
    const length = Math.min(clusterSize - within, this.capacity - position)
    if (high & compressedFlag) return { kind: 'packed', length, skip: within, block: this.#packed(high, low) }
    const offset = high * 0x1_0000_0000 + low
    if (offset === 0) return this.#hole(position, length)
    if (offset < headerSize) throw this.#file.corrupt('cluster', offset)
    // The last cluster need not be written in full.
    const held = this.#file.size - offset
    if (held <= 0) throw this.#file.beyond('cluster', offset)
    if (within >= held) return { kind: 'zero', length }
    return storedPiece(this.#file, offset + within, Math.min(length, held - within), 'cluster')
  }

  async #entry(position: number): Promise<{ high: number; low: number }> {
    const { view, offset } = await this.#tables.entry(position, entrySize)
    return { high: view.getUint32(offset), low: view.getUint32(offset + 4) }
  }

  #hole(position: number, length: number): Piece {
    return piecePassedOn(this.#backing, position, Math.min(length, this.capacity - position))
  }

  /** Below the flag stand the bytes that the packed cluster takes, in as many bits as a cluster has, and its place. */
  #packed(high: number, low: number): PackedBlock {
    const { clusterBits } = this.#header
    const clusterSize = 2 ** clusterBits
    const placeBits = 31 - clusterBits
    const length = (high & (compressedFlag - 1)) >>> placeBits
    const offset = (high & (2 ** placeBits - 1)) * 0x1_0000_0000 + low
    const file = this.#file
    if (offset < headerSize || length === 0) throw file.corrupt('compressed cluster', offset)
    if (!file.holds(offset, length)) throw file.beyond('compressed cluster', offset)
    const unpack = async (stored: Uint8Array) => {
      try {
        const bytes = await inflateRawBlock(stored, clusterSize)
        if (bytes.length === clusterSize) return bytes
      } catch (error) {
        throw file.corrupt('compressed cluster', offset, error)
      }
      throw file.corrupt('compressed cluster', offset)
    }
    return { file, offset, storedLength: length, unpack }
  }
}
