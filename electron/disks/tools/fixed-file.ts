import type { BlockDevice } from '../block-device.ts'
import { DiskError } from '../disk-error.ts'
import type { DiskFiles } from '../disk-files.ts'
import type { VirtualDisk } from '../virtual-disk.ts'
import { footerSize, type Footer } from '../vhd/footer.ts'
import { formatFixed } from '../vhd/format.ts'
import { copyDisk } from './copy-disk.ts'
import { partOf, type JobControl } from './job.ts'

/** Bytes written at once. */
const chunkSize = 4 * 1024 * 1024

/** Throws NO_SPACE where the volume has no room for a fixed disk at `file`. It may still be taken by others later. */
export async function requireRoom(files: DiskFiles, file: string, { currentSize }: Footer): Promise<void> {
  const needed = currentSize + footerSize
  const free = await files.room(file)
  if (free !== null && free < needed) throw new DiskError('NO_SPACE', { path: file, needed, free })
}

/**
 * Makes an empty device a fixed disk that has its room: the file system is given all of it to keep, zeros as well, which
 * takes its time. `source`, or nothing, is what the disk begins with.
 */
export async function fillFixed(
  device: BlockDevice,
  footer: Footer,
  source: VirtualDisk | null,
  control: JobControl,
): Promise<void> {
  await formatFixed(device, footer)
  const copied = source?.capacity ?? 0
  const share = copied / footer.currentSize
  if (source !== null) {
    const write = (position: number, bytes: Uint8Array) => device.write(position, bytes)
    await copyDisk(source, write, partOf(control, 0, share), { zeros: 'write' })
  }
  await writeZeros(device, copied, footer.currentSize, partOf(control, share, 1))
}

async function writeZeros(device: BlockDevice, from: number, to: number, control: JobControl): Promise<void> {
  const zeros = new Uint8Array(Math.min(chunkSize, to - from))
  for (let position = from; position < to; position += zeros.byteLength) {
    control.signal.throwIfAborted()
    await device.write(position, zeros.subarray(0, to - position))
    control.progress(Math.min(1, (position + zeros.byteLength - from) / (to - from)))
  }
}
