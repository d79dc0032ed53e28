const entrySize = 32

/** El Torito counts sectors of 2048 bytes. */
const sectorSize = 2048

/** More entries than any disc has; ends the walk through a damaged catalog. */
const maximumEntries = 64

const header = { validation: 0x01, section: 0x90, lastSection: 0x91, extension: 0x44 } as const
const bootable = 0x88
const pcBios = 0
const efi = 0xef

export interface BootEntries {
  /** The first entry for a PC BIOS, as it stands in the catalog. */
  readonly bios: Uint8Array | null
  /** Whether there is an entry for computers with EFI. */
  readonly efi: boolean
}

/** Bytes of a boot catalog that are looked at, from its beginning. */
export const catalogLength = maximumEntries * entrySize

/**
 * What a boot catalog (El Torito 1.0, section 2) offers: under a valid validation entry the initial and the section entries
 * that are marked bootable and whose boot image lies on the medium. Platforms are 0 (80x86) and EF (UEFI 2.10, 13.3.2.1).
 * @param size of the medium, bytes
 */
export function readBootEntries(catalog: Uint8Array, size: number): BootEntries {
  let bios: Uint8Array | null = null
  let hasEfi = false
  for (const { platform, entry } of entriesOf(catalog)) {
    if (!isBootable(entry, size)) continue
    if (platform === pcBios) bios ??= entry
    if (platform === efi) hasEfi = true
  }
  return { bios, efi: hasEfi }
}

/**
 * The catalog as a BIOS finds its entry that looks at the initial entry alone, as SeaBIOS does: with the first entry for a PC
 * BIOS there. Unchanged where that is so already, or where there is none.
 */
export function withBiosFirst(catalog: Uint8Array, size: number): Uint8Array {
  const { bios } = readBootEntries(catalog, size)
  if (bios === null || bios.byteOffset === catalog.byteOffset + entrySize) return catalog
  const changed = catalog.slice()
  // The words of the validation entry still have to add up to zero.
  const sum = word(catalog, 28) + ((catalog[1] ?? 0) << 8)
  changed.set([pcBios], 1)
  changed.set([sum & 0xff, (sum >> 8) & 0xff], 28)
  changed.set(bios, entrySize)
  return changed
}

function* entriesOf(catalog: Uint8Array): Generator<{ platform: number | undefined; entry: Uint8Array }> {
  const count = Math.min(maximumEntries, Math.floor(catalog.length / entrySize))
  const at = (index: number) => catalog.subarray(index * entrySize, (index + 1) * entrySize)
  if (count < 2 || !isValidationEntry(at(0))) return
  yield { platform: at(0)[1], entry: at(1) }
  let index = 2
  while (index < count) {
    const section = at(index)
    if (section[0] !== header.section && section[0] !== header.lastSection) return
    const entries = word(section, 2)
    index += 1
    for (let number = 0; number < entries && index < count; number++) {
      yield { platform: section[1], entry: at(index) }
      index += 1
      while (index < count && at(index)[0] === header.extension) index += 1
    }
    if (section[0] === header.lastSection) return
  }
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
