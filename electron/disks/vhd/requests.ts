import { DiskError } from '../disk-error.ts'
import { sectorSize, type VirtualDisk } from '../virtual-disk.ts'

/** Throws where a request is not for whole sectors of the disk, which only a faulty caller makes. */
export function checkRequest(disk: VirtualDisk, position: number, length: number): void {
  const whole = position % sectorSize === 0 && length % sectorSize === 0
  if (!whole || position < 0 || position + length > disk.capacity) {
    throw new RangeError(`no such sectors: ${length} bytes at ${position} of ${disk.capacity}`)
  }
}

export function checkWrite(disk: VirtualDisk, path: string, position: number, length: number): void {
  checkRequest(disk, position, length)
  if (!disk.writable) throw new DiskError('READ_ONLY', { path })
}
