import type { DiskFiles, DiskLock } from '../disk-files.ts'
import type { StoreOptions } from '../vhd/block-store.ts'
import { DifferencingVhd } from '../vhd/differencing-vhd.ts'
import { build, openLocked, readLocked, type Vhd } from '../vhd/open-vhd.ts'
import { createChild } from './create.ts'

/** A disk that is open for writing, and the lock its file has until it is closed. */
export interface WritableVhd {
  readonly disk: Vhd
  readonly lock: DiskLock
}

/** As `openVhd` with `writable`, for a disk of which branches will be made. */
export async function openWritable(
  files: DiskFiles,
  file: string,
  options: Omit<StoreOptions, 'writable'> = {},
): Promise<WritableVhd> {
  const opened = await openLocked(files, file, 'write')
  return { disk: await build(files, opened, { ...options, writable: true }, []), lock: opened.lock }
}

/**
 * Makes a differencing disk on one that is open for writing, and opens it: the one with the parent open a second time, for
 * reading. No request to the parent may be under way, and all that was written to it must be flushed. Afterwards the parent
 * is closed, where the branch takes its place, or else the branch is closed and its file removed. Where it rejects there
 * is no file.
 */
export async function branchDisk(
  files: DiskFiles,
  parent: WritableVhd,
  file: string,
  options: Omit<StoreOptions, 'writable'> = {},
): Promise<WritableVhd> {
  const { structure } = parent.disk
  await createChild(files, file, structure)
  try {
    const opened = await openLocked(files, file, 'write')
    try {
      const below = openAgain(files, parent, opened.structure.footer.id)
      const disk = await DifferencingVhd.of(opened.device, opened.structure, below, { ...options, writable: true })
      return { disk, lock: opened.lock }
    } catch (error) {
      await opened.device.close()
      throw error
    }
  } catch (error) {
    await files.remove(file)
    throw error
  }
}

/** Under the writer's lock there is, which nobody else can have taken a reader's beside. */
async function openAgain(files: DiskFiles, { disk, lock }: WritableVhd, child: string): Promise<Vhd> {
  const { path } = disk.structure
  const shared = await lock.share()
  const device = await files.open(path, 'read').catch(async (error: unknown) => {
    await shared.release()
    throw error
  })
  return build(files, await readLocked(path, device, shared), { writable: false }, [child])
}
