import { roundUp } from '../../bytes.ts'
import { DiskError } from '../../disk-error.ts'
import { sectorSize } from '../../virtual-disk.ts'
import { uint64 } from '../integers.ts'
import type { SourceFile } from '../source-file.ts'
import { readExtensions } from './header-extensions.ts'

// Layout: docs/interop/qcow2.rst of QEMU, big-endian.
export const qcow2Magic = 0x5146_49fb
/** The version that has a layout of its own, called qcow. */
export const qcowVersion = 1
const headerSize = { 2: 72, 3: 104 } as const
const maximumBackingName = 1023
export const l1EntrySize = 8

const incompatible = { dirty: 1, corrupt: 2, externalData: 4, compressionType: 8, extendedL2: 16 } as const
const knownIncompatible = 31
const smallestClusterBits = { plain: 9, withSubclusters: 14 } as const

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
  /** Whether the backing file is its bytes, whatever they look like. */
  readonly backingIsRaw: boolean
  /** Clusters are of 32 subclusters, each stored or not; table entries take 16 bytes. */
  readonly subclusters: boolean
  /** The name of the file that has the clusters, where this one has only what describes them. */
  readonly dataFile: string | null
}

/** Throws CORRUPT, UNSUPPORTED, ENCRYPTED. */
export async function readQcow2Header(file: SourceFile): Promise<Qcow2Header> {
  const start = await file.read(0, headerSize[2], 'header')
  if (start.getUint32(0) !== qcow2Magic) throw file.corrupt('signature', 0)
  const version = start.getUint32(4)
  if (version !== 2 && version !== 3) throw file.unsupported(`version ${version}`)
  if (start.getUint32(32) !== 0) throw new DiskError('ENCRYPTED', { format: file.format, path: file.path })
  const features = version === 3 ? await readFeatures(file) : plain
  const clusterBits = start.getUint32(20)
  const smallest = features.subclusters ? smallestClusterBits.withSubclusters : smallestClusterBits.plain
  if (clusterBits < smallest || clusterBits > 21) throw file.corrupt('cluster size', 20)
  const backingOffset = uint64(start, 8, false)
  const backingFile = await readBackingName(file, backingOffset, start.getUint32(16))
  const extensions = await readExtensions(
    file,
    features.headerLength,
    Math.min(backingOffset || Number.POSITIVE_INFINITY, 2 ** clusterBits),
  )
  if (features.hasDataFile && extensions.dataFile === null) throw file.corrupt('data file name')
  const header: Qcow2Header = {
    version,
    capacity: roundUp(uint64(start, 24, false), sectorSize),
    clusterBits,
    l1Offset: uint64(start, 40, false),
    l1Entries: start.getUint32(36),
    compression: features.compression,
    backingFile,
    backingIsRaw: extensions.backingFormat === 'raw',
    subclusters: features.subclusters,
    dataFile: features.hasDataFile ? extensions.dataFile : null,
  }
  checkL1(file, header)
  return header
}

interface Features {
  readonly compression: Compression
  readonly subclusters: boolean
  readonly hasDataFile: boolean
  /** Bytes; extensions follow. */
  readonly headerLength: number
}

const plain: Features = { compression: 'zlib', subclusters: false, hasDataFile: false, headerLength: headerSize[2] }

async function readFeatures(file: SourceFile): Promise<Features> {
  const view = await file.read(0, headerSize[3], 'header')
  const high = view.getUint32(72)
  const low = view.getUint32(76)
  if (low & incompatible.corrupt) throw file.corrupt('file (it is marked as corrupt)')
  const unknown = (low & ~knownIncompatible) >>> 0
  if (high !== 0 || unknown !== 0) {
    const bits = (BigInt(high) << 32n) | BigInt(unknown)
    throw file.unsupported(`incompatible features 0x${bits.toString(16)}`)
  }
  const headerLength = view.getUint32(100)
  if (headerLength < headerSize[3] || headerLength % 8 !== 0) throw file.corrupt('header length', 100)
  const named = (low & incompatible.compressionType) !== 0
  const compression = await readCompression(file, headerLength, named)
  const subclusters = (low & incompatible.extendedL2) !== 0
  return { compression, subclusters, hasDataFile: (low & incompatible.externalData) !== 0, headerLength }
}

async function readCompression(file: SourceFile, headerLength: number, named: boolean): Promise<Compression> {
  if (headerLength <= headerSize[3]) {
    if (named) throw file.corrupt('compression type', 104)
    return 'zlib'
  }
  const type = (await file.read(104, 1, 'header')).getUint8(0)
  if (type > 1) throw file.unsupported(`compression type ${type}`)
  if (named !== (type === 1)) throw file.corrupt('compression type', 104)
  return type === 1 ? 'zstd' : 'zlib'
}

export async function readBackingName(file: SourceFile, offset: number, length: number): Promise<string | null> {
  if (offset === 0) return null
  if (length > maximumBackingName) throw file.corrupt('backing file name', offset)
  return new TextDecoder().decode(await file.read(offset, length, 'backing file name'))
}

function checkL1(file: SourceFile, header: Qcow2Header): void {
  const clusterSize = 2 ** header.clusterBits
  const coveredByEntry = (clusterSize * clusterSize) / (header.subclusters ? 16 : 8)
  const needed = Math.ceil(header.capacity / coveredByEntry)
  const { l1Offset, l1Entries } = header
  if (needed > l1Entries) throw file.corrupt('L1 table size', 36)
  if (needed === 0) return
  if (l1Offset < clusterSize || l1Offset % clusterSize !== 0) throw file.corrupt('L1 table', l1Offset)
  if (!file.holds(l1Offset, l1Entries * l1EntrySize)) throw file.beyond('L1 table', l1Offset)
}
