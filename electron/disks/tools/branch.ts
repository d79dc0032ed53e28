import type { DiskFiles } from '../disk-files.ts'
import type { StoreOptions } from '../vhd/block-store.ts'
import { DifferencingVhd } from '../vhd/differencing-vhd.ts'
import { build, lockOf, openLocked, readLocked, type Vhd } from '../vhd/open-vhd.ts'
import { createChild } from './create.ts'

/**
 * Makes a differencing disk on one that is open for writing, and opens it: the one with the parent open a second time, for
 * reading. No request to the parent may be under way, and all that was written to it must be flushed. Afterwards the parent
 * is closed, where the branch takes its place, or else the branch is closed and its file removed. Where it rejects there
 * is no file.
 */
export async function branchDisk(
  files: DiskFiles,
  parent: Vhd,
  file: string,
  options: Omit<StoreOptions, 'writable'> = {},
): Promise<Vhd> {
  await createChild(files, file, parent.structure)
  try {
    const opened = await openLocked(files, file, 'write')
    try {
      const below = openAgain(files, parent, opened.structure.footer.id)
      return await DifferencingVhd.of(opened.device, opened.structure, below, { ...options, writable: true })
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
async function openAgain(files: DiskFiles, disk: Vhd, child: string): Promise<Vhd> {
  const { path } = disk.structure
  const shared = await lockOf(disk).share()
  const device = await files.open(path, 'read').catch(async (error: unknown) => {
    await shared.release()
    throw error
  })
  return build(files, await readLocked(path, device, shared), { writable: false }, [child])
}
