import path from 'node:path'
import { asDiskError } from '#electron/disks/disk-error.ts'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { inspectChain } from '#electron/disks/tools/inspect.ts'
import { reconnectDisk } from '#electron/disks/tools/reconnect.ts'
import { readStructureOf } from '#electron/disks/vhd/open-vhd.ts'
import { diskRisks } from '#shared/disk-error.ts'
import type { ParentFacts } from '#shared/disk.ts'

export interface Reconnection {
  readonly path: string
  readonly parent: string
}

/**
 * Tells the disks of a chain whose parents are not where they say that these lie in one of the folders, where they do: it is
 * their identity that counts. What stays broken is told by whoever opens the disk.
 */
export async function reconnectParents(
  disk: string,
  folders: readonly string[],
  children: readonly string[] = [],
): Promise<Reconnection[]> {
  const done: Reconnection[] = []
  try {
    for (;;) {
      const { path: file, parent } = (await inspectChain(nodeDiskFiles, disk)).at(-1) ?? { path: disk, parent: null }
      const found = parent === null || parent.problem === null ? null : await find(parent, folders)
      // Files of unknown origin may say that each is based on the other.
      if (found === null || children.includes(found)) return done
      // A disk is reconnected with one that can be opened.
      done.push(...(await reconnectParents(found, folders, [...children, file])))
      // Of the same content as ever, whoever relies on it.
      const how = { acceptOther: false, accept: diskRisks, keepParentTime: true }
      await reconnectDisk(nodeDiskFiles, file, found, how)
      done.push({ path: file, parent: found })
    }
  } catch (error) {
    if (asDiskError(error) === null) throw error
    return done
  }
}

async function find({ id, name }: ParentFacts, folders: readonly string[]): Promise<string | null> {
  for (const folder of folders) {
    // Disks from other systems name their parents with backslashes.
    const candidate = path.join(folder, path.win32.basename(name))
    const structure = await readStructureOf(nodeDiskFiles, candidate).catch((error: unknown) => {
      if (asDiskError(error) === null) throw error
      return null
    })
    if (structure?.footer.id === id) return candidate
  }
  return null
}
