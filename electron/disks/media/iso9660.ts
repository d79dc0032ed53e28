import { catalogLength, readBootEntries, type BootEntries } from './el-torito.ts'
import type { BlockReader } from './block-reader.ts'

/** ECMA-119 6.1.2: descriptors lie in sectors of 2048 bytes, whatever the logical block size. */
export const sectorSize = 2048

/** ECMA-119 6.2.1: the first 16 sectors are the system's; descriptors follow. */
const firstDescriptor = 16

/** Far more than any disc has; ends the search in a file without a terminator. */
const maximumDescriptors = 256

const descriptorType = { bootRecord: 0, primary: 1, terminator: 255 } as const

export type IsoInspection =
  | { readonly kind: 'bootable' }
  | { readonly kind: 'notIso' }
  | { readonly kind: 'notBootable' }
  /** It starts computers, but only those with EFI. */
  | { readonly kind: 'efiOnly' }
  /** Bytes. */
  | { readonly kind: 'truncated'; readonly expected: number; readonly actual: number }

/**
 * Whether a medium is an ISO 9660 volume (ECMA-119 8.4), whole, or a UDF one, and whether a PC BIOS can boot it (El Torito
 * 1.0). A file longer than its volume is fine: writers pad, and hybrid images carry partitions behind it.
 */
export async function inspectIso(medium: BlockReader): Promise<IsoInspection> {
  let primary = false
  let bootCatalog: number | null = null

  for (let index = 0; index < maximumDescriptors; index++) {
    const offset = (firstDescriptor + index) * sectorSize
    if (offset + sectorSize > medium.size) break
    const descriptor = await medium.read(offset, sectorSize)
    if (!isDescriptor(descriptor)) break
    const type = descriptor[0]
    if (type === descriptorType.terminator) break
    if (type === descriptorType.bootRecord) bootCatalog ??= bootCatalogOf(descriptor)
    if (type === descriptorType.primary && !primary) {
      const expected = volumeSize(descriptor)
      if (expected === 0) return { kind: 'notIso' }
      if (expected > medium.size) return { kind: 'truncated', expected, actual: medium.size }
      primary = true
    }
  }

  if (!primary && !(await isUdf(medium))) return { kind: 'notIso' }
  if (bootCatalog === null) return { kind: 'notBootable' }
  const { bios, efi } = await bootEntriesAt(medium, bootCatalog * sectorSize)
  if (bios !== null) return { kind: 'bootable' }
  return { kind: efi ? 'efiOnly' : 'notBootable' }
}

async function bootEntriesAt(medium: BlockReader, offset: number): Promise<BootEntries> {
  const length = Math.max(0, Math.min(catalogLength, medium.size - offset))
  return readBootEntries(length === 0 ? new Uint8Array() : await medium.read(offset, length), medium.size)
}

/** ECMA-167 3/9.1: a disc without ISO 9660 says in its volume recognition sequence which file system it has. */
async function isUdf(medium: BlockReader): Promise<boolean> {
  for (let index = 0; index < maximumDescriptors; index++) {
    const offset = (firstDescriptor + index) * sectorSize
    if (offset + sectorSize > medium.size) return false
    const identifier = text(await medium.read(offset, 6), 1, 5)
    if (identifier === 'NSR02' || identifier === 'NSR03') return true
    if (!['BEA01', 'BOOT2', 'CD001', 'CDW02'].includes(identifier)) return false
  }
  return false
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function text(bytes: Uint8Array, from: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(from, from + length))
}

/** ECMA-119 8.1: standard identifier and version. */
function isDescriptor(descriptor: Uint8Array): boolean {
  return text(descriptor, 1, 5) === 'CD001' && descriptor[6] === 1
}

/** ECMA-119 8.4.8 volume space size times 8.4.12 logical block size, in bytes; 0 where the descriptor makes no sense. */
function volumeSize(primary: Uint8Array): number {
  const blocks = view(primary).getUint32(80, true)
  const blockSize = view(primary).getUint16(128, true)
  return [512, 1024, 2048].includes(blockSize) ? blocks * blockSize : 0
}

/** El Torito 1.0 figure 7: the sector of the boot catalog, or null for a boot record of another system. */
export function bootCatalogOf(record: Uint8Array): number | null {
  const system = 'EL TORITO SPECIFICATION'
  return text(record, 7, system.length) === system ? view(record).getUint32(0x47, true) : null
}
