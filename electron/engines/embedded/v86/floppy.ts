import type { GuestDisk } from '../../machine-process/drives/guest-disk.ts'
import { WritableBuffer } from './disk-buffers.ts'
import type { Devices, FloppyController } from './internals.ts'

interface Geometry {
  readonly tracks: number
  readonly heads: number
  readonly sectors: number
}

const sectorSize = 512
/** Formats of 5.25 and 3.5 inches, of 160 KB to 2.88 MB; 21 sectors are Microsoft's distribution media format. */
const geometries: readonly Geometry[] = [
  { tracks: 40, heads: 1, sectors: 8 },
  { tracks: 40, heads: 1, sectors: 9 },
  { tracks: 40, heads: 2, sectors: 8 },
  { tracks: 40, heads: 2, sectors: 9 },
  { tracks: 80, heads: 2, sectors: 8 },
  { tracks: 80, heads: 2, sectors: 9 },
  { tracks: 80, heads: 2, sectors: 15 },
  { tracks: 80, heads: 2, sectors: 18 },
  { tracks: 80, heads: 2, sectors: 21 },
  { tracks: 80, heads: 2, sectors: 36 },
]

/** Register of the CMOS with the types of both floppy drives; a drive of 1.44 MB, and one of 2.88 MB. */
const driveTypes = 0x10
const usualDrive = 4
const largeDrive = 5
const usualSectors = 18

/** Commands of an 82077AA (Intel data sheet, 5.2): RECALIBRATE, SEEK. */
const movements = [0x07, 0x0f] as const
/** Bits of status register 0 that say how a command ended; 0 is well. */
const interruptCode = 0xc0

/** Lets the controller say that a movement of its head went well: after a reset v86 still has in its status that there was one. */
export function completeFloppyController({ cmd_table: commands }: FloppyController): void {
  for (const code of movements) {
    const command = commands[code]
    if (command === undefined) continue
    const { handler } = command
    command.handler = function (this: FloppyController, parameters) {
      this.status0 &= ~interruptCode
      handler.call(this, parameters)
    }
  }
}

/**
 * Puts a disk into the first drive, which is one of 2.88 MB where the disk has more sectors than fit on 1.44 MB: a BIOS asks a
 * drive for no more than it has, and looks at what it is when it starts. v86 takes one of 360 KB for one of 80 tracks.
 * @throws Error where no floppy disk has this size
 */
export function insertFloppy({ fdc, rtc }: Devices, disk: GuestDisk): void {
  const format = geometries.find(
    ({ tracks, heads, sectors }) => tracks * heads * sectors * sectorSize === disk.byteLength,
  )
  if (format === undefined) throw new Error(`No floppy disk has ${disk.byteLength} bytes.`)
  const [drive, second] = fdc.drives
  drive.drive_type = format.sectors > usualSectors ? largeDrive : usualDrive
  rtc.cmos_write(driveTypes, (drive.drive_type << 4) | second.drive_type)
  drive.insert_disk(new WritableBuffer(disk), !disk.writable)
  drive.max_track = format.tracks
  drive.max_head = format.heads
  drive.max_sect = format.sectors
}
