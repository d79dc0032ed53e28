import { realpath } from 'node:fs/promises'
import path from 'node:path'
import { DiskError } from '../disk-error.ts'
import type { DiskFiles } from '../disk-files.ts'
import type { ParentLink } from '../formats/parent.ts'

/**
 * The file of the disk that another is based on: the one the user names. Else, where the format can tell whether it is the
 * right one, a file of its name in the child's own folder, as a disk that was moved as a whole has it: what a file from
 * elsewhere names must not make a disk of this computer's other files. Rejects with PARENT_NEEDED and PARENT_NOT_FOUND.
 */
export async function locateParent(files: DiskFiles, link: ParentLink, named: string | undefined): Promise<string> {
  if (named !== undefined) return named
  const { format, child, name, identity } = link
  // Of both systems, whatever this one is.
  const base = path.win32.basename(name)
  if (identity === null || base === '' || base === '.' || base === '..') {
    throw new DiskError('PARENT_NEEDED', { format, path: child, parent: name })
  }
  const folder = path.dirname(child)
  const file = path.join(folder, base)
  if ((await files.stat(file)) === null) {
    if (base !== name) throw new DiskError('PARENT_NEEDED', { format, path: child, parent: name })
    throw new DiskError('PARENT_NOT_FOUND', { format, path: child, parent: name, tried: [file] })
  }
  const isInside = path.dirname(await realpath(file)) === (await realpath(folder))
  if (!isInside) throw new DiskError('PARENT_NEEDED', { format, path: child, parent: name })
  return file
}
