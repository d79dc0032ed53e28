import { readLatin, viewOf, writeLatin } from '../bytes.ts'
import { sectorSize } from '../virtual-disk.ts'
import { floppyCapacities, type FloppyName } from './floppy.ts'

interface Layout {
  readonly sectorsPerCluster: number
  readonly rootEntries: number
  /** Also the first byte of the file allocation table. */
  readonly media: number
  readonly sectorsPerTable: number
  readonly sectorsPerTrack: number
}

/** As MS-DOS formats them, which is what drivers expect that look at the media byte alone. */
const layouts: Readonly<Record<FloppyName, Layout>> = {
  '720K': { sectorsPerCluster: 2, rootEntries: 112, media: 0xf9, sectorsPerTable: 3, sectorsPerTrack: 9 },
  '1.44M': { sectorsPerCluster: 1, rootEntries: 224, media: 0xf0, sectorsPerTable: 9, sectorsPerTrack: 18 },
}

const tables = 2
const heads = 2

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
  const layout = layouts[name]
  const bytes = new Uint8Array((1 + tables * layout.sectorsPerTable) * sectorSize)
  writeBootSector(bytes, layout, floppyCapacities[name] / sectorSize, serial)
  for (let table = 0; table < tables; table++) {
    // The first two entries belong to no cluster.
    bytes.set([layout.media, 0xff, 0xff], (1 + table * layout.sectorsPerTable) * sectorSize)
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
  view.setUint16(26, heads, true)
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
