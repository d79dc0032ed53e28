import { existsSync } from 'node:fs'
import { mkdir, readdir, rename } from 'node:fs/promises'
import path from 'node:path'
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
    const isDisk = path.extname(file).toLowerCase() === '.vhd'
    if (isDisk && isInside(folder, file)) files.add(path.relative(folder, file))
    return file
  })
  return [...files].sort()
}

/**
 * Chooses a folder for kept disks. It is as deep in the data folder as the machine's, so that disks which name their
 * parents by relative paths still find them.
 */
export async function folderForKept(disksFolder: string, name: string): Promise<string> {
  const taken = await readdir(disksFolder).catch(() => [])
  return path.join(disksFolder, uniqueName(safeFolderName(name), taken))
}

/** Moves them out of the folder; can be done again after an interruption. */
export async function moveOut(folder: string, { files, into }: KeptDisks): Promise<void> {
  for (const file of files) {
    const from = path.join(folder, file)
    const to = path.join(into, file)
    if (!existsSync(from)) continue
    await mkdir(path.dirname(to), { recursive: true, mode: 0o700 })
    await rename(from, to)
  }
}

/** The configuration of a machine in `folder` with the kept disks where they are now. */
export function withKept(configuration: MachineConfiguration, folder: string, kept: KeptDisks): MachineConfiguration {
  const moved = new Map(kept.files.map((file) => [path.join(folder, file), path.join(kept.into, file)]))
  return mapFiles(configuration, (file) => moved.get(path.normalize(file)) ?? file)
}
