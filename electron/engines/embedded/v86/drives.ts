import type { DrivePosition } from '#shared/drive.ts'
import type { GuestDisk } from '../../machine-process/drives/guest-disk.ts'
import type { CdImage } from '../../machine-process/drives/cd-image.ts'
import type { PcDrives } from '../../machine-process/drives/media.ts'
import type { OpenDrive } from '../../machine-process/drives/open-drives.ts'
import { completeAta, failuresOf, transferActive } from './ata.ts'
import { completeAtapi, failReadsIn } from './atapi.ts'
import { DiscBuffer, WritableBuffer } from './disk-buffers.ts'
import { completeFloppyController, insertFloppy } from './floppy.ts'
import type { Devices, DiskBuffer, IdeDevice } from './internals.ts'

const diskSector = 512
const discSector = 2048

/** Register of the CMOS with the types of hard disks 0 and 1, as a BIOS of 1984 keeps them. */
const diskTypes = 0x12

export interface DrivesListener {
  /** The guest took the disc out of a drive. */
  discEjected(at: DrivePosition): void
  discReadFailed(error: Error): void
}

/** What v86 is made with, so that it makes both IDE channels: real PCs have both, whatever is plugged in. */
export const placeholderDisk: DiskBuffer = {
  byteLength: diskSector,
  onload: undefined,
  onprogress: undefined,
  load() {
    this.onload?.({})
  },
  get: (_start, length, deliver) => deliver(new Uint8Array(length)),
  set: (_start, _data, done) => done(),
  get_from_cache: (_start, length) => new Uint8Array(length),
  get_and_cache: (_start, length, deliver) => deliver(new Uint8Array(length)),
  get_buffer: (deliver) => deliver(),
  get_state: () => [],
  set_state: () => undefined,
}

/** The PC's four IDE places and its floppy drive. */
export class Drives implements PcDrives {
  readonly #places: ReadonlyMap<DrivePosition, IdeDevice>
  readonly #devices: Devices
  #floppyDisk: GuestDisk | null = null
  readonly #listener: DrivesListener

  /** Before the processor runs for the first time. */
  constructor(devices: Devices, drives: readonly OpenDrive[], listener: DrivesListener) {
    const { primary, secondary } = devices.ide
    this.#places = new Map([
      ['ide0:0', primary.master],
      ['ide0:1', primary.slave],
      ['ide1:0', secondary.master],
      ['ide1:1', secondary.slave],
    ])
    this.#devices = devices
    this.#listener = listener
    const methods = Object.getPrototypeOf(primary.master) as IdeDevice
    completeAta(methods)
    completeAtapi(methods, (device) => this.#ejectedBy(device))
    completeFloppyController(devices.fdc)
    devices.rtc.cmos_write(diskTypes, 0)
    for (const [at, device] of this.#places) {
      const drive = drives.find((each) => each.at === at) ?? null
      plug(device, drive)
      if (drive?.kind === 'disk') {
        drive.disk.drive = failuresOf(device)
        device.set_disk_buffer(new WritableBuffer(drive.disk))
      } else if (drive !== null && drive.image !== null) {
        device.set_disk_buffer(this.#readable(device, drive.image))
      }
    }
  }

  insertDisc(at: DrivePosition, image: CdImage): void {
    const device = this.#at(at)
    device.set_cdrom(this.#readable(device, image))
  }

  ejectDisc(at: DrivePosition): void {
    this.#at(at).eject()
  }

  insertFloppy(disk: GuestDisk): void {
    insertFloppy(this.#devices, disk)
    this.#floppyDisk = disk
  }

  ejectFloppy(): void {
    this.#devices.fdc.drives[0].eject_disk()
    this.#floppyDisk = null
  }

  /** v86 cannot take the state of a drive that had a floppy disk where it has none; who restores it ejects this one again. */
  expectFloppy(): void {
    this.#devices.fdc.drives[0].buffer ??= placeholderDisk
  }

  /** The reset line of all of them: nobody waits any more for what is under way. */
  reset(): void {
    for (const device of this.#places.values()) {
      device.cancel_io_operations()
      device.channel.dma_status &= ~transferActive
    }
    this.#floppyDisk?.forgetRequests()
  }

  #readable(device: IdeDevice, image: CdImage): DiscBuffer {
    const disc = new DiscBuffer(image)
    failReadsIn(device, disc, (error) => this.#listener.discReadFailed(error))
    return disc
  }

  #at(position: DrivePosition): IdeDevice {
    const device = this.#places.get(position)
    if (device === undefined) throw new Error(`There is no place ${position}.`)
    return device
  }

  #ejectedBy(device: IdeDevice): void {
    for (const [at, each] of this.#places) if (each === device) this.#listener.discEjected(at)
  }
}

/** Makes of a place a drive of the kind that is plugged in there, with nothing in it. */
function plug(device: IdeDevice, drive: OpenDrive | null): void {
  const isDvd = drive?.kind === 'dvd'
  device.buffer = null
  device.drive_connected = drive !== null
  device.is_atapi = isDvd
  device.sector_size = isDvd ? discSector : diskSector
  device.head_count = isDvd ? 1 : 0
}
