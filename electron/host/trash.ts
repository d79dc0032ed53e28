import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { z } from 'zod'
import { ViridianError } from '#shared/errors.ts'
import { trashDays, trashIdSchema, type TrashEntry } from '#shared/trash.ts'
import { disksInside, folderForKept, moveOut, withKept } from './kept-disks.ts'
import type { MachineConfiguration } from './machine-configuration.ts'
import type { MachineStore, StoredMachine } from './machine-store.ts'
import { storing } from './storage-failure.ts'
import { errorText } from './unexpected.ts'

const day = 86_400_000
const noteFile = 'trash.json'
const machineFolder = 'machine'
const leavingPrefix = '.leaving-'

/** What `trash.json` beside a deleted machine's folder says. */
const noteSchema = z.strictObject({
  schema: z.literal(1),
  id: trashIdSchema,
  machineId: z.string(),
  name: z.string(),
  folder: z.string(),
  kept: z.strictObject({ files: z.array(z.string()), into: z.string() }),
  deletedAt: z.iso.datetime(),
})
type Note = z.infer<typeof noteSchema>

/** Where deleted machines and their disks go: each on its machine's volume. */
export interface TrashFolders {
  readonly trashes: readonly string[]
  /** The folder of machines that a trash is for. */
  rootOf(trash: string): string
  /** Where a machine in this folder goes. */
  trashOf(machine: string): string
  /** Where its disks go that are kept, into a folder of their own. */
  keptDisksOf(machine: string): Promise<string>
}

export interface TrashServices {
  readonly folders: TrashFolders
  readonly store: MachineStore
  readonly publish: (entries: TrashEntry[]) => void
}

/** A machine in the trash: what its note says, and the folder with the note and the machine's. */
interface Deleted {
  readonly note: Note
  readonly place: string
}

/**
 * Deleted machines, each folder as a whole, until they are restored, removed or expired. A machine is deleted at the
 * instant its folder is renamed, and there again at the instant it is renamed back. Its methods throw STORAGE_FAILED.
 */
export class Trash {
  readonly #services: TrashServices
  readonly #deleted = new Map<string, Deleted>()
  #cleaning: NodeJS.Timeout | undefined

  constructor(services: TrashServices) {
    this.#services = services
  }

  /** Oldest first. */
  get entries(): TrashEntry[] {
    return this.#all.sort((a, b) => a.note.deletedAt.localeCompare(b.note.deletedAt)).map(({ note }) => describe(note))
  }

  /** Finds what is in the trash, brings to its end what was interrupted, and removes what is expired, now and daily. */
  async open(): Promise<void> {
    await this.look()
    this.#cleaning = setInterval(() => void this.removeExpired(), day)
    this.#cleaning.unref()
  }

  /** To be called when the folders have changed, too. */
  async look(): Promise<void> {
    this.#deleted.clear()
    for (const folder of this.#services.folders.trashes) {
      const names = existsSync(folder) ? await storing(folder, () => readdir(folder)) : []
      for (const name of names) await this.#find(folder, name)
    }
    await this.removeExpired()
    this.#changed()
  }

  close(): void {
    clearInterval(this.#cleaning)
  }

  /** Takes a machine's folder; gives its id in the trash. */
  async put({ folder, configuration }: StoredMachine, disks: 'delete' | 'keep'): Promise<string> {
    const { folders } = this.#services
    const id = randomUUID()
    const place = path.join(folders.trashOf(folder), id)
    const files = disks === 'keep' ? disksInside(folder, configuration) : []
    const into = files.length === 0 ? '' : await folderForKept(await folders.keptDisksOf(folder), configuration.name)
    const kept = { files, into }
    const note: Note = {
      ...{ schema: 1, id, machineId: configuration.id, name: configuration.name, folder, kept },
      deletedAt: new Date().toISOString(),
    }
    await storing(folder, async () => {
      try {
        await mkdir(place, { recursive: true, mode: 0o700 })
        await writeFileAtomic(path.join(place, noteFile), JSON.stringify(note, null, 2) + '\n', { mode: 0o600 })
        await rename(folder, path.join(place, machineFolder))
      } catch (error) {
        await rm(place, { recursive: true, force: true }).catch(() => undefined)
        throw error
      }
    })
    const deleted = { note, place }
    this.#deleted.set(id, deleted)
    await this.#keepDisks(deleted)
    this.#changed()
    return id
  }

  /** Gives a machine's folder back, named so; it is as it was, with kept disks where they are. Throws TRASH_NOT_FOUND. */
  async restore(id: string, name: string): Promise<StoredMachine> {
    const { note, place } = this.#named(id)
    const from = path.join(place, machineFolder)
    const configure = async (folder: string) => ({
      ...withKept(await this.#services.store.read(from, folder), folder, note.kept),
      name,
    })
    const stored = await this.#services.store.adopt(from, name, configure, path.dirname(note.folder))
    this.#deleted.delete(id)
    await rm(place, { recursive: true, force: true }).catch(() => undefined)
    this.#changed()
    return stored
  }

  /** What is in it, as it lies there. What cannot be read is left out. */
  async configurations(): Promise<MachineConfiguration[]> {
    const read = this.#all.map(({ place }) => this.#services.store.read(path.join(place, machineFolder)))
    const results = await Promise.allSettled(read)
    return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  }

  /** The name a machine in the trash had. Throws TRASH_NOT_FOUND. */
  nameOf(id: string): string {
    return this.#named(id).note.name
  }

  /** Removes a machine for good. Throws TRASH_NOT_FOUND. */
  async remove(id: string): Promise<void> {
    await this.#remove(this.#named(id))
    this.#changed()
  }

  async empty(): Promise<void> {
    for (const deleted of this.#all) await this.#remove(deleted)
    this.#changed()
  }

  async removeExpired(now = Date.now()): Promise<void> {
    const expired = this.#all.filter(({ note }) => Date.parse(describe(note).expiresAt) <= now)
    for (const deleted of expired) {
      await this.#remove(deleted).catch((error: unknown) => {
        console.error(`The deleted machine ${deleted.note.name} could not be removed: ${errorText(error)}`)
      })
    }
    if (expired.length > 0) this.#changed()
  }

  get #all(): Deleted[] {
    return [...this.#deleted.values()]
  }

  async #remove({ note: { id, kept }, place }: Deleted): Promise<void> {
    const leaving = path.join(path.dirname(place), leavingPrefix + id)
    // What is to be kept and could not be moved so far must not go with the rest.
    await storing(kept.into, () => moveOut(path.join(place, machineFolder), kept))
    await storing(place, () => rename(place, leaving))
    this.#deleted.delete(id)
    // It is gone already; what cannot be removed now is removed at the next start.
    await rm(leaving, { recursive: true, force: true }).catch(() => undefined)
  }

  /** A folder of the trash as an earlier host left it. */
  async #find(folder: string, name: string): Promise<void> {
    const place = path.join(folder, name)
    try {
      if (name.startsWith(leavingPrefix) || !existsSync(path.join(place, machineFolder))) {
        // The machine is restored or removed, or was never put here.
        if (name.startsWith(leavingPrefix) || existsSync(path.join(place, noteFile))) {
          await rm(place, { recursive: true, force: true })
        }
        return
      }
      const note = noteSchema.parse(JSON.parse(await readFile(path.join(place, noteFile), 'utf8')))
      if (note.id !== name) return
      // A volume may be elsewhere than when the machine was deleted.
      const root = this.#services.folders.rootOf(folder)
      const deleted = { note: { ...note, folder: path.join(root, path.basename(note.folder)) }, place }
      this.#deleted.set(name, deleted)
      await this.#keepDisks(deleted)
    } catch (error) {
      // It is neither restored nor removed by us: somebody may still want what is in there.
      console.error(`${place} cannot be understood: ${errorText(error)}`)
    }
  }

  /** The machine is deleted already: what cannot be moved now is moved by the next host. */
  async #keepDisks({ note: { kept, name }, place }: Deleted): Promise<void> {
    try {
      await moveOut(path.join(place, machineFolder), kept)
    } catch (error) {
      console.error(`The disks of ${name} could not be moved to ${kept.into}: ${errorText(error)}`)
    }
  }

  #named(id: string): Deleted {
    const deleted = this.#deleted.get(id)
    if (deleted === undefined) throw new ViridianError('TRASH_NOT_FOUND', { name: id })
    return deleted
  }

  #changed(): void {
    this.#services.publish(this.entries)
  }
}

function describe({ id, machineId, name, folder, kept, deletedAt }: Note): TrashEntry {
  const expiresAt = new Date(Date.parse(deletedAt) + trashDays * day).toISOString()
  const keptDisks = kept.files.map((file) => path.join(kept.into, file))
  return { id, machineId, name, folder, keptDisks, deletedAt, expiresAt }
}
