import { diskTypes, type DiskType } from '#shared/disk.ts'
import { readLatin, viewOf, writeLatin } from '../bytes.ts'
import { checksum, isChecksumRight, readId, readLong, writeId, writeLong } from './fields.ts'
import type { Geometry } from './geometry.ts'

export const footerSize = 512
/** Versions before Virtual PC 2004 wrote a byte less (VHD 1.0, "Hard Disk Footer Format"). */
export const oldFooterSize = 511

/** What every disk says of itself (VHD 1.0, "Hard Disk Footer Format"). Sizes and positions in bytes. */
export interface Footer {
  /** Bit 0: temporary, to be deleted on shutdown. Bit 1 is always set. */
  readonly features: number
  /** Position of the dynamic disk header; null in a fixed disk. */
  readonly headerPosition: number | null
  /** Creation, seconds since 2000. */
  readonly created: number
  /** Four characters. */
  readonly creator: string
  readonly creatorVersion: number
  readonly creatorHost: string
  readonly originalSize: number
  readonly currentSize: number
  readonly geometry: Geometry
  readonly type: DiskType
  readonly id: string
  readonly savedState: boolean
}

const cookie = 'conectix'
const version = 0x0001_0000
const checksumOffset = 64
const noPosition = 0xffff_ffff
const firstType = 2

export interface ParsedFooter {
  readonly footer: Footer
  readonly checksumRight: boolean
}

/** Whether a footer begins there, whether or not it can be read. */
export function isFooterBegun(bytes: Uint8Array): boolean {
  return bytes.byteLength >= cookie.length && readLatin(bytes, 0, cookie.length) === cookie
}

/** Reads 512 bytes, or the 511 of an old file. Null where they are no footer, or one of a kind not known. */
export function parseFooter(bytes: Uint8Array): ParsedFooter | null {
  if (bytes.byteLength < oldFooterSize || !isFooterBegun(bytes)) return null
  const view = viewOf(bytes)
  const type = diskTypes[view.getUint32(60) - firstType]
  if (type === undefined || view.getUint32(12) >>> 16 !== version >>> 16) return null
  const footer: Footer = {
    features: view.getUint32(8),
    headerPosition: type === 'fixed' ? null : readLong(view, 16),
    created: view.getUint32(24),
    creator: readLatin(bytes, 28, 4),
    creatorVersion: view.getUint32(32),
    creatorHost: readLatin(bytes, 36, 4),
    originalSize: readLong(view, 40),
    currentSize: readLong(view, 48),
    geometry: { cylinders: view.getUint16(56), heads: view.getUint8(58), sectorsPerTrack: view.getUint8(59) },
    type,
    id: readId(bytes, 68),
    savedState: view.getUint8(84) !== 0,
  }
  return { footer, checksumRight: isChecksumRight(bytes, checksumOffset) }
}

export function serializeFooter(footer: Footer): Uint8Array {
  const bytes = new Uint8Array(footerSize)
  const view = viewOf(bytes)
  writeLatin(bytes, 0, cookie)
  view.setUint32(8, footer.features | 2)
  view.setUint32(12, version)
  if (footer.headerPosition === null) {
    view.setUint32(16, noPosition)
    view.setUint32(20, noPosition)
  } else {
    writeLong(view, 16, footer.headerPosition)
  }
  view.setUint32(24, footer.created)
  writeLatin(bytes, 28, footer.creator)
  view.setUint32(32, footer.creatorVersion)
  writeLatin(bytes, 36, footer.creatorHost)
  writeLong(view, 40, footer.originalSize)
  writeLong(view, 48, footer.currentSize)
  view.setUint16(56, footer.geometry.cylinders)
  view.setUint8(58, footer.geometry.heads)
  view.setUint8(59, footer.geometry.sectorsPerTrack)
  view.setUint32(60, diskTypes.indexOf(footer.type) + firstType)
  writeId(bytes, 68, footer.id)
  view.setUint8(84, footer.savedState ? 1 : 0)
  view.setUint32(checksumOffset, checksum(bytes, checksumOffset))
  return bytes
}
