import { realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import type { BlockDevice } from '../block-device.ts'
import { DiskError } from '../disk-error.ts'

/** Opens the file of an extent by the name its descriptor gives it; throws EXTENT_REFUSED or EXTENT_MISSING. */
export type ExtentOpener = (name: string) => Promise<BlockDevice>

/**
 * Extents that lie in the folder of their descriptor, as plain files: a name that is a path, and a link that leads out
 * of the folder, are refused, for a descriptor from elsewhere must not make a disk of this computer's other files.
 */
export function extentsIn(folder: string, openFile: (file: string) => Promise<BlockDevice>): ExtentOpener {
  return async (name) => {
    if (!isPlainName(name)) throw new DiskError('EXTENT_REFUSED', { format: 'vmdk', name })
    const home = await realpath(folder)
    const file = await realpath(path.join(home, name)).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT' ? new DiskError('EXTENT_MISSING', { format: 'vmdk', name }) : error
    })
    if (path.dirname(file) !== home || !(await stat(file)).isFile()) {
      throw new DiskError('EXTENT_REFUSED', { format: 'vmdk', name })
    }
    return openFile(file)
  }
}

function isPlainName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\\:\0]/.test(name)
}
