import { openVhd } from '#electron/disks/vhd/open-vhd.ts'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { sectorSize } from '#electron/disks/virtual-disk.ts'

/** Sector with the number of the last record, and the first of those the records go round in. */
const counterSector = 1
const firstSlot = 8
const slots = 0x1000
const factor = 0x9e3779b1

/**
 * A guest for the boot sector of its first hard disk. About eighteen times a second it writes a record: a number and
 * its checksum, in the slot of that number and in the counter's sector. When the disk has flushed both it says the
 * number on COM1, eight hexadecimal digits a line. Started anew it begins with the counter's record, since of what was not
 * flushed any part can be lost.
 */
export const recorder: readonly number[] = [
  ...[0x31, 0xc0, 0x8e, 0xd8, 0x8e, 0xc0], // xor ax, ax; mov ds, ax; mov es, ax
  ...[0xbe, 0xa8, 0x7c, 0xb2, 0x80, 0xb4, 0x42, 0xcd, 0x13], // si the address packet, dl 0x80, ah 0x42; int 0x13
  ...[0x66, 0xff, 0x0e, 0x00, 0x7e], // dec dword [0x7e00]
  ...[0xfb, 0xf4], // next: sti; hlt
  ...[0x66, 0xa1, 0x00, 0x7e, 0x66, 0x40], // mov eax, [0x7e00]; inc eax
  ...[0x66, 0xa3, 0x00, 0x7e, 0x66, 0xa3, 0x00, 0x80], // mov [0x7e00], eax; mov [0x8000], eax
  ...[0x66, 0x69, 0xd0, 0xb1, 0x79, 0x37, 0x9e], // imul edx, eax, 0x9e3779b1
  ...[0x66, 0x89, 0x16, 0x04, 0x7e, 0x66, 0x89, 0x16, 0x04, 0x80], // mov [0x7e04], edx; mov [0x8004], edx
  ...[0x66, 0x25, 0xff, 0x0f, 0x00, 0x00, 0x66, 0x83, 0xc0, 0x08], // and eax, 0xfff; add eax, 8
  ...[0xbb, 0x00, 0x80, 0xe8, 0x42, 0x00, 0x72, 0xcd], // mov bx, 0x8000; call write; jc next
  ...[0x66, 0x31, 0xc0, 0x40, 0xbb, 0x00, 0x7e], // xor eax, eax; inc ax; mov bx, 0x7e00
  ...[0xe8, 0x36, 0x00, 0x72, 0xc1], // call write; jc next
  ...[0xba, 0xf6, 0x01, 0xb0, 0xe0, 0xee, 0x42, 0xb0, 0xe7, 0xee], // out 0x1f6, 0xe0; out 0x1f7, FLUSH CACHE
  ...[0xec, 0xa8, 0x80, 0x75, 0xfb], // in al, dx while it is busy
  ...[0xa8, 0x01, 0x75, 0xae], // test al, error; jnz next
  ...[0x66, 0x8b, 0x1e, 0x00, 0x7e, 0xb9, 0x08, 0x00], // mov ebx, [0x7e00]; mov cx, 8
  ...[0x66, 0xc1, 0xc3, 0x04, 0x88, 0xd8, 0x24, 0x0f], // digit: rol ebx, 4; mov al, bl; and al, 15
  ...[0x3c, 0x0a, 0x1c, 0x69, 0x2f], // cmp al, 10; sbb al, 0x69; das
  ...[0xe8, 0x1b, 0x00, 0xe2, 0xee], // call put; loop digit
  ...[0xb0, 0x0a, 0xe8, 0x14, 0x00, 0xeb, 0x8d], // mov al, 10; call put; jmp next
  ...[0xbe, 0xa8, 0x7c, 0x66, 0x89, 0x44, 0x08, 0x89, 0x5c, 0x04], // write: sector eax from bx into the address packet
  ...[0xb2, 0x80, 0xb8, 0x00, 0x43, 0xcd, 0x13, 0xc3], // dl 0x80, ax 0x4300; int 0x13; ret
  ...[0x50, 0xba, 0xfd, 0x03, 0xec, 0xa8, 0x20, 0x74, 0xf8], // put: push ax; wait for the line status of COM1
  ...[0x58, 0xba, 0xf8, 0x03, 0xee, 0xc3], // pop ax; out 0x3f8, al; ret
  ...[0x10, 0x00, 0x01, 0x00, 0x00, 0x7e, 0x00, 0x00], // address packet: one sector, to 0000:7E00
  ...[0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00], // sector 1
]

/** The numbers a stretch of what COM1 said tells to be safe. */
export function acknowledged(output: string): number[] {
  return [...output.matchAll(/^([0-9A-F]{8})$/gm)].map(([, digits = '']) => Number.parseInt(digits, 16))
}

/** Reads a disk's records. @returns the number of the last one; throws where one up to `safe` is missing or torn */
export async function verifyRecords(disk: string, safe: number): Promise<number> {
  const vhd = await openVhd(nodeDiskFiles, disk, { writable: false })
  try {
    const record = async (sector: number) => {
      const bytes = Buffer.alloc(sectorSize)
      await vhd.read(sector * sectorSize, bytes)
      const number = bytes.readUInt32LE(0)
      const whole = bytes.readUInt32LE(4) === Math.imul(number, factor) >>> 0
      if (!whole) throw new Error(`${disk}: sector ${sector} holds half a record (${number}).`)
      return number
    }
    const last = await record(counterSector)
    if (last < safe) throw new Error(`${disk} ends with record ${last}, and ${safe} was acknowledged.`)
    for (let number = Math.max(1, safe - slots + 1); number <= safe; number++) {
      const found = await record(firstSlot + (number % slots))
      if (found < number || found % slots !== number % slots) {
        throw new Error(`${disk}: record ${number} was acknowledged, and ${found} is in its place.`)
      }
    }
    return last
  } finally {
    await vhd.close()
  }
}
