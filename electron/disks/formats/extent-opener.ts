import { realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import type { BlockDevice } from '../block-device.ts'
import { DiskError } from '../disk-error.ts'
import type { FormatName } from './source-file.ts'

export interface OpenedExtent {
  readonly device: BlockDevice
  readonly path: string
}

/** Opens the file of an extent by the name its descriptor gives it; throws EXTENT_REFUSED or EXTENT_MISSING. */
export type ExtentOpener = (name: string) => Promise<OpenedExtent>

/**
 * Extents of the disk in `file` that lie in its folder, as plain files: a name that is a path elsewhere, and a link that
 * leads out of the folder, are refused, for a descriptor from elsewhere must not make a disk of this computer's other files.
 */
export function extentsOf(
  file: string,
  format: FormatName,
  openFile: (file: string) => Promise<BlockDevice>,
): ExtentOpener {
  return async (name) => {
    const facts = { format, name, path: file }
    const folder = path.dirname(file)
    // Some programs write the whole path of a file that lies beside the descriptor.
    const plain = path.isAbsolute(name) && path.dirname(name) === folder ? path.basename(name) : name
    if (!isPlainName(plain)) throw new DiskError('EXTENT_REFUSED', facts)
    const home = await realpath(folder)
    const extent = await realpath(path.join(home, plain)).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT' ? new DiskError('EXTENT_MISSING', facts) : error
    })
    if (path.dirname(extent) !== home || !(await stat(extent)).isFile()) throw new DiskError('EXTENT_REFUSED', facts)
    return { device: await openFile(extent), path: extent }
  }
}

function isPlainName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\\:\0]/.test(name)
}
