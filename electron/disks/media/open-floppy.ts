import { DiskError, isDiskError } from '../disk-error.ts'
import type { DiskFiles } from '../disk-files.ts'
import type { VirtualDisk } from '../virtual-disk.ts'
import { floppyOf } from '#shared/floppy.ts'

/**
 * The bytes of a floppy image as a disk, locked until it is closed: to be written where its file can be, else to be read.
 * Rejects with FLOPPY_SIZE_WRONG.
 */
export async function openFloppy(files: DiskFiles, path: string): Promise<VirtualDisk> {
  const { device, lock } = await openWritable(files, path)
  const size = await device.size()
  const close = async () => {
    try {
      await device.close()
    } finally {
      await lock.release()
    }
  }
  if (floppyOf(size) === null) {
    await close()
    throw new DiskError('FLOPPY_SIZE_WRONG', { path, size })
  }
  return {
    capacity: size,
    writable: device.writable,
    read: (position, target) => device.read(position, target),
    write: (position, source) => device.write(position, source),
    flush: () => device.flush(),
    close,
  }
}

async function openWritable(files: DiskFiles, path: string) {
  try {
    return await open(files, path, 'write')
  } catch (error) {
    if (!isDiskError(error, 'READ_ONLY', 'ACCESS_DENIED')) throw error
    return open(files, path, 'read')
  }
}

async function open(files: DiskFiles, path: string, use: 'read' | 'write') {
  const lock = await files.lock(path, use)
  try {
    return { device: await files.open(path, use), lock }
  } catch (error) {
    await lock.release()
    throw error
  }
}
