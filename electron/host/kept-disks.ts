import { link, lstat, mkdir, readdir, realpath, rename, unlink } from 'node:fs/promises'
import path from 'node:path'
import { ViridianError } from '#shared/errors.ts'
import { safeFolderName, uniqueName } from './folder-name.ts'
import { mapFiles, type MachineConfiguration } from './machine-configuration.ts'
import { isInside } from './relative-path.ts'

/** Disks of a deleted machine that stay: files relative to its folder, and the folder they go to. */
export interface KeptDisks {
  readonly files: readonly string[]
  readonly into: string
}

/** The virtual hard disks in a machine's folder that its configuration speaks of, those of its snapshots among them. */
export function disksInside(folder: string, configuration: MachineConfiguration): string[] {
  const files = new Set<string>()
  mapFiles(configuration, (file) => {
    if (isDisk(file) && isInside(folder, file)) files.add(path.relative(folder, file))
    return file
  })
  return [...files].sort()
}

function isDisk(file: string): boolean {
  return path.extname(file).toLowerCase() === '.vhd'
}

/** Whether a file is one that `disksInside` gives, and not any on this computer. */
export function isDiskInside(file: string): boolean {
  return isDisk(file) && !path.isAbsolute(file) && path.normalize(file).split(path.sep)[0] !== '..'
}

/**
 * Chooses a folder for kept disks. It is as deep in the data folder as the machine's, so that disks which name their
 * parents by relative paths still find them.
 */
export async function folderForKept(disksFolder: string, name: string): Promise<string> {
  const taken = await readdir(disksFolder).catch(() => [])
  return path.join(disksFolder, uniqueName(safeFolderName(name), taken))
}

/**
 * Moves them out of the folder; can be done again after an interruption. Nothing is moved by way of a link, and nothing takes
 * the place of what is there. Rejects with the system's error, or STORAGE_FAILED.
 */
export async function moveOut(folder: string, { files, into }: KeptDisks): Promise<void> {
  for (const file of files) {
    const from = path.join(folder, file)
    const to = path.join(into, file)
    const found = await lstat(from).catch(() => null)
    if (found === null) continue
    const isInPlace = (await realpath(path.dirname(from))) === path.join(await realpath(folder), path.dirname(file))
    if (!found.isFile() || !isInPlace) {
      throw new ViridianError('STORAGE_FAILED', { path: from, detail: 'a link, or no file' })
    }
    await mkdir(path.dirname(to), { recursive: true, mode: 0o700 })
    await moveFile(from, to)
  }
}

/** A link never replaces a file, which renaming does. FAT and exFAT know no links. */
async function moveFile(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch (error) {
    const taken = await lstat(to).catch(() => null)
    if (taken === null) {
      await rename(from, to)
      return
    }
    // After an interruption it has both names.
    const own = await lstat(from)
    if (taken.ino !== own.ino || taken.dev !== own.dev) throw error
  }
  await unlink(from)
}

/** The configuration of a machine in `folder` with the kept disks where they are now. */
export function withKept(configuration: MachineConfiguration, folder: string, kept: KeptDisks): MachineConfiguration {
  const moved = new Map(kept.files.map((file) => [path.join(folder, file), path.join(kept.into, file)]))
  return mapFiles(configuration, (file) => moved.get(path.normalize(file)) ?? file)
}
