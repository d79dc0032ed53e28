import { viewOf } from '../bytes.ts'

/** Milliseconds since the epoch at which VHD's clock starts: 2000-01-01 00:00 UTC (VHD 1.0, "Time Stamp"). */
const firstSecond = Date.UTC(2000, 0, 1)

/** Seconds since 2000, as the format keeps times. */
export function toTimestamp(milliseconds: number): number {
  return Math.min(0xffff_ffff, Math.max(0, Math.floor((milliseconds - firstSecond) / 1000)))
}

export function fromTimestamp(seconds: number): number {
  return firstSecond + seconds * 1000
}

/** A 64-bit size or position; infinity for one that no file can have. */
export function readLong(view: DataView, offset: number): number {
  const value = view.getUint32(offset) * 0x1_0000_0000 + view.getUint32(offset + 4)
  return Number.isSafeInteger(value) ? value : Number.POSITIVE_INFINITY
}

export function writeLong(view: DataView, offset: number, value: number): void {
  view.setUint32(offset, Math.floor(value / 0x1_0000_0000))
  view.setUint32(offset + 4, value % 0x1_0000_0000)
}

/** One's complement of the sum of all bytes, without the four of the checksum itself (VHD 1.0, "Checksum"). */
export function checksum(bytes: Uint8Array, checksumOffset: number): number {
  const end = bytes.byteLength
  return ~(sumOf(bytes, 0, checksumOffset) + sumOf(bytes, checksumOffset + 4, end)) >>> 0
}

// Opening a chain spends more on this than on anything else it computes, hence the plain loop.
function sumOf(bytes: Uint8Array, from: number, to: number): number {
  let sum = 0
  for (let i = from; i < to; i++) sum += bytes[i]!
  return sum
}

export function isChecksumRight(bytes: Uint8Array, checksumOffset: number): boolean {
  return viewOf(bytes).getUint32(checksumOffset) === checksum(bytes, checksumOffset)
}

/** The text form of RFC 9562 of the 16 bytes at `offset`. */
export function readId(bytes: Uint8Array, offset: number): string {
  const digits = Array.from(bytes.subarray(offset, offset + 16), (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [0, 8, 12, 16, 20].map((start, i, starts) => digits.slice(start, starts[i + 1])).join('-')
}

export function writeId(bytes: Uint8Array, offset: number, id: string): void {
  const digits = id.replaceAll('-', '')
  for (let i = 0; i < 16; i++) bytes[offset + i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16)
}
