import type { BlockReader } from './block-reader.ts'

const entrySize = 32

/** El Torito counts sectors of 2048 bytes. */
const sectorSize = 2048

/** More entries than any disc has; ends the walk through a damaged catalog. */
const maximumEntries = 64

const header = { validation: 0x01, section: 0x90, lastSection: 0x91, extension: 0x44 } as const
const bootable = 0x88
const pcBios = 0

/**
 * Whether a boot catalog (El Torito 1.0, section 2) offers something to a PC BIOS: a valid validation entry, and an
 * initial or section entry marked bootable for platform 0 (80x86) whose boot image lies on the medium.
 */
export async function hasBiosBootEntry(medium: BlockReader, offset: number): Promise<boolean> {
  const length = Math.min(maximumEntries * entrySize, medium.size - offset)
  if (length < 2 * entrySize) return false
  const catalog = await medium.read(offset, length)
  const entry = (index: number) => catalog.subarray(index * entrySize, (index + 1) * entrySize)

  const validation = entry(0)
  if (!isValidationEntry(validation)) return false
  if (validation[1] === pcBios && isBootable(entry(1), medium.size)) return true

  let index = 2
  while ((index + 1) * entrySize <= length) {
    const section = entry(index)
    if (section[0] !== header.section && section[0] !== header.lastSection) return false
    const entries = word(section, 2)
    index += 1
    for (let number = 0; number < entries && (index + 1) * entrySize <= length; number++) {
      if (section[1] === pcBios && isBootable(entry(index), medium.size)) return true
      index += 1
      while ((index + 1) * entrySize <= length && entry(index)[0] === header.extension) index += 1
    }
    if (section[0] === header.lastSection) return false
  }
  return false
}

function word(bytes: Uint8Array, offset: number): number {
  return (bytes[offset] ?? 0) | ((bytes[offset + 1] ?? 0) << 8)
}

/** Figure 2: header 1, key bytes 55 AA, and all sixteen words add up to zero. */
function isValidationEntry(entry: Uint8Array): boolean {
  if (entry[0] !== header.validation || word(entry, 30) !== 0xaa55) return false
  let sum = 0
  for (let offset = 0; offset < entrySize; offset += 2) sum += word(entry, offset)
  return (sum & 0xffff) === 0
}

/** Figures 3 and 5: boot indicator, and where the image begins (load RBA). */
function isBootable(entry: Uint8Array, size: number): boolean {
  const start = new DataView(entry.buffer, entry.byteOffset, entrySize).getUint32(8, true) * sectorSize
  return entry[0] === bootable && start > 0 && start < size
}
