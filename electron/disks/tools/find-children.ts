import path from 'node:path'
import { asDiskError } from '../disk-error.ts'
import type { DiskFiles } from '../disk-files.ts'
import { readStructureOf } from '../vhd/open-vhd.ts'

/** The disks beside a parent, and in other folders, that are based on it. */
export async function findChildren(files: DiskFiles, parent: string, otherFolders: string[]): Promise<string[]> {
  const id = (await readStructureOf(files, parent))?.footer.id
  if (id === undefined) return []
  const children: string[] = []
  for (const folder of new Set([path.dirname(parent), ...otherFolders])) {
    for (const name of await files.list(folder)) {
      if (!/\.(vhd|avhd|vud)$/i.test(name)) continue
      const file = path.join(folder, name)
      const structure = await readIfReadable(files, file)
      if (structure?.footer.type === 'differencing' && structure.header?.parentId === id) children.push(file)
    }
  }
  return children
}

/** A disk that cannot be read is based on nothing that could be told: it must not keep others from being merged. */
async function readIfReadable(files: DiskFiles, file: string) {
  try {
    return await readStructureOf(files, file)
  } catch (error) {
    if (asDiskError(error) === null) throw error
    return null
  }
}
