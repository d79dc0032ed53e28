import { DiskError } from '../disk-error.ts'
import type { DiskFiles } from '../disk-files.ts'
import { emptyFat12, isFat12 } from '../media/fat12.ts'
import { floppyOf, type FloppyName } from '#shared/floppy.ts'
import { sectorSize } from '../virtual-disk.ts'
import { closing } from './closing.ts'
import { makeNew } from './create.ts'

/** Makes the image of an empty FAT12 floppy disk. Rejects with FLOPPY_SIZE_WRONG. */
export async function createFloppy(files: DiskFiles, file: string, capacity: number): Promise<void> {
  const name = nameOf(file, capacity)
  const [serial = 0] = crypto.getRandomValues(new Uint32Array(1))
  await makeNew(files, file, async (device) => {
    await device.truncate(capacity)
    await device.write(0, emptyFat12(name, serial))
  })
}

export interface FloppyFacts {
  readonly path: string
  readonly type: 'floppy'
  readonly name: FloppyName
  /** Bytes, which are all that its file has. */
  readonly capacity: number
  /** Null where it is not formatted, or in a way not known here. */
  readonly fileSystem: 'FAT12' | null
  /** Milliseconds since the epoch. */
  readonly modified: number
}

/** Looks at the image of a floppy disk. Rejects with FLOPPY_SIZE_WRONG. */
export async function inspectFloppy(files: DiskFiles, file: string): Promise<FloppyFacts> {
  const device = await files.open(file, 'read')
  return closing(device, async () => {
    const capacity = await device.size()
    const name = nameOf(file, capacity)
    const sector = new Uint8Array(sectorSize)
    await device.read(0, sector)
    const modified = (await files.stat(file))?.modified ?? 0
    return { path: file, type: 'floppy', name, capacity, fileSystem: isFat12(sector) ? 'FAT12' : null, modified }
  })
}

function nameOf(file: string, capacity: number): FloppyName {
  const name = floppyOf(capacity)
  if (name === null) throw new DiskError('FLOPPY_SIZE_WRONG', { path: file, size: capacity })
  return name
}
