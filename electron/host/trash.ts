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

export interface TrashServices {
  /** The trash's own folder, on the volume of the machines. */
  readonly folder: string
  /** Where kept disks go, each machine's into a folder of its own. */
  readonly disksFolder: string
  readonly store: MachineStore
  readonly publish: (entries: TrashEntry[]) => void
}

/**
 * Deleted machines, each folder as a whole, until they are restored, removed or expired. A machine is deleted at the
 * instant its folder is renamed, and there again at the instant it is renamed back. Its methods throw STORAGE_FAILED.
 */
export class Trash {
  readonly #services: TrashServices
  readonly #notes = new Map<string, Note>()
  #cleaning: NodeJS.Timeout | undefined

  constructor(services: TrashServices) {
    this.#services = services
  }

  /** Oldest first. */
  get entries(): TrashEntry[] {
    return [...this.#notes.values()].sort((a, b) => a.deletedAt.localeCompare(b.deletedAt)).map(describe)
  }

  /** Finds what is in the trash, brings to its end what was interrupted, and removes what is expired, now and daily. */
  async open(): Promise<void> {
    const { folder } = this.#services
    const names = existsSync(folder) ? await storing(folder, () => readdir(folder)) : []
    for (const name of names) await this.#find(name)
    await this.removeExpired()
    this.#cleaning = setInterval(() => void this.removeExpired(), day)
    this.#cleaning.unref()
  }

  close(): void {
    clearInterval(this.#cleaning)
  }

  /** Takes a machine's folder; gives its id in the trash. */
  async put({ folder, configuration }: StoredMachine, disks: 'delete' | 'keep'): Promise<string> {
    const { disksFolder } = this.#services
    const id = randomUUID()
    const files = disks === 'keep' ? disksInside(folder, configuration) : []
    const kept = { files, into: files.length === 0 ? '' : await folderForKept(disksFolder, configuration.name) }
    const note: Note = {
      ...{ schema: 1, id, machineId: configuration.id, name: configuration.name, folder, kept },
      deletedAt: new Date().toISOString(),
    }
    await storing(folder, async () => {
      try {
        await mkdir(this.#place(id), { recursive: true, mode: 0o700 })
        await writeFileAtomic(path.join(this.#place(id), noteFile), JSON.stringify(note, null, 2) + '\n', {
          mode: 0o600,
        })
        await rename(folder, path.join(this.#place(id), machineFolder))
      } catch (error) {
        await rm(this.#place(id), { recursive: true, force: true }).catch(() => undefined)
        throw error
      }
    })
    this.#notes.set(id, note)
    await this.#keepDisks(note)
    this.#changed()
    return id
  }

  /** Gives a machine's folder back, named so; it is as it was, with kept disks where they are. Throws TRASH_NOT_FOUND. */
  async restore(id: string, name: string): Promise<StoredMachine> {
    const { kept } = this.#note(id)
    const stored = await this.#services.store.restore(path.join(this.#place(id), machineFolder), name, (now, folder) =>
      withKept(now, folder, kept),
    )
    this.#notes.delete(id)
    await rm(this.#place(id), { recursive: true, force: true }).catch(() => undefined)
    this.#changed()
    return stored
  }

  /** What is in it, as it lies there. What cannot be read is left out. */
  async configurations(): Promise<MachineConfiguration[]> {
    const read = [...this.#notes.keys()].map((id) =>
      this.#services.store.read(path.join(this.#place(id), machineFolder)),
    )
    const results = await Promise.allSettled(read)
    return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  }

  /** The name a machine in the trash had. Throws TRASH_NOT_FOUND. */
  nameOf(id: string): string {
    return this.#note(id).name
  }

  /** Removes a machine for good. Throws TRASH_NOT_FOUND. */
  async remove(id: string): Promise<void> {
    await this.#remove(this.#note(id))
    this.#changed()
  }

  async empty(): Promise<void> {
    for (const note of [...this.#notes.values()]) await this.#remove(note)
    this.#changed()
  }

  async removeExpired(now = Date.now()): Promise<void> {
    const expired = [...this.#notes.values()].filter((note) => Date.parse(describe(note).expiresAt) <= now)
    for (const note of expired) {
      await this.#remove(note).catch((error: unknown) => {
        console.error(`The deleted machine ${note.name} could not be removed: ${errorText(error)}`)
      })
    }
    if (expired.length > 0) this.#changed()
  }

  async #remove({ id, kept }: Note): Promise<void> {
    const leaving = path.join(this.#services.folder, leavingPrefix + id)
    // What is to be kept and could not be moved so far must not go with the rest.
    await storing(kept.into, () => moveOut(path.join(this.#place(id), machineFolder), kept))
    await storing(this.#place(id), () => rename(this.#place(id), leaving))
    this.#notes.delete(id)
    // It is gone already; what cannot be removed now is removed at the next start.
    await rm(leaving, { recursive: true, force: true }).catch(() => undefined)
  }

  /** A folder of the trash as an earlier host left it. */
  async #find(name: string): Promise<void> {
    const place = this.#place(name)
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
      this.#notes.set(name, note)
      await this.#keepDisks(note)
    } catch (error) {
      // It is neither restored nor removed by us: somebody may still want what is in there.
      console.error(`${place} cannot be understood: ${errorText(error)}`)
    }
  }

  /** The machine is deleted already: what cannot be moved now is moved by the next host. */
  async #keepDisks({ id, kept, name }: Note): Promise<void> {
    try {
      await moveOut(path.join(this.#place(id), machineFolder), kept)
    } catch (error) {
      console.error(`The disks of ${name} could not be moved to ${kept.into}: ${errorText(error)}`)
    }
  }

  #place(id: string): string {
    return path.join(this.#services.folder, id)
  }

  #note(id: string): Note {
    const note = this.#notes.get(id)
    if (note === undefined) throw new ViridianError('TRASH_NOT_FOUND', { name: id })
    return note
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
