import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { ViridianError } from '#shared/errors.ts'
import { requireAbsolute } from '../drives.ts'
import { configurationFile } from '../transfer/package-manifest.ts'
import { errorText } from '../unexpected.ts'

type Problem = ViridianError<'FOLDER_UNUSABLE'>['facts']['problem']

/**
 * Checks a folder that somebody has named as the input's `field`: new files can be made in it, and it itself where it is
 * missing. Gives its path as it is kept. Throws INPUT_INVALID and FOLDER_UNUSABLE.
 */
export async function requireWritableFolder(named: string, field: string): Promise<string> {
  const folder = await requireOutsideMachines(named, field)
  await trying(folder, () => mkdir(folder, { recursive: true, mode: 0o700 }))
  await requireIsFolder(folder)
  // The permissions of a folder do not tell: those of its volume, and of network shares, come on top.
  const probe = path.join(folder, `.viridian-${randomUUID()}`)
  await trying(folder, () => writeFile(probe, '', { flag: 'wx' }))
  await rm(probe, { force: true })
  return folder
}

/** The same for a folder in which only is to be looked for something: it must be there. */
export async function requireReadableFolder(named: string, field: string): Promise<string> {
  const folder = await requireOutsideMachines(named, field)
  await requireIsFolder(folder)
  await readdir(folder).catch((error: unknown) => {
    throw unusable(folder, 'NOT_FOUND', errorText(error))
  })
  return folder
}

/** What lies in a machine's folder goes and comes with the machine. */
function requireOutsideMachines(named: string, field: string): Promise<string> {
  requireAbsolute(named, field)
  const folder = path.resolve(named)
  for (let at = folder; at !== path.dirname(at); at = path.dirname(at)) {
    if (existsSync(path.join(at, configurationFile))) throw unusable(folder, 'INSIDE_MACHINE', at)
  }
  return Promise.resolve(folder)
}

async function requireIsFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch((error: unknown) => {
    throw unusable(folder, 'NOT_FOUND', errorText(error))
  })
  if (!found.isDirectory()) throw unusable(folder, 'NOT_A_FOLDER', folder)
}

async function trying(folder: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw unusable(folder, code === 'EEXIST' || code === 'ENOTDIR' ? 'NOT_A_FOLDER' : 'NOT_WRITABLE', errorText(error))
  }
}

export function unusable(path: string, problem: Problem, detail: string): ViridianError<'FOLDER_UNUSABLE'> {
  return new ViridianError('FOLDER_UNUSABLE', { path, problem, detail })
}
