import { createHash, randomUUID } from 'node:crypto'
import { existsSync, type Dirent } from 'node:fs'
import { mkdir, readdir, realpath, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { ViridianError } from '#shared/errors.ts'
import { printable, visibleName } from '#shared/printable.ts'
import type { Machine } from '#shared/machine.ts'
import { FolderClaims, requireNoHost } from './folder-claims.ts'
import { safeFolderName, shortenedName, uniqueName } from './folder-name.ts'
import {
  ConfigurationError,
  formatConfiguration,
  parseConfiguration,
  type MachineConfiguration,
} from './machine-configuration.ts'
import { NotPrivate, writePrivate } from './private-file.ts'
import { readOwnFile } from './record-file.ts'
import { isInside } from './relative-path.ts'
import { removeTree } from './remove-tree.ts'
import { keepReserve, usingReserve } from './reserve.ts'
import { mayHoldLeftOvers } from './machine-folder.ts'
import { separateCopies } from './separate-copies.ts'
import { storing } from './storage-failure.ts'
import {
  isUnusable,
  isUsable,
  type SaveOptions,
  type StoredMachine,
  type StoredMachines,
  type UnusableMachine,
} from './stored-machine.ts'
import { syncFolder } from './sync-folder.ts'
import { configurationFile, manifestFile } from './transfer/package-manifest.ts'
import { inTurns } from './turns.ts'
import { errorText, isViridianError } from './unexpected.ts'

/** Folders on their way in and out; whatever is found under these names at the start is a leftover of a killed host. */
const arrivingPrefix = '.new-'
const leavingPrefix = '.deleted-'
const leftOverName = /^\.(new|deleted)-[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

const anotherUsers = 'it belongs to another user, whose machines are not trusted: import it, or make the file yours'

/** Folders that are read at once: each waits for the disk, and for one of a few threads. */
const readAtOnce = 16

/** A machine's folder as it is named, and where it is. */
interface MachineFolderPath {
  readonly folder: string
  readonly real: string
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
  readonly #claims: FolderClaims
  readonly #unreachable = new Map<string, string>()
  readonly #inOrder = new Set<string>()

  /** `isWritable` tells whether the data folder can be written to: where it cannot, nothing is claimed, changed or tidied up. */
  constructor(roots: MachineRoots, isWritable: () => boolean = () => true) {
    this.#roots = roots
    this.#claims = new FolderClaims(roots.own)
    this.#isWritable = isWritable
  }

  /** Folders whose machines could not be read, with the reason. */
  get unreachable(): ReadonlyMap<string, string> {
    return this.#unreachable
  }

  /** Whether nothing was in a machine's folder when it was loaded last that an earlier host may have left there. */
  wasInOrder({ folder }: StoredMachine): boolean {
    return this.#inOrder.has(folder)
  }

  /** The machines in these folders that are not `known`, of which none is like one of these in id or name. */
  async load(
    roots: readonly string[] = this.#roots.all,
    known: readonly Pick<Machine, 'id' | 'name' | 'folder'>[] = [],
  ): Promise<StoredMachines> {
    const seen = new Set(await Promise.all(known.map(({ folder }) => realpath(folder).catch(() => folder))))
    const folders: string[] = []
    this.#inOrder.clear()
    for (const root of roots) {
      for (const { folder, real } of await this.#foldersIn(root)) {
        // A path that leads to another one's folder must not make a copy of its machines.
        if (seen.has(real)) continue
        seen.add(real)
        folders.push(folder)
      }
    }
    const found = await inTurns(folders, readAtOnce, (folder) => this.#find(folder))
    return separateCopies({ usable: found.filter(isUsable), unusable: found.filter(isUnusable) }, known, {
      write: ({ folder, configuration }) => writeConfiguration(folder, formatConfiguration(configuration, folder)),
      describeUnusable: (folder, error) => this.#describeUnusable(folder, error),
    })
  }

  async #find(folder: string): Promise<StoredMachine | UnusableMachine> {
    try {
      const [configuration, names] = await Promise.all([this.read(folder), readdir(folder).catch(() => null)])
      if (names !== null && !mayHoldLeftOvers(configuration, names)) this.#inOrder.add(folder)
      return { folder, configuration }
    } catch (error) {
      return this.#describeUnusable(folder, error)
    }
  }

  #describeUnusable(folder: string, error: unknown): Promise<UnusableMachine> {
    return describeUnusable(folder, path.dirname(folder) === this.#roots.own, error)
  }

  /** Makes the machines of a folder this host's alone, until it is released. Throws FOLDER_UNUSABLE. */
  claim(root: string): Promise<void> {
    return this.#claims.claim(root)
  }

  async release(root: string): Promise<void> {
    this.#unreachable.delete(root)
    await this.#claims.release(root)
  }

  /** Lets other hosts have the folders. */
  async close(): Promise<void> {
    for (const root of this.#claims.folders) await this.release(root)
  }

  /**
   * What a folder's configuration says, with its paths as if its files were in another where one is named. Rejects with a
   * `ConfigurationError`, or what the system says. Outside the data folder another user's is refused: it would have this user's
   * disks written to, and be started with the host.
   */
  async read(folder: string, as = folder): Promise<MachineConfiguration> {
    const ofUser = !isInside(path.dirname(this.#roots.own), folder)
    try {
      return parseConfiguration(await readOwnFile(path.join(folder, configurationFile), { ofUser }), as)
    } catch (error) {
      if (error instanceof NotPrivate) throw new ConfigurationError('CONFIGURATION_FOREIGN', anotherUsers)
      throw error
    }
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
  async #foldersIn(root: string): Promise<MachineFolderPath[]> {
    const isOwn = root === this.#roots.own
    this.#unreachable.delete(root)
    try {
      const entries = await storing(root, () => readdir(root, { withFileTypes: true }))
      const leftOver = entries.map(({ name }) => name).filter((name) => leftOverName.test(name))
      const folders = await machineFolders(root, entries, isOwn)
      if (!this.#isWritable()) {
        if (!isOwn) await requireNoHost(root, root)
        return folders
      }
      if (folders.length + leftOver.length > 0) await this.claim(root)
      // Only disk space is at stake, and the next start tries again.
      for (const entry of leftOver) {
        await removeTree(path.join(root, entry)).catch(() => undefined)
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
    for (const root of new Set([this.#roots.own, ...this.#claims.folders])) await keepReserve(this.#reserveIn(root))
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
    await removeTree(leaving).catch(() => undefined)
  }
}

/** The folders among what is in a folder of machines, those that are reached by a link too. */
async function machineFolders(root: string, entries: readonly Dirent[], isOwn: boolean): Promise<MachineFolderPath[]> {
  const names = entries.filter(({ name }) => !name.startsWith('.')).sort((a, b) => (a.name < b.name ? -1 : 1))
  const realRoot = await realpath(root)
  const found = await inTurns(names, readAtOnce, async (entry): Promise<MachineFolderPath | null> => {
    const folder = path.join(root, entry.name)
    if (entry.isFile()) return null
    if (!entry.isDirectory() && !(await isFolder(folder))) return null
    if (!isOwn && !(await isMachine(folder))) return null
    return { folder, real: entry.isDirectory() ? path.join(realRoot, entry.name) : await realpath(folder) }
  })
  return found.filter((each) => each !== null)
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
    configuration: null,
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
