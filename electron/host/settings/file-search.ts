import { existsSync } from 'node:fs'
import path from 'node:path'
import { ViridianError } from '#shared/errors.ts'
import type { HostFolders } from './host-folders.ts'

/** Finds files that are named without a folder. */
export class FileSearch {
  readonly #folders: HostFolders

  constructor(folders: HostFolders) {
    this.#folders = folders
  }

  /** Where is looked, in this order. */
  get places(): string[] {
    const { disksFolder, searchPaths } = this.#folders.settings
    return [...new Set([disksFolder, ...searchPaths])]
  }

  /** A path with a folder as it is; a name alone with the first place that has such a file. Throws FILE_NOT_FOUND. */
  locate(file: string): string {
    if (path.basename(file) !== file) return file
    const found = this.places.map((folder) => path.join(folder, file)).find((candidate) => existsSync(candidate))
    if (found === undefined) throw new ViridianError('FILE_NOT_FOUND', { name: file, folders: this.places })
    return found
  }
}
