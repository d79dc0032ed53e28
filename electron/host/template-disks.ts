import { randomUUID } from 'node:crypto'
import { chmod, copyFile, constants, link, mkdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { DiskError } from '#electron/disks/disk-error.ts'
import { usingDisks } from '#electron/disks/disk-failure.ts'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { readStructureOf } from '#electron/disks/vhd/open-vhd.ts'
import { templatesFolder } from './home.ts'
import { storing } from './storage-failure.ts'

/**
 * The disks of templates that machines are based on. Each version is kept in the data folder: a newer version of a
 * template, or an installation that is removed, must not take away what a machine's disk is based on.
 */
export class TemplateDisks {
  readonly #folder: string

  constructor(home: string) {
    this.#folder = templatesFolder(home)
  }

  /** The disk in the data folder for a template's disk as it is now. Throws STORAGE_FAILED and DISK_FAILED. */
  async keep(template: string, image: string): Promise<string> {
    const structure = await usingDisks(() => readStructureOf(nodeDiskFiles, image))
    if (structure === null) {
      return usingDisks(() => Promise.reject(new DiskError('NOT_RECOGNISED', { path: image })))
    }
    const kept = path.join(this.#folder, `${template} ${structure.footer.id}.vhd`)
    if ((await usingDisks(() => nodeDiskFiles.stat(kept))) === null) await storing(kept, () => this.#copy(image, kept))
    return kept
  }

  async #copy(image: string, kept: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const unfinished = path.join(this.#folder, `.new-${randomUUID()}`)
    try {
      await linkOrCopy(image, unfinished)
      await rename(unfinished, kept)
    } catch (error) {
      await rm(unfinished, { force: true })
      throw error
    }
    // A hint for people: every machine based on it would be ruined by a change.
    await chmod(kept, 0o444).catch(() => undefined)
  }
}

/** A link takes no room. A newer version is put in the place of the image, which then goes on under this name alone. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch {
    await copyFile(from, to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL)
  }
}
