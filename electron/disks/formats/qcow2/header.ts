import { roundUp } from '../../bytes.ts'
import { DiskError } from '../../disk-error.ts'
import { sectorSize } from '../../virtual-disk.ts'
import { uint64 } from '../integers.ts'
import type { SourceFile } from '../source-file.ts'

// Layout: docs/interop/qcow2.rst of QEMU, big-endian.
export const qcow2Magic = 0x5146_49fb
const headerSize = { 2: 72, 3: 104 } as const
const maximumBackingName = 1023
export const l1EntrySize = 8

const incompatible = { dirty: 1, corrupt: 2, externalData: 4, compressionType: 8, extendedL2: 16 } as const
const knownIncompatible = 31

export type Compression = 'zlib' | 'zstd'

export interface Qcow2Header {
  readonly version: 2 | 3
  readonly capacity: number
  readonly clusterBits: number
  readonly l1Offset: number
  readonly l1Entries: number
  readonly compression: Compression
  /** As the file names it, or null. */
  readonly backingFile: string | null
}

/** Throws CORRUPT, UNSUPPORTED, ENCRYPTED. */
export async function readQcow2Header(file: SourceFile): Promise<Qcow2Header> {
  const start = await file.read(0, headerSize[2], 'header')
  if (start.getUint32(0) !== qcow2Magic) throw file.corrupt('signature', 0)
  const version = start.getUint32(4)
  if (version !== 2 && version !== 3) throw file.unsupported(`version ${version}`)
  if (start.getUint32(32) !== 0) throw new DiskError('ENCRYPTED', { format: file.format })
  const compression = version === 3 ? await readFeatures(file) : 'zlib'
  const clusterBits = start.getUint32(20)
  if (clusterBits < 9 || clusterBits > 21) throw file.corrupt('cluster size', 20)
  const header = {
    version,
    capacity: roundUp(uint64(start, 24, false), sectorSize),
    clusterBits,
    l1Offset: uint64(start, 40, false),
    l1Entries: start.getUint32(36),
    compression,
    backingFile: await readBackingName(file, uint64(start, 8, false), start.getUint32(16)),
  } as const
  checkL1(file, header)
  return header
}

async function readFeatures(file: SourceFile): Promise<Compression> {
  const view = await file.read(0, headerSize[3], 'header')
  const high = view.getUint32(72)
  const low = view.getUint32(76)
  if (low & incompatible.corrupt) throw file.corrupt('file (it is marked as corrupt)')
  if (low & incompatible.externalData) throw file.unsupported('external data file')
  if (low & incompatible.extendedL2) throw file.unsupported('extended L2 entries')
  const unknown = (low & ~knownIncompatible) >>> 0
  if (high !== 0 || unknown !== 0) {
    const bits = (BigInt(high) << 32n) | BigInt(unknown)
    throw file.unsupported(`incompatible features 0x${bits.toString(16)}`)
  }
  const length = view.getUint32(100)
  if (length < headerSize[3] || length % 8 !== 0) throw file.corrupt('header length', 100)
  const named = (low & incompatible.compressionType) !== 0
  if (length <= headerSize[3]) {
    if (named) throw file.corrupt('compression type', 104)
    return 'zlib'
  }
  const type = (await file.read(104, 1, 'header')).getUint8(0)
  if (type > 1) throw file.unsupported(`compression type ${type}`)
  if (named !== (type === 1)) throw file.corrupt('compression type', 104)
  return type === 1 ? 'zstd' : 'zlib'
}

async function readBackingName(file: SourceFile, offset: number, length: number): Promise<string | null> {
  if (offset === 0) return null
  if (length > maximumBackingName) throw file.corrupt('backing file name', offset)
  return new TextDecoder().decode(await file.read(offset, length, 'backing file name'))
}

function checkL1(file: SourceFile, header: Qcow2Header): void {
  const clusterSize = 2 ** header.clusterBits
  const coveredByEntry = (clusterSize * clusterSize) / l1EntrySize
  const needed = Math.ceil(header.capacity / coveredByEntry)
  const { l1Offset, l1Entries } = header
  if (needed > l1Entries) throw file.corrupt('L1 table size', 36)
  if (needed === 0) return
  const lies = l1Offset >= clusterSize && l1Offset % clusterSize === 0 && file.holds(l1Offset, l1Entries * l1EntrySize)
  if (!lies) throw file.corrupt('L1 table', l1Offset)
}
