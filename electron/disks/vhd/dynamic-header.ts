import { readLatin, viewOf, writeLatin } from '../bytes.ts'
import { checksum, isChecksumRight, readId, readLong, writeId, writeLong } from './fields.ts'
import { decodeName, encodeNameBigEndian } from './utf16.ts'

export const headerSize = 1024

/** Where the parent's path is, in one platform's way of naming files (VHD 1.0, "Parent Locator Entry"). */
export interface LocatorEntry {
  /** Four characters: W2ru, W2ku, MacX, …; four zeros in an entry not used. */
  readonly platform: string
  /** Sectors kept for the path. Some programs write bytes here, so that nothing may rely on it. */
  readonly space: number
  /** Bytes of the path. */
  readonly length: number
  /** Bytes from the beginning of the file. */
  readonly position: number
}

/** VHD 1.0, "Dynamic Disk Header Format". Sizes and positions in bytes. */
export interface DynamicHeader {
  readonly tablePosition: number
  readonly tableEntries: number
  readonly blockSize: number
  /** All zeros where there is no parent. */
  readonly parentId: string
  /** When the parent was last changed, seconds since 2000. */
  readonly parentModified: number
  readonly parentName: string
  /** Eight, used or not. */
  readonly locators: readonly LocatorEntry[]
}

export const locatorCount = 8
export const noParentId = '00000000-0000-0000-0000-000000000000'
export const noLocator: LocatorEntry = { platform: '\0\0\0\0', space: 0, length: 0, position: 0 }

const cookie = 'cxsparse'
const checksumOffset = 36
const nameOffset = 64
const nameSize = 512
const locatorsOffset = 576
const locatorSize = 24

/** Of 1,024 bytes. */
export function isHeaderChecksumRight(bytes: Uint8Array): boolean {
  return isChecksumRight(bytes, checksumOffset)
}

/** Gives 1,024 bytes the checksum that they should have. */
export function sealHeader(bytes: Uint8Array): void {
  viewOf(bytes).setUint32(checksumOffset, checksum(bytes, checksumOffset))
}

/** Reads 1,024 bytes, whatever their checksum is. Null where they are no header. */
export function parseHeader(bytes: Uint8Array): DynamicHeader | null {
  if (readLatin(bytes, 0, 8) !== cookie) return null
  const view = viewOf(bytes)
  if (view.getUint32(24) >>> 16 !== 1) return null
  return {
    tablePosition: readLong(view, 16),
    tableEntries: view.getUint32(28),
    blockSize: view.getUint32(32),
    parentId: readId(bytes, 40),
    parentModified: view.getUint32(56),
    parentName: decodeName(bytes.subarray(nameOffset, nameOffset + nameSize), 'big'),
    locators: Array.from({ length: locatorCount }, (_, i) => parseLocator(bytes, locatorsOffset + i * locatorSize)),
  }
}

function parseLocator(bytes: Uint8Array, offset: number): LocatorEntry {
  const view = viewOf(bytes)
  return {
    platform: readLatin(bytes, offset, 4),
    space: view.getUint32(offset + 4),
    length: view.getUint32(offset + 8),
    position: readLong(view, offset + 16),
  }
}

export function serializeHeader(header: DynamicHeader): Uint8Array {
  const bytes = new Uint8Array(headerSize)
  const view = viewOf(bytes)
  writeLatin(bytes, 0, cookie)
  view.setUint32(8, 0xffff_ffff)
  view.setUint32(12, 0xffff_ffff)
  writeLong(view, 16, header.tablePosition)
  view.setUint32(24, 0x0001_0000)
  view.setUint32(28, header.tableEntries)
  view.setUint32(32, header.blockSize)
  writeId(bytes, 40, header.parentId)
  view.setUint32(56, header.parentModified)
  bytes.set(encodeNameBigEndian(header.parentName).subarray(0, nameSize), nameOffset)
  header.locators.forEach((locator, i) => {
    const offset = locatorsOffset + i * locatorSize
    writeLatin(bytes, offset, locator.platform)
    view.setUint32(offset + 4, locator.space)
    view.setUint32(offset + 8, locator.length)
    writeLong(view, offset + 16, locator.position)
  })
  sealHeader(bytes)
  return bytes
}
