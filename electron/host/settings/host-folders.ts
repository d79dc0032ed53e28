import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { HostSettings } from '#shared/host-settings.ts'
import { disksFolder, machinesFolder, trashFolder } from '../home.ts'
import type { MachineRoots } from '../machine-store.ts'

/** Of a folder of machines that is not in the data folder: a trash beside them, so that they get there by renaming. */
const trashBeside = '.viridian-trash'

/** Where a host has what: in its data folder, unless its settings say otherwise. */
export class HostFolders implements MachineRoots {
  readonly home: string
  /** Whoever changes them sees to it that the host follows. */
  settings: HostSettings

  constructor(home: string, settings: HostSettings) {
    this.home = home
    this.settings = settings
  }

  get own(): string {
    return machinesFolder(this.home)
  }

  get target(): string {
    return this.settings.machinesFolder
  }

  get all(): string[] {
    return rootsOf(this.home, this.settings)
  }

  /** Where a machine in this folder goes when it is deleted. */
  trashOf(machine: string): string {
    const root = path.dirname(machine)
    return root === this.own ? trashFolder(this.home) : path.join(root, trashBeside)
  }

  get trashes(): string[] {
    return this.all.map((root) => this.trashOf(path.join(root, 'any')))
  }

  /** The folder of machines that one of the trashes is for. */
  rootOf(trash: string): string {
    return trash === trashFolder(this.home) ? this.own : path.dirname(trash)
  }

  /** Where disks are that no machine has. */
  get disksFolders(): string[] {
    const beside = this.all.map((root) => path.join(root, 'disks'))
    return [...new Set([this.settings.disksFolder, disksFolder(this.home), ...beside])]
  }

  /** Where disks of a deleted machine are kept, which get there by renaming, too. */
  async keptDisksOf(machine: string): Promise<string> {
    const root = path.dirname(machine)
    const { disksFolder: wished } = this.settings
    if ((await deviceOf(wished)) === (await deviceOf(root))) return wished
    return root === this.own ? disksFolder(this.home) : path.join(root, 'disks')
  }
}

/** All folders with machines in them: the data folder's first, then that for new ones, then the search paths. */
export function rootsOf(home: string, { machinesFolder: target, searchPaths }: HostSettings): string[] {
  return [...new Set([machinesFolder(home), target, ...searchPaths])]
}

async function deviceOf(folder: string): Promise<number> {
  let existing = folder
  while (!existsSync(existing)) existing = path.dirname(existing)
  return (await stat(existing)).dev
}
