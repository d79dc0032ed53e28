import { mkdir, stat } from 'node:fs/promises'
import path from 'node:path'
import envPaths from 'env-paths'
import { ViridianError } from '#shared/errors.ts'
import { storing } from './storage-failure.ts'

/** Where a host keeps its data unless told otherwise: VIRIDIAN_HOME, else what is usual on the system. */
export function defaultHome(environment: NodeJS.ProcessEnv = process.env): string {
  const chosen = environment['VIRIDIAN_HOME']
  if (chosen !== undefined && chosen !== '') return path.resolve(chosen)
  return envPaths('Viridian', { suffix: '' }).data
}

export function machinesFolder(home: string): string {
  return path.join(home, 'machines')
}

/** Where deleted machines wait to be restored or removed: beside the machines, so that they get there by renaming. */
export function trashFolder(home: string): string {
  return path.join(home, 'trash')
}

/** Virtual hard disks that are not in a machine's folder. */
export function disksFolder(home: string): string {
  return path.join(home, 'disks')
}

/** Templates of the user's own, and the disks of those that come with Viridian and machines are based on. */
export function templatesFolder(home: string): string {
  return path.join(home, 'templates')
}

export function eventsFolder(home: string): string {
  return path.join(home, 'events')
}

export function jobsFolder(home: string): string {
  return path.join(home, 'jobs')
}

/** Creates the data folder, readable by its owner alone, where it is missing. Throws STORAGE_FAILED. */
export async function prepareHome(home: string): Promise<void> {
  await storing(home, async () => {
    await mkdir(home, { recursive: true, mode: 0o700 })
    if (!(await stat(home)).isDirectory()) {
      throw new ViridianError('STORAGE_FAILED', { path: home, detail: 'not a folder' })
    }
  })
  for (const folder of [machinesFolder(home), templatesFolder(home)]) {
    await storing(folder, () => ensureFolder(folder))
  }
}

/**
 * Creates a folder in one that is there, readable by its owner alone, where it is missing. Rejects with what the system says:
 * of a read-only volume, Node's recursive `mkdir` says that the folder does not exist.
 */
export async function ensureFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 })
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST' && (await stat(folder)).isDirectory()
    if (!isThere) throw error
  }
}
