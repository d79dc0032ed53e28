import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { lstat, mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises'
import path from 'node:path'
import * as z from 'zod'
import { ViridianError } from '#shared/errors.ts'
import { machineIdSchema } from '#shared/machine.ts'
import { trashDays, trashIdSchema, type TrashEntry } from '#shared/trash.ts'
import { safeFolderName } from './folder-name.ts'
import type { HostClock } from './host-clock.ts'
import { disksInside, folderForKept, isDiskInside, moveOut, withKept, type KeptDisks } from './kept-disks.ts'
import type { LeftAlone } from './left-alone.ts'
import type { MachineConfiguration } from './machine-configuration.ts'
import type { MachineStore } from './machine-store.ts'
import type { StoredMachine } from './stored-machine.ts'
import { isOfAnother, writePrivate } from './private-file.ts'
import { isOwnFolder, readOwnFile } from './record-file.ts'
import { removeTree } from './remove-tree.ts'
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
  machineId: machineIdSchema,
  name: z.string().max(1000),
  folder: z.string(),
  kept: z.strictObject({ files: z.array(z.string().refine(isDiskInside)), into: z.string() }),
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
  /** The folders that these folders are in. */
  readonly disksFolders: readonly string[]
}

export interface TrashServices {
  readonly folders: TrashFolders
  readonly store: MachineStore
  readonly clock: HostClock
  readonly leftAlone: LeftAlone
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

  constructor(services: TrashServices) {
    this.#services = services
  }

  /** Oldest first. */
  get entries(): TrashEntry[] {
    return this.#all.sort((a, b) => a.note.deletedAt.localeCompare(b.note.deletedAt)).map(({ note }) => describe(note))
  }

  /**
   * Finds what is in the trash, brings to its end what was interrupted, and removes what is expired: at the start, and when the
   * folders have changed. What cannot be read is left alone. Never rejects. Where the data folder is not writable, it only finds.
   */
  async look({ isWritable } = { isWritable: true }): Promise<void> {
    this.#deleted.clear()
    for (const folder of this.#services.folders.trashes) {
      for (const name of await this.#namesIn(folder)) await this.#find(folder, name, isWritable)
    }
    if (isWritable) await this.removeExpired()
    this.#changed()
  }

  /** Takes a machine's folder; gives its id in the trash. */
  async put({ folder, configuration }: StoredMachine, disks: 'delete' | 'keep'): Promise<string> {
    const { folders } = this.#services
    const files = disks === 'keep' ? disksInside(folder, configuration) : []
    const into = files.length === 0 ? '' : await folderForKept(await folders.keptDisksOf(folder), configuration.name)
    return this.#put(folder, configuration, { files, into })
  }

  /** Takes the folder of a machine whose configuration cannot be read, with all that is in it. */
  async putUnusable(folder: string, machine: Pick<MachineConfiguration, 'id' | 'name'>): Promise<string> {
    return this.#put(folder, machine, { files: [], into: '' })
  }

  async #put(
    folder: string,
    { id: machineId, name }: Pick<MachineConfiguration, 'id' | 'name'>,
    kept: Note['kept'],
  ): Promise<string> {
    const id = randomUUID()
    const place = path.join(this.#services.folders.trashOf(folder), id)
    const note: Note = {
      ...{ schema: 1, id, machineId, name, folder, kept },
      deletedAt: new Date().toISOString(),
    }
    await storing(folder, async () => {
      try {
        await mkdir(place, { recursive: true, mode: 0o700 })
        await writePrivate(path.join(place, noteFile), JSON.stringify(note, null, 2) + '\n')
        await rename(folder, path.join(place, machineFolder))
      } catch (error) {
        await rm(place, { recursive: true, force: true }).catch(() => undefined)
        throw error
      }
    })
    const deleted = { note, place }
    this.#services.clock.begin(id)
    this.#deleted.set(id, deleted)
    await this.#keepDisks(deleted)
    this.#changed()
    return id
  }

  /** Gives a machine's folder back, named so; it is as it was, with kept disks where they are. Throws TRASH_NOT_FOUND. */
  async restore(id: string, name: string): Promise<StoredMachine> {
    const { note, place } = this.#named(id)
    const from = path.join(place, machineFolder)
    const moved = { ...note.kept, files: note.kept.files.filter((file) => !existsSync(path.join(from, file))) }
    const configure = async (folder: string) => ({
      ...withKept(await this.#services.store.read(from, folder), folder, moved),
      name,
    })
    const stored = await this.#services.store.adopt(from, name, configure, path.dirname(note.folder))
    this.#deleted.delete(id)
    this.#services.clock.forget(id)
    await removeNote(place).catch(() => undefined)
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

  /** Never rejects. */
  async removeExpired(): Promise<void> {
    const expired = this.#all.filter(({ note }) => this.#services.clock.hasLasted(note.id, trashDays))
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
    await storing(kept.into, () => this.#moveOut(place, kept))
    await storing(place, () => rename(place, leaving))
    this.#deleted.delete(id)
    this.#services.clock.forget(id)
    // It is gone already; what cannot be removed now is removed at the next start.
    await removeTree(leaving).catch(() => undefined)
  }

  /** A folder of the trash as an earlier host left it. */
  async #find(folder: string, name: string, isWritable: boolean): Promise<void> {
    const place = path.join(folder, name)
    try {
      // Nothing is looked for by way of a link, as it would be moved and removed there.
      if (!(await isOwnFolder(place))) return
      if (name.startsWith(leavingPrefix)) {
        if (isWritable) await removeTree(place)
        return
      }
      if (isOfAnother((await lstat(place)).uid)) throw new Error('it belongs to another user')
      const machine = await lstat(path.join(place, machineFolder)).catch(() => null)
      if (machine === null) {
        // The machine is restored or removed, or was never put here.
        if (isWritable) await removeNote(place)
        return
      }
      const note = noteSchema.parse(JSON.parse(await readOwnFile(path.join(place, noteFile))))
      if (note.id !== name) return
      // A volume may be elsewhere than when the machine was deleted.
      const root = this.#services.folders.rootOf(folder)
      const deleted = { note: { ...note, folder: path.join(root, safeFolderName(path.basename(note.folder))) }, place }
      this.#deleted.set(name, deleted)
      if (isWritable) await this.#keepDisks(deleted)
    } catch (error) {
      // It is neither restored nor removed by us: somebody may still want what is in there.
      this.#services.leftAlone.add(place, error)
    }
  }

  /** Of a folder that is a link, none: what is in there is not ours. */
  async #namesIn(folder: string): Promise<string[]> {
    try {
      const found = await lstat(folder)
      if (!found.isDirectory()) throw new Error('not a folder of its own')
      return await readdir(folder)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.#services.leftAlone.add(folder, error)
      return []
    }
  }

  /** Disks go to the host's folders for them, and nowhere else. */
  async #moveOut(place: string, kept: KeptDisks): Promise<void> {
    const machine = path.join(place, machineFolder)
    const waiting = kept.files.some((file) => existsSync(path.join(machine, file)))
    // Of a folder that its user linked to only the link is here, and what it leads to stays.
    if (!waiting || !(await isOwnFolder(machine))) return
    if (!this.#services.folders.disksFolders.includes(path.dirname(kept.into))) {
      throw new ViridianError('STORAGE_FAILED', { path: kept.into, detail: 'in no folder for disks of this host' })
    }
    await moveOut(machine, kept)
  }

  /** The machine is deleted already: what cannot be moved now is moved by the next host. */
  async #keepDisks({ note: { kept, name }, place }: Deleted): Promise<void> {
    try {
      await this.#moveOut(place, kept)
    } catch (error) {
      console.error(`The disks of ${name} could not be moved to ${kept.into}: ${errorText(error)}`)
      this.#services.leftAlone.add(path.join(place, machineFolder), error)
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

/** The folder around a machine that is not there; what else is in it is not ours. */
async function removeNote(place: string): Promise<void> {
  await rm(path.join(place, noteFile), { force: true })
  await rmdir(place)
}

function describe({ id, machineId, name, folder, kept, deletedAt }: Note): TrashEntry {
  const expiresAt = new Date(Date.parse(deletedAt) + trashDays * day).toISOString()
  const keptDisks = kept.files.map((file) => path.join(kept.into, file))
  return { id, machineId, name, folder, keptDisks, deletedAt, expiresAt }
}
