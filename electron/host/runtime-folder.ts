import { createHash } from 'node:crypto'
import { lstat, realpath } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { ViridianError } from '#shared/errors.ts'
import { ownerName } from './principal.ts'
import { ensureFolder } from './home.ts'
import { storing } from './storage-failure.ts'

/** The folder of this user's hosts whose data folders cannot be written to: gone when the computer starts anew. */
function runtimeRoot(environment: NodeJS.ProcessEnv): string {
  const given = environment['XDG_RUNTIME_DIR']
  if (given !== undefined && path.isAbsolute(given)) return path.join(given, 'viridian')
  return path.join(os.tmpdir(), `viridian-${process.getuid?.() ?? ownerName()}`)
}

/** Where the host of a data folder that cannot be written to keeps what it keeps there otherwise: `host.lock`, `host.json` and its log. */
export async function runtimeFolder(home: string, environment: NodeJS.ProcessEnv = process.env): Promise<string> {
  const real = await realpath(home).catch(() => path.resolve(home))
  return path.join(runtimeRoot(environment), createHash('sha256').update(real).digest('hex').slice(0, 32))
}

/**
 * Whether the folder is there and this user's alone. What another user has put in its place, as anybody can in a folder for
 * temporary files, is not believed.
 */
export async function isRuntimeFolder(folder: string): Promise<boolean> {
  for (const each of [path.dirname(folder), folder]) {
    const found = await lstat(each).catch(() => null)
    if (found === null || !found.isDirectory()) return false
    // Windows has a folder for temporary files of each user.
    if (process.geteuid !== undefined && (found.uid !== process.geteuid() || (found.mode & 0o077) !== 0)) return false
  }
  return true
}

/** Creates the folder where it is missing. Throws STORAGE_FAILED, also where it is not this user's alone. */
export async function prepareRuntimeFolder(home: string): Promise<string> {
  const folder = await runtimeFolder(home)
  for (const each of [path.dirname(folder), folder]) {
    await storing(each, () => ensureFolder(each))
  }
  if (!(await isRuntimeFolder(folder))) {
    throw new ViridianError('STORAGE_FAILED', { path: folder, detail: 'not a folder of this user alone' })
  }
  return folder
}
