import { readLatin, viewOf, writeLatin } from '../bytes.ts'
import { sectorSize } from '../virtual-disk.ts'
import { floppyCapacities, type FloppyName } from '#shared/floppy.ts'

interface Layout {
  readonly sectorsPerCluster: number
  readonly rootEntries: number
  /** Also the first byte of the file allocation table. */
  readonly media: number
  readonly sectorsPerTable: number
  readonly sectorsPerTrack: number
  readonly heads: number
}

function layout(sectorsPerCluster: number, rootEntries: number, media: number, sectorsPerTable: number) {
  return (sectorsPerTrack: number, heads = 2): Layout => {
    return { sectorsPerCluster, rootEntries, media, sectorsPerTable, sectorsPerTrack, heads }
  }
}

/**
 * As MS-DOS formats them, which is what drivers expect that look at the media byte alone. Microsoft's own DMF disks have
 * a root directory of 16 entries; one of ours has as many as other disks.
 */
const layouts: Readonly<Record<FloppyName, Layout>> = {
  '160K': layout(1, 64, 0xfe, 1)(8, 1),
  '180K': layout(1, 64, 0xfc, 2)(9, 1),
  '320K': layout(2, 112, 0xff, 1)(8),
  '360K': layout(2, 112, 0xfd, 2)(9),
  '640K': layout(2, 112, 0xfb, 2)(8),
  '720K': layout(2, 112, 0xf9, 3)(9),
  '1.2M': layout(1, 224, 0xf9, 7)(15),
  '1.44M': layout(1, 224, 0xf0, 9)(18),
  '1.68M': layout(1, 224, 0xf0, 10)(21),
  '2.88M': layout(2, 240, 0xf0, 9)(36),
}

const tables = 2

/** Where the boot code begins, behind the fields of the volume; the jump at the volume's beginning leads here. */
const bootCode = 0x3e

/** Writes what follows it to the screen, waits for a key and starts over: a BIOS runs it where the disk is left in the drive. */
const program = [
  ...[0x31, 0xc0], // xor ax, ax
  ...[0x8e, 0xd8], // mov ds, ax
  ...[0xfc], // cld
  ...[0xbe, 0x5a, 0x7c], // mov si, 0x7c00 + bootCode + 28
  ...[0xac], // next: lodsb
  ...[0x84, 0xc0], // test al, al
  ...[0x74, 0x09], // jz end
  ...[0xb4, 0x0e], // mov ah, 0x0e
  ...[0xbb, 0x07, 0x00], // mov bx, 7
  ...[0xcd, 0x10], // int 0x10
  ...[0xeb, 0xf2], // jmp next
  ...[0x30, 0xe4], // end: xor ah, ah
  ...[0xcd, 0x16], // int 0x16
  ...[0xcd, 0x19], // int 0x19
]
/** In code page 437, in which a BIOS writes. */
const message =
  'This floppy disk starts no system. Take it out and press a key.\r\n' +
  'Diese Diskette startet kein System. Entnehmen, dann eine Taste dr\x81cken.\r\n'

/** The beginning of an empty FAT12 volume as large as a floppy disk: all that is not zero (Microsoft FAT specification 1.03). */
export function emptyFat12(name: FloppyName, serial: number): Uint8Array {
  const chosen = layouts[name]
  const bytes = new Uint8Array((1 + tables * chosen.sectorsPerTable) * sectorSize)
  writeBootSector(bytes, chosen, floppyCapacities[name] / sectorSize, serial)
  for (let table = 0; table < tables; table++) {
    // The first two entries belong to no cluster.
    bytes.set([chosen.media, 0xff, 0xff], (1 + table * chosen.sectorsPerTable) * sectorSize)
  }
  return bytes
}

function writeBootSector(bytes: Uint8Array, layout: Layout, sectors: number, serial: number): void {
  const view = viewOf(bytes)
  bytes.set([0xeb, bootCode - 2, 0x90])
  writeLatin(bytes, 3, 'MSDOS5.0')
  view.setUint16(11, sectorSize, true)
  bytes[13] = layout.sectorsPerCluster
  view.setUint16(14, 1, true)
  bytes[16] = tables
  view.setUint16(17, layout.rootEntries, true)
  view.setUint16(19, sectors, true)
  bytes[21] = layout.media
  view.setUint16(22, layout.sectorsPerTable, true)
  view.setUint16(24, layout.sectorsPerTrack, true)
  view.setUint16(26, layout.heads, true)
  // The three fields that follow are there.
  bytes[38] = 0x29
  view.setUint32(39, serial, true)
  writeLatin(bytes, 43, 'NO NAME    ')
  writeLatin(bytes, 54, 'FAT12   ')
  bytes.set(program, bootCode)
  writeLatin(bytes, bootCode + program.length, message)
  view.setUint16(510, 0xaa55, true)
}

/** Whether a volume begins with what says that it is FAT12; of a sector. */
export function isFat12(sector: Uint8Array): boolean {
  return viewOf(sector).getUint16(510, true) === 0xaa55 && readLatin(sector, 54, 5) === 'FAT12'
}
