import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, realpath, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { ViridianError } from '#shared/errors.ts'
import { printable, visibleName } from '#shared/printable.ts'
import { machineNameSchema, type Machine, type MachineProblem } from '#shared/machine.ts'
import { acquireLock, holderOf, HostInUse, type Lock } from './lock.ts'
import { nameKey, safeFolderName, shortenedName, TakenNames, uniqueName } from './folder-name.ts'
import {
  ConfigurationError,
  formatConfiguration,
  parseConfiguration,
  type MachineConfiguration,
} from './machine-configuration.ts'
import { writePrivate } from './private-file.ts'
import { readOwnFile } from './record-file.ts'
import { keepReserve, usingReserve } from './reserve.ts'
import { storing } from './storage-failure.ts'
import { syncFolder } from './sync-folder.ts'
import { configurationFile, manifestFile } from './transfer/package-manifest.ts'
import { errorText, isViridianError } from './unexpected.ts'

/** Folders on their way in and out; whatever is found under these names at the start is a leftover of a killed host. */
const arrivingPrefix = '.new-'
const leavingPrefix = '.deleted-'
const leftOverName = /^\.(new|deleted)-[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

/** A folder of the store that holds a machine. `folder` is absolute. */
export interface StoredMachine {
  readonly folder: string
  readonly configuration: MachineConfiguration
}

/** A folder whose configuration cannot be used; it is never written to. */
export interface UnusableMachine {
  readonly folder: string
  readonly id: string
  readonly name: string
  readonly createdAt: string
  readonly problem: MachineProblem
}

export interface SaveOptions {
  /** Whether files go afterwards that this configuration no longer names: it may use the room kept for that. */
  readonly frees: boolean
}

export interface StoredMachines {
  readonly usable: readonly StoredMachine[]
  readonly unusable: readonly UnusableMachine[]
}

/** The folders that machines' folders are in. */
export interface MachineRoots {
  /** The data folder's: every folder in it is a machine's. Of the others those with a configuration are. */
  readonly own: string
  /** Where new machines' folders are made. */
  readonly target: string
  /** Absolute; `own` is the first. */
  readonly all: readonly string[]
}

export function oneRoot(folder: string): MachineRoots {
  return { own: folder, target: folder, all: [folder] }
}

/**
 * The machines' folders. A machine's folder appears and goes as a whole; its configuration changes from the old to the new
 * one at once. Its methods throw STORAGE_FAILED, and FOLDER_UNUSABLE where the machines of a folder are another host's.
 */
export class MachineStore {
  readonly #roots: MachineRoots
  readonly #isWritable: () => boolean
  /** Of folders outside the data folder, which other hosts may use as well. */
  readonly #claims = new Map<string, Promise<Lock>>()
  readonly #unreachable = new Map<string, string>()

  /** `isWritable` tells whether the data folder can be written to: where it cannot, nothing is claimed, changed or tidied up. */
  constructor(roots: MachineRoots, isWritable: () => boolean = () => true) {
    this.#roots = roots
    this.#isWritable = isWritable
  }

  /** Folders whose machines could not be read, with the reason. */
  get unreachable(): ReadonlyMap<string, string> {
    return this.#unreachable
  }

  /** The machines in these folders that are not `known`, of which none is like one of these in id or name. */
  async load(
    roots: readonly string[] = this.#roots.all,
    known: readonly Pick<Machine, 'id' | 'name' | 'folder'>[] = [],
  ): Promise<StoredMachines> {
    const usable: StoredMachine[] = []
    const unusable: UnusableMachine[] = []
    const seen = new Set(await Promise.all(known.map(({ folder }) => realpath(folder).catch(() => folder))))
    for (const root of roots) {
      for (const folder of await this.#foldersIn(root)) {
        // A path that leads to another one's folder must not make a copy of its machines.
        const real = await realpath(folder)
        if (seen.has(real)) continue
        seen.add(real)
        try {
          usable.push({ folder, configuration: await this.read(folder) })
        } catch (error) {
          unusable.push(await describeUnusable(folder, root === this.#roots.own, error))
        }
      }
    }
    return this.#separateCopies(usable, unusable, known)
  }

  /** Makes the machines of a folder this host's alone, until it is released. Throws FOLDER_UNUSABLE. */
  async claim(root: string): Promise<void> {
    if (root === this.#roots.own) return
    const claim = this.#claims.get(root) ?? this.#acquire(root)
    this.#claims.set(root, claim)
    try {
      await claim
    } catch (error) {
      this.#claims.delete(root)
      throw error
    }
  }

  async #acquire(root: string): Promise<Lock> {
    const isOurs = path.dirname(root) === path.dirname(this.#roots.own)
    if (!isOurs) await requireNoHost(root, path.dirname(root))
    try {
      return await acquireLock(root)
    } catch (error) {
      if (error instanceof HostInUse) throw folderUnusable(root, 'OTHER_HOST', String(error.pid))
      throw folderUnusable(root, 'NOT_WRITABLE', errorText(error))
    }
  }

  async release(root: string): Promise<void> {
    this.#unreachable.delete(root)
    const claim = await this.#claims.get(root)
    this.#claims.delete(root)
    await claim?.release()
  }

  /** Lets other hosts have the folders. */
  async close(): Promise<void> {
    for (const root of [...this.#claims.keys()]) await this.release(root)
  }

  /**
   * What a folder's configuration says, with its paths as if its files were in another where one is named. Rejects with a
   * `ConfigurationError`, or what the system says.
   */
  async read(folder: string, as = folder): Promise<MachineConfiguration> {
    return parseConfiguration(await readOwnFile(path.join(folder, configurationFile)), as)
  }

  /**
   * Stores a new machine in a folder named after it. `fill` puts in what else belongs to it, and tells of the machine as
   * it is to be in its folder.
   */
  async create(
    name: string,
    fill: (arriving: string, folder: string) => Promise<MachineConfiguration>,
    root: string = this.#roots.target,
  ): Promise<StoredMachine> {
    const folder = await this.#freeFolder(name, root)
    const arriving = path.join(root, arrivingPrefix + randomUUID())
    return storing(folder, async () => {
      try {
        await mkdir(arriving, { mode: 0o700 })
        const configuration = await fill(arriving, folder)
        await writeConfiguration(arriving, formatConfiguration(configuration, folder))
        await rename(arriving, folder)
        return { folder, configuration }
      } catch (error) {
        await rm(arriving, { recursive: true, force: true }).catch(() => undefined)
        throw error
      }
    })
  }

  /** Throws PACKAGE_UNUSABLE for a folder that cannot be moved to the new machines at once. */
  async requireAdoptable(from: string): Promise<void> {
    if (this.#isHere(from)) return
    const { target } = this.#roots
    const [there, here] = await storing(from, () => Promise.all([stat(from), stat(target)]))
    if (there.dev !== here.dev) {
      throw new ViridianError('PACKAGE_UNUSABLE', { path: from, problem: 'OTHER_VOLUME', detail: target })
    }
  }

  /**
   * Makes a folder with all the files of a machine one of this store, named after it, where it is not one already.
   * `configure` tells of the machine as it is to be in the folder it is given. A kill leaves the folder where it was.
   */
  async adopt(
    from: string,
    name: string,
    configure: (folder: string) => MachineConfiguration | Promise<MachineConfiguration>,
    root: string = this.#roots.target,
  ): Promise<StoredMachine> {
    const isHere = this.#isHere(from)
    const folder = isHere ? from : await this.#freeFolder(name, root)
    return storing(folder, async () => {
      const configuration = await configure(folder)
      await writeConfiguration(from, formatConfiguration(configuration, folder))
      if (!isHere) await rename(from, folder)
      await syncFolder(folder)
      return { folder, configuration }
    })
  }

  #isHere(folder: string): boolean {
    return this.#roots.all.includes(path.dirname(folder))
  }

  async #freeFolder(name: string, root: string): Promise<string> {
    await this.claim(root)
    const taken = await storing(root, () => readdir(root))
    return path.join(root, uniqueName(safeFolderName(name), taken))
  }

  /** The machines' folders, without what killed hosts have left there. Those of a folder that cannot be read are none. */
  async #foldersIn(root: string): Promise<string[]> {
    const isOwn = root === this.#roots.own
    this.#unreachable.delete(root)
    try {
      const entries = (await storing(root, () => readdir(root))).sort()
      const leftOver = entries.filter((entry) => leftOverName.test(entry))
      const folders: string[] = []
      for (const folder of entries.filter((entry) => !entry.startsWith('.')).map((entry) => path.join(root, entry))) {
        if (isOwn ? await isFolder(folder) : await isMachine(folder)) folders.push(folder)
      }
      if (!this.#isWritable()) {
        if (!isOwn) await requireNoHost(root, root)
        return folders
      }
      if (folders.length + leftOver.length > 0) await this.claim(root)
      // Only disk space is at stake, and the next start tries again.
      for (const entry of leftOver) {
        await rm(path.join(root, entry), { recursive: true, force: true }).catch(() => undefined)
      }
      return folders
    } catch (error) {
      // One that could not be made on a volume that is full, or read-only.
      if (isOwn && !this.#isWritable() && !existsSync(root)) return []
      if (isOwn) throw error
      this.#unreachable.set(root, isViridianError(error) ? detailOf(error) : errorText(error))
      return []
    }
  }

  /** From the old to the new one at once; once this resolves, to stay so after a power failure. */
  async save(
    folder: string,
    configuration: MachineConfiguration,
    { frees }: SaveOptions = { frees: false },
  ): Promise<void> {
    const write = async () => {
      await writeConfiguration(folder, formatConfiguration(configuration, folder))
      await syncFolder(folder)
    }
    await storing(folder, () => (frees ? usingReserve(this.#reserveOf(folder), write) : write()))
  }

  /** Keeps room for when a volume with machines is full. Never rejects. */
  async keepReserves(): Promise<void> {
    for (const root of new Set([this.#roots.own, ...this.#claims.keys()])) await keepReserve(this.#reserveIn(root))
  }

  #reserveOf(folder: string): string {
    return this.#reserveIn(path.dirname(folder))
  }

  /** One for all of the data folder. */
  #reserveIn(root: string): string {
    const home = path.dirname(this.#roots.own)
    return path.dirname(root) === home ? home : root
  }

  /** Removes a machine's folder with all that is in it. Once this resolves or rejects, it is gone whole or there whole. */
  async remove(folder: string): Promise<void> {
    const leaving = path.join(path.dirname(folder), leavingPrefix + randomUUID())
    await storing(folder, () => rename(folder, leaving))
    // The machine is gone already; what cannot be removed now is removed at the next start.
    await rm(leaving, { recursive: true, force: true }).catch(() => undefined)
  }

  /**
   * A machine's folder that somebody copied becomes a machine of its own: it gets a new id and is named after its
   * folder, as people expect of a copied folder. The one whose folder is named after the machine counts as the
   * original. A copy that cannot be written to is unusable rather than a second machine with the same id.
   */
  async #separateCopies(
    usable: StoredMachine[],
    unusable: UnusableMachine[],
    known: readonly Pick<Machine, 'id' | 'name'>[],
  ): Promise<StoredMachines> {
    const ids = new Set(known.map(({ id }) => id))
    const names = new TakenNames(known.map(({ name }) => name))
    const separate: StoredMachine[] = []
    const unwritable: UnusableMachine[] = []
    for (const machine of usable.sort((a, b) => Number(isOriginal(b)) - Number(isOriginal(a)))) {
      const { id, name } = machine.configuration
      const newId = ids.has(id) ? randomUUID() : id
      const wished = ids.has(id) ? nameFromFolder(machine.folder, name) : name
      const newName = names.take(wished)
      const configuration = { ...machine.configuration, id: newId, name: newName }
      if (newId !== id || newName !== name) {
        try {
          await writeConfiguration(machine.folder, formatConfiguration(configuration, machine.folder))
        } catch (error) {
          const isOwn = path.dirname(machine.folder) === this.#roots.own
          unwritable.push(await describeUnusable(machine.folder, isOwn, error))
          continue
        }
      }
      ids.add(newId)
      separate.push({ folder: machine.folder, configuration })
    }
    const named = [...unusable, ...unwritable].map((machine) => ({ ...machine, name: names.take(machine.name) }))
    return { usable: separate, unusable: named }
  }
}

function isOriginal({ folder, configuration }: StoredMachine): boolean {
  return nameKey(path.basename(folder)) === nameKey(safeFolderName(configuration.name))
}

function nameFromFolder(folder: string, fallback: string): string {
  const parsed = machineNameSchema.safeParse(path.basename(folder))
  return parsed.success ? parsed.data : fallback
}

async function isFolder(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isDirectory()
  } catch {
    return false
  }
}

/** What an export has made is imported before it is a machine. */
async function isMachine(folder: string): Promise<boolean> {
  const [isThere, isPackage] = await Promise.all(
    [configurationFile, manifestFile].map((name) =>
      stat(path.join(folder, name)).then(
        () => true,
        () => false,
      ),
    ),
  )
  return isThere === true && isPackage === false
}

function folderUnusable(root: string, problem: 'OTHER_HOST' | 'NOT_WRITABLE', detail: string): ViridianError {
  return new ViridianError('FOLDER_UNUSABLE', { path: root, problem, detail })
}

async function requireNoHost(root: string, place: string): Promise<void> {
  const pid = await holderOf(place)
  if (pid !== null) throw folderUnusable(root, 'OTHER_HOST', String(pid))
}

function detailOf({ facts }: ViridianError): string {
  return 'detail' in facts ? String(facts.detail) : ''
}

async function writeConfiguration(folder: string, text: string): Promise<void> {
  await writePrivate(path.join(folder, configurationFile), text, { flush: true })
}

async function describeUnusable(folder: string, isOwn: boolean, error: unknown): Promise<UnusableMachine> {
  const created = await stat(folder).then(
    (stats) => stats.birthtime,
    () => new Date(0),
  )
  return {
    folder,
    // Stable over restarts, also of a data folder that was moved, and unlike any id of ours.
    id: `unusable-${createHash('sha256')
      .update(isOwn ? path.basename(folder) : folder)
      .digest('hex')
      .slice(0, 16)}`,
    name: shortenedName(printable(visibleName(path.basename(folder)))),
    createdAt: created.toISOString(),
    problem: {
      code: error instanceof ConfigurationError ? error.code : 'CONFIGURATION_CORRUPT',
      file: path.join(folder, configurationFile),
      detail: error instanceof Error ? error.message : String(error),
    },
  }
}
