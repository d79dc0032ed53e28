import { sectorSize } from '../../virtual-disk.ts'
import { isPowerOfTwo, uint64 } from '../integers.ts'
import type { SourceFile } from '../source-file.ts'

// "Hosted Sparse Extents" and "Stream-Optimized Compressed Sparse Extents" in VMware's Virtual Disk Format 5.0.
export const sparseMagic = 0x564d_444b
/** The sparse extents of ESX hosts, "COWD": those of their snapshots. */
export const cowdMagic = 0x4457_4f43
const cowdTableEntries = 4096
const flag = { newlineTest: 1, zeroedGrains: 4, compressed: 1 << 16, markers: 1 << 17 } as const
const deflate = 1
const newlines = [0x0a, 0x20, 0x0d, 0x0a]

/** Grain directory "at the end": the header to go by is the footer, before the last (end-of-stream) marker. */
const directoryAtEnd = 0xffff_ffff_ffff_ffffn
const footerMarker = 3
const footerDistance = 3 * sectorSize

const maximumEntriesPerTable = 4096

/** A grain is unpacked whole. Bytes. */
const maximumPackedGrain = 2 * 1024 * 1024

/** Sizes and positions in bytes. */
export interface SparseHeader {
  readonly capacity: number
  readonly grainSize: number
  readonly entriesPerTable: number
  readonly directoryOffset: number
  readonly descriptorOffset: number
  readonly descriptorSize: number
  readonly compressed: boolean
  /** Each grain is preceded by its number and length. */
  readonly markers: boolean
  /** An entry of 1 means a grain of zeros. */
  readonly zeroedGrains: boolean
}

/** Throws CORRUPT, UNSUPPORTED. */
export async function readSparseHeader(file: SourceFile): Promise<SparseHeader> {
  const first = await file.read(0, sectorSize, 'header')
  if (first.getUint32(0, true) === cowdMagic) return parseCowd(file, first)
  if (first.getBigUint64(56, true) !== directoryAtEnd) return parse(file, first, 0)
  const position = file.size - footerDistance
  const footer = await file.read(position, footerDistance, 'footer')
  const isFooter = footer.getUint32(8, true) === 0 && footer.getUint32(12, true) === footerMarker
  const isEnd = footer.getUint32(1024 + 8, true) === 0 && footer.getUint32(1024 + 12, true) === 0
  if (!isFooter || !isEnd) throw file.corrupt('footer', position)
  return parse(file, new DataView(footer.buffer, sectorSize, sectorSize), position + sectorSize)
}

function parse(file: SourceFile, view: DataView, position: number): SparseHeader {
  if (view.getUint32(0, true) !== sparseMagic) throw file.corrupt('signature', position)
  const version = view.getUint32(4, true)
  if (version < 1 || version > 3) throw file.unsupported(`version ${version}`)
  const flags = view.getUint32(8, true)
  if (flags & flag.newlineTest && newlines.some((byte, index) => view.getUint8(73 + index) !== byte)) {
    throw file.corrupt('newline test (a transfer as text has changed the file)', position + 73)
  }
  const compressed = (flags & flag.compressed) !== 0
  const algorithm = view.getUint16(77, true)
  if (compressed && algorithm !== deflate) throw file.unsupported(`compression algorithm ${algorithm}`)
  const header: SparseHeader = {
    capacity: uint64(view, 12, true) * sectorSize,
    grainSize: uint64(view, 20, true) * sectorSize,
    entriesPerTable: view.getUint32(44, true),
    directoryOffset: uint64(view, 56, true) * sectorSize,
    descriptorOffset: uint64(view, 28, true) * sectorSize,
    descriptorSize: uint64(view, 36, true) * sectorSize,
    compressed,
    markers: (flags & flag.markers) !== 0,
    zeroedGrains: (flags & flag.zeroedGrains) !== 0,
  }
  check(file, header, position)
  return header
}

/** "ESX Server Sparse Extents" in VMware's Virtual Disk Format 5.0. */
function parseCowd(file: SourceFile, view: DataView): SparseHeader {
  const version = view.getUint32(4, true)
  if (version !== 1) throw file.unsupported(`version ${version}`)
  const header: SparseHeader = {
    capacity: view.getUint32(12, true) * sectorSize,
    grainSize: view.getUint32(16, true) * sectorSize,
    entriesPerTable: cowdTableEntries,
    directoryOffset: view.getUint32(20, true) * sectorSize,
    descriptorOffset: 0,
    descriptorSize: 0,
    compressed: false,
    markers: false,
    zeroedGrains: false,
  }
  check(file, header, 0)
  return header
}

function check(file: SourceFile, header: SparseHeader, position: number): void {
  const { capacity, grainSize, entriesPerTable, directoryOffset } = header
  if (!Number.isSafeInteger(capacity)) throw file.corrupt('capacity', position + 12)
  const maximumGrain = header.compressed ? maximumPackedGrain : 2 ** 30
  if (!isPowerOfTwo(grainSize) || grainSize > maximumGrain) throw file.corrupt('grain size', position + 20)
  if (entriesPerTable < 1 || entriesPerTable > maximumEntriesPerTable) {
    throw file.corrupt('grain table size', position + 44)
  }
  const tables = Math.ceil(capacity / (grainSize * entriesPerTable))
  if (directoryOffset < sectorSize) throw file.corrupt('grain directory', directoryOffset)
  if (!file.holds(directoryOffset, tables * 4)) throw file.beyond('grain directory', directoryOffset)
}
