import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rmdir } from 'node:fs/promises'
import path from 'node:path'
import { setAsideDays } from '#shared/trash.ts'
import type { HostClock } from './host-clock.ts'
import { isOwnFolder } from './record-file.ts'
import { removeTree } from './remove-tree.ts'
import { errorText } from './unexpected.ts'

/** Folder in a machine's, with one for each time that something was set aside. */
export const asideFolder = 'set-aside'
const batchName = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

/** Files of a machine that its configuration does not name: it may be the configuration that is wrong. */
export interface SetAside {
  /** The folder they are in now, as they lay in the machine's. */
  readonly folder: string
  /** Relative to the machine's folder. */
  readonly files: readonly string[]
}

/** Moves files of a machine's folder out of the way; what cannot be moved stays where it is. Null where nothing was moved. */
export async function setAside(machine: string, files: readonly string[]): Promise<SetAside | null> {
  if (files.length === 0) return null
  const folder = path.join(machine, asideFolder, randomUUID())
  const moved: string[] = []
  try {
    await mkdir(path.join(machine, asideFolder), { recursive: true, mode: 0o700 })
    // Nothing is moved through a link.
    if (!(await isOwnFolder(path.join(machine, asideFolder)))) throw new Error(`${asideFolder} is no folder`)
    for (const file of files) {
      const relative = path.relative(machine, file)
      await mkdir(path.dirname(path.join(folder, relative)), { recursive: true, mode: 0o700 })
      await rename(file, path.join(folder, relative))
      moved.push(relative)
    }
  } catch (error) {
    console.error(`What is left over in ${machine} could not be set aside: ${errorText(error)}`)
  }
  return moved.length === 0 ? null : { folder, files: moved }
}

/** The folders of what was set aside in a machine's folder. */
export async function foldersSetAside(machine: string): Promise<string[]> {
  const all = path.join(machine, asideFolder)
  if (!(await isOwnFolder(all))) return []
  const names = await readdir(all).catch(() => [])
  return names.filter((name) => batchName.test(name)).map((name) => path.join(all, name))
}

/** Removes what was set aside long enough ago. Never rejects: the next time it is tried again. */
export async function removeExpired(machine: string, clock: HostClock): Promise<void> {
  for (const folder of await foldersSetAside(machine)) {
    const id = path.basename(folder)
    if (!clock.hasLasted(id, setAsideDays)) continue
    try {
      await removeTree(folder)
      clock.forget(id)
      await rmdir(path.dirname(folder)).catch(() => undefined)
    } catch (error) {
      console.error(`${folder} could not be removed: ${errorText(error)}`)
    }
  }
}
