import { sectorSize } from '../virtual-disk.ts'
import type { Footer } from './footer.ts'
import { sectorsOf } from './geometry.ts'

/** Programs that show a guest what the geometry addresses, whatever the current size says. */
const creatorsByGeometry = ['vpc ', 'vs  ', 'qemu']

/**
 * A disk's capacity, bytes. It is the current size (VHD 1.0, "Current Size"), which is never less than what a guest of
 * Virtual PC saw. Early versions of some creators rounded the geometry up and left the current size behind: their
 * guests used what the geometry addresses, so that counts where the file has `room` for it.
 */
export function capacityOf(footer: Footer, room: number): number {
  if (!Number.isSafeInteger(footer.currentSize)) return footer.currentSize
  const current = footer.currentSize - (footer.currentSize % sectorSize)
  const addressed = sectorsOf(footer.geometry) * sectorSize
  if (creatorsByGeometry.includes(footer.creator) && addressed > current && addressed <= room) return addressed
  return current
}
