import { roundUp } from '../bytes.ts'
import { sectorSize } from '../virtual-disk.ts'

/** Bytes a block's bitmap takes in the file: a bit a sector, padded to whole sectors (VHD 1.0, "Data Blocks"). */
export function bitmapSizeFor(blockSize: number): number {
  return roundUp(blockSize / sectorSize / 8, sectorSize)
}

/** Whether a sector is stored. The first sector is the highest bit of the first byte. */
export function isSet(bitmap: Uint8Array, sector: number): boolean {
  return ((bitmap[sector >> 3] ?? 0) & (0x80 >> (sector & 7))) !== 0
}

/** Marks sectors as stored; true where one was not. */
export function setRange(bitmap: Uint8Array, first: number, count: number): boolean {
  let changed = false
  const end = first + count
  for (let sector = first; sector < end;) {
    const index = sector >> 3
    const last = Math.min(end, (index + 1) << 3)
    // Bits from `sector` to before `last` of this byte.
    const mask = (0xff >> (sector & 7)) & (0xff << (((index + 1) << 3) - last))
    const before = bitmap[index] ?? 0
    if ((before & mask) !== mask) {
      bitmap[index] = before | mask
      changed = true
    }
    sector = last
  }
  return changed
}

/** The first sector from `first` on, before `end`, that is not like `first`; or `end`. */
export function runEnd(bitmap: Uint8Array, first: number, end: number): number {
  const set = isSet(bitmap, first)
  const alike = set ? 0xff : 0
  let sector = first + 1
  while (sector < end) {
    if ((sector & 7) === 0 && bitmap[sector >> 3] === alike) sector += 8
    else if (isSet(bitmap, sector) === set) sector++
    else break
  }
  return Math.min(sector, end)
}
