import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import type { MachineConfiguration } from './machine-configuration.ts'
import { layersOf } from './snapshots/layers.ts'
import type { Trash } from './trash.ts'

/** Who needs disks, and so those that they are based on. */
export interface DiskUser {
  /** Of a machine, or of the disk itself where no machine has it. */
  readonly name: string
  readonly disks: readonly string[]
}

export function asDiskUser(configuration: MachineConfiguration): DiskUser {
  return { name: configuration.name, disks: [...layersOf(configuration)] }
}

export interface DiskUserServices {
  readonly trash: Pick<Trash, 'configurations'>
  /** The folders that hold disks no machine has. */
  readonly disksFolders: () => readonly string[]
}

/** Knows all that need disks on a host. */
export class DiskUsers {
  readonly #services: DiskUserServices
  readonly #present: () => readonly MachineConfiguration[]

  /** `present` are the machines that are not in the trash. */
  constructor(services: DiskUserServices, present: () => readonly MachineConfiguration[]) {
    this.#services = services
    this.#present = present
  }

  /**
   * All but the machine with this id. Those in the trash can be restored, and need their disks then; and disks that were
   * kept when their machine was deleted are their user's.
   */
  async all(except: string | null = null): Promise<DiskUser[]> {
    const { trash, disksFolders } = this.#services
    const machines = [...this.#present(), ...(await trash.configurations())]
    const used = new Set(machines.flatMap((machine) => asDiskUser(machine).disks))
    const alone = (await disksIn(disksFolders())).filter((file) => !used.has(file))
    return [
      ...machines.filter(({ id }) => id !== except).map(asDiskUser),
      ...alone.map((file) => ({ name: file, disks: [file] })),
    ]
  }
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
