import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import type { MachineConfiguration } from './machine-configuration.ts'
import { layersOf } from './snapshots/layers.ts'

/** Who needs disks, and so those that they are based on. */
export interface DiskUser {
  /** Of a machine, or of the disk itself where no machine has it. */
  readonly name: string
  readonly disks: readonly string[]
}

export function asDiskUser(configuration: MachineConfiguration): DiskUser {
  return { name: configuration.name, disks: [...layersOf(configuration)] }
}

/** The disks in folders for disks, and in the folders that those of deleted machines are kept in. */
export async function disksIn(folders: readonly string[]): Promise<string[]> {
  const disks: string[] = []
  for (const folder of folders) {
    const entries = await entriesOf(folder)
    disks.push(...disksAmong(folder, entries))
    for (const entry of entries.filter((each) => each.isDirectory())) {
      const inner = path.join(folder, entry.name)
      disks.push(...disksAmong(inner, await entriesOf(inner)))
    }
  }
  return [...new Set(disks)]
}

function disksAmong(folder: string, entries: readonly Dirent[]): string[] {
  return entries
    .filter((entry) => entry.isFile() && /\.a?vhd$/i.test(entry.name))
    .map((entry) => path.join(folder, entry.name))
}

/** None where there is no folder that can be read. */
function entriesOf(folder: string): Promise<Dirent[]> {
  return readdir(folder, { withFileTypes: true }).catch(() => [])
}
