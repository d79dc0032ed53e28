import { largestDiskCapacity, type FooterHealth, type HeaderHealth } from '#shared/disk.ts'
import type { BlockDevice } from '../block-device.ts'
import { isEqual } from '../bytes.ts'
import { DiskError } from '../disk-error.ts'
import { formatByHead } from '../formats/detect.ts'
import { foreignFormat } from '../formats/foreign.ts'
import { sectorSize } from '../virtual-disk.ts'
import { tableSize } from './block-allocation-table.ts'
import { capacityOf } from './capacity.ts'
import { headerSize, isHeaderChecksumRight, parseHeader, type DynamicHeader } from './dynamic-header.ts'
import { footerSize, isFooterBegun, oldFooterSize, parseFooter, type Footer, type ParsedFooter } from './footer.ts'
import { bitmapSizeFor } from './sector-bitmap.ts'

/** What a VHD file says of itself. Positions and sizes in bytes. */
export interface VhdStructure {
  readonly path: string
  readonly fileSize: number
  readonly footer: Footer
  readonly footerHealth: FooterHealth
  readonly headerHealth: HeaderHealth
  /** Where the blocks or, in a fixed disk, the data end at the latest: the footer's place, or the file's end. */
  readonly end: number
  readonly capacity: number
  /** Null in a fixed disk. */
  readonly header: DynamicHeader | null
  /** The file's first bytes, where most files have what else is asked for. */
  readonly front: Uint8Array
}

/** What is common to the errors about one file. */
export function corrupt(path: string, structure: string, position?: number): DiskError<'CORRUPT'> {
  const facts = { format: 'vhd', structure, path }
  return new DiskError('CORRUPT', position === undefined ? facts : { ...facts, position })
}

/** Of a file that ends at `end`, before what it says it has. */
export function truncated(path: string, structure: string, end: number, needed: number): DiskError<'CORRUPT'> {
  return new DiskError('CORRUPT', { format: 'vhd', structure, path, end, needed })
}

/** One request for the copy of the footer, the header and the paths of the parent, where files made here have them. */
const frontSize = 4096

/** Microsoft's are of 512 KiB and 2 MiB; jobs hold one in memory. */
const blockSizes = { smallest: 4096, largest: 16 * 1024 * 1024 }

/** Rejects with NOT_RECOGNISED, OTHER_FORMAT, CORRUPT, UNSUPPORTED and TOO_LARGE. */
export async function readStructure(device: BlockDevice, path: string): Promise<VhdStructure> {
  const fileSize = await device.size()
  const front = new Uint8Array(Math.min(fileSize, frontSize))
  const tail = new Uint8Array(Math.min(fileSize, footerSize))
  await Promise.all([device.read(0, front), device.read(fileSize - tail.byteLength, tail)])

  const atEnd = footerAtEnd(tail, fileSize)
  if (atEnd !== null && isPlainFixed(atEnd, fileSize))
    return fixed(path, fileSize, fileSize - tailSize(fileSize, tail), front, atEnd)

  const inFront = footerInFront(front, tail, atEnd)
  const chosen = choose(atEnd, inFront)
  if (chosen === null) {
    throw withoutFooter(path, fileSize, front, tail) ?? (await notVhd(device, path))
  }
  const end = isSame(chosen, atEnd) ? fileSize - tailSize(fileSize, tail) : fileSize
  if (chosen.footer.type === 'fixed') return fixed(path, fileSize, end, front, chosen)
  const footerHealth = { atEnd: healthAtEnd(atEnd, chosen), inFront: healthInFront(inFront, chosen) }
  const position = chosen.footer.headerPosition ?? 0
  const { header, headerHealth } = await readHeader(device, path, fileSize, position, front)
  const capacity = capacityOf(chosen.footer, header.tableEntries * header.blockSize)
  checkCapacity(path, capacity)
  if (Math.ceil(capacity / header.blockSize) > header.tableEntries) throw corrupt(path, 'block allocation table')
  return { path, fileSize, footer: chosen.footer, footerHealth, headerHealth, end, capacity, header, front }
}

/** What is said of a file that has a footer which cannot be read; null of one without. */
function withoutFooter(path: string, fileSize: number, front: Uint8Array, tail: Uint8Array): DiskError | null {
  // Whole sectors lie before the footer: what is left of one begins in the last sector.
  const size = fileSize % sectorSize || footerSize
  const isBegun = fileSize > 0 && isFooterBegun(tail.subarray(tail.byteLength - size))
  if (isBegun && size < oldFooterSize) return truncated(path, 'footer', fileSize, fileSize - size + footerSize)
  if (isBegun) return corrupt(path, 'footer', fileSize - size)
  return isFooterBegun(front) ? corrupt(path, 'footer', 0) : null
}

/** What a file is instead, as far as its first bytes tell. */
async function notVhd(device: BlockDevice, path: string): Promise<DiskError> {
  const other = await foreignFormat(device)
  if (other !== null) return new DiskError('OTHER_FORMAT', { path, other })
  const format = await formatByHead(device)
  return new DiskError('NOT_RECOGNISED', format === null ? { path } : { path, format })
}

/** The same object where the copies are alike, which they are in nearly every file. */
function footerInFront(front: Uint8Array, tail: Uint8Array, atEnd: ParsedFooter | null): ParsedFooter | null {
  if (front.byteLength < footerSize) return null
  const copy = front.subarray(0, footerSize)
  return isEqual(copy, tail) ? atEnd : parseFooter(copy)
}

function footerAtEnd(tail: Uint8Array, fileSize: number): ParsedFooter | null {
  return parseFooter(tail.subarray(Math.max(0, tail.byteLength - tailSize(fileSize, tail))))
}

/** 512, or 511 where an old footer ends the file: whole sectors lie before it. */
function tailSize(fileSize: number, tail: Uint8Array): number {
  if (fileSize % sectorSize !== oldFooterSize) return footerSize
  return parseFooter(tail.subarray(tail.byteLength - oldFooterSize)) === null ? footerSize : oldFooterSize
}

/**
 * A fixed disk by its end. What is in front then is the guest's: one who writes a footer into the first sector of its
 * disk must not make us follow it.
 */
function isPlainFixed({ footer }: ParsedFooter, fileSize: number): boolean {
  return footer.type === 'fixed' && footer.currentSize <= fileSize && fileSize - footer.currentSize <= 2 * footerSize
}

/** Last resort is a footer of which only the checksum is wrong, as some programs have written it. */
function choose(atEnd: ParsedFooter | null, inFront: ParsedFooter | null): ParsedFooter | null {
  const front = inFront !== null && inFront.footer.type !== 'fixed' ? inFront : null
  const agree = atEnd !== null && (front === null || isSame(atEnd, front))
  // What ends the file without the front knowing it may be a guest's data, bared by a power failure.
  if (atEnd?.checksumRight === true && (agree || front?.checksumRight !== true)) return atEnd
  if (front?.checksumRight === true) return front
  return atEnd !== null && agree && front !== null ? atEnd : null
}

function isSame(a: ParsedFooter | null, b: ParsedFooter | null): boolean {
  return a !== null && b !== null && a.footer.id === b.footer.id && a.footer.type === b.footer.type
}

function healthAtEnd(atEnd: ParsedFooter | null, chosen: ParsedFooter): FooterHealth['atEnd'] {
  if (atEnd === null || !isSame(atEnd, chosen)) return 'none'
  return atEnd.checksumRight ? 'sound' : 'wrong checksum'
}

function healthInFront(inFront: ParsedFooter | null, chosen: ParsedFooter): FooterHealth['inFront'] {
  if (inFront?.checksumRight !== true || !isSame(inFront, chosen)) return 'damaged'
  if (inFront === chosen) return 'sound'
  return JSON.stringify(inFront.footer) === JSON.stringify(chosen.footer) ? 'sound' : 'different'
}

function fixed(
  path: string,
  fileSize: number,
  end: number,
  front: Uint8Array,
  { footer, checksumRight }: ParsedFooter,
): VhdStructure {
  const capacity = capacityOf(footer, end)
  checkCapacity(path, capacity)
  if (capacity > end) throw truncated(path, 'data', fileSize, capacity + footerSize)
  const footerHealth = { atEnd: checksumRight ? 'sound' : 'wrong checksum', inFront: 'not needed' } as const
  return { path, fileSize, footer, footerHealth, headerHealth: 'not needed', end, capacity, header: null, front }
}

function checkCapacity(path: string, capacity: number): void {
  if (capacity <= 0) throw corrupt(path, 'current size')
  if (capacity > largestDiskCapacity)
    throw new DiskError('TOO_LARGE', { path, size: capacity, limit: largestDiskCapacity })
}

async function readHeader(device: BlockDevice, path: string, fileSize: number, position: number, front: Uint8Array) {
  if (position + headerSize > fileSize) {
    throw truncated(path, 'dynamic disk header', fileSize, position + headerSize)
  }
  let bytes = front.subarray(position, position + headerSize)
  if (bytes.byteLength < headerSize) {
    bytes = new Uint8Array(headerSize)
    await device.read(position, bytes)
  }
  const header = parseHeader(bytes)
  if (header === null) throw corrupt(path, 'dynamic disk header', position)
  const { blockSize, tablePosition, tableEntries } = header
  if (blockSize < blockSizes.smallest || blockSize > blockSizes.largest || !Number.isInteger(Math.log2(blockSize))) {
    throw new DiskError('UNSUPPORTED', { format: 'vhd', feature: `blocks of ${blockSize} bytes`, path })
  }
  // The table is read whole: the file must hold it, so that it takes no more memory than the file's own size.
  const tableEnd = tablePosition + tableEntries * 4
  if (tablePosition % sectorSize !== 0) throw corrupt(path, 'block allocation table', tablePosition)
  if (tableEnd > fileSize) throw truncated(path, 'block allocation table', fileSize, tableEnd)
  const headerHealth: HeaderHealth = isHeaderChecksumRight(bytes) ? 'sound' : 'wrong checksum'
  return { header, headerHealth }
}

/** A stretch of the file. */
export interface FileRange {
  readonly from: number
  readonly to: number
}

/** What the file needs besides its blocks: nothing of it may be written as a block. */
export function metadataRanges({ footer, header }: VhdStructure): FileRange[] {
  if (header === null || footer.headerPosition === null) return []
  return [
    { from: 0, to: footerSize },
    { from: footer.headerPosition, to: footer.headerPosition + headerSize },
    { from: header.tablePosition, to: header.tablePosition + tableSize(header.tableEntries) },
  ]
}

/** What a block takes in the file at least, bytes: the last block of a disk may end with the capacity. */
export function sizeInFile({ header, capacity }: VhdStructure, block: number): number {
  if (header === null) return 0
  const { blockSize } = header
  return bitmapSizeFor(blockSize) + Math.max(0, Math.min(blockSize, capacity - block * blockSize))
}

/** Whether a block can be where the table says: within the file, beside its metadata. */
export function isBlockInPlace(
  structure: VhdStructure,
  block: number,
  position: number,
  metadata = metadataRanges(structure),
): boolean {
  const to = position + sizeInFile(structure, block)
  return to <= structure.end && metadata.every((range) => to <= range.from || position >= range.to)
}
