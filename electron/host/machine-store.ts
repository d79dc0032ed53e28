import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { ViridianError } from '#shared/errors.ts'
import { machineNameSchema, type MachineProblem } from '#shared/machine.ts'
import { nameKey, safeFolderName, uniqueName } from './folder-name.ts'
import {
  ConfigurationError,
  formatConfiguration,
  parseConfiguration,
  type MachineConfiguration,
} from './machine-configuration.ts'
import { storing } from './storage-failure.ts'
import { syncFolder } from './sync-folder.ts'

const configurationFile = 'machine.json'

/** Folders on their way in; whatever is found under these names at the start is a leftover of a killed host. */
const arrivingPrefix = '.new-'
const leavingPrefix = '.deleted-'

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

export interface StoredMachines {
  readonly usable: readonly StoredMachine[]
  readonly unusable: readonly UnusableMachine[]
}

/**
 * The machines' folders below one folder. A machine's folder appears and goes as a whole; its configuration changes
 * from the old to the new one at once. Its methods throw STORAGE_FAILED.
 */
export class MachineStore {
  readonly #root: string

  constructor(root: string) {
    this.#root = root
  }

  async load(): Promise<StoredMachines> {
    const entries = await storing(this.#root, () => readdir(this.#root))
    const usable: StoredMachine[] = []
    const unusable: UnusableMachine[] = []
    for (const entry of entries.sort()) {
      const folder = path.join(this.#root, entry)
      if (entry.startsWith(arrivingPrefix) || entry.startsWith(leavingPrefix)) {
        // Only disk space is at stake, and the next start tries again.
        await rm(folder, { recursive: true, force: true }).catch(() => undefined)
      } else if (!entry.startsWith('.') && (await isFolder(folder))) {
        try {
          usable.push({ folder, configuration: await this.read(folder) })
        } catch (error) {
          unusable.push(await describeUnusable(folder, error))
        }
      }
    }
    return this.#separateCopies(usable, unusable)
  }

  /** What a folder's configuration says. Rejects with a `ConfigurationError`, or what the system says. */
  async read(folder: string): Promise<MachineConfiguration> {
    return parseConfiguration(await readFile(path.join(folder, configurationFile), 'utf8'), folder)
  }

  /**
   * Stores a new machine in a folder named after it. `fill` puts in what else belongs to it, and tells of the machine as
   * it is to be in its folder.
   */
  async create(
    name: string,
    fill: (arriving: string, folder: string) => Promise<MachineConfiguration>,
  ): Promise<StoredMachine> {
    const taken = await storing(this.#root, () => readdir(this.#root))
    const folder = path.join(this.#root, uniqueName(safeFolderName(name), taken))
    const arriving = path.join(this.#root, arrivingPrefix + randomUUID())
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

  /** Takes a machine's folder that lies elsewhere on the volume, into a folder named after it; `change` tells what it is here. */
  async restore(
    from: string,
    name: string,
    change: (configuration: MachineConfiguration, folder: string) => MachineConfiguration,
  ): Promise<StoredMachine> {
    const taken = await storing(this.#root, () => readdir(this.#root))
    const folder = path.join(this.#root, uniqueName(safeFolderName(name), taken))
    return storing(folder, async () => {
      const text = await readFile(path.join(from, configurationFile), 'utf8')
      const configuration = { ...change(parseConfiguration(text, folder), folder), name }
      await writeConfiguration(from, formatConfiguration(configuration, folder))
      await rename(from, folder)
      return { folder, configuration }
    })
  }

  /** Throws PACKAGE_UNUSABLE for a folder that cannot be moved into this store at once. */
  async requireAdoptable(from: string): Promise<void> {
    const [there, here] = await storing(from, () => Promise.all([stat(from), stat(this.#root)]))
    if (there.dev !== here.dev) {
      throw new ViridianError('PACKAGE_UNUSABLE', { path: from, problem: 'OTHER_VOLUME', detail: this.#root })
    }
  }

  /**
   * Makes a folder with all the files of a machine one of this store, where it is not one already. `configure` tells of the
   * machine as it is to be in the folder it is given. A kill leaves the folder where it was, or as a machine as it was before.
   */
  async adopt(from: string, name: string, configure: (folder: string) => MachineConfiguration): Promise<StoredMachine> {
    const isHere = path.dirname(from) === path.resolve(this.#root)
    const taken = await storing(this.#root, () => readdir(this.#root))
    const folder = isHere ? from : path.join(this.#root, uniqueName(safeFolderName(name), taken))
    if (!isHere) await storing(from, () => rename(from, folder))
    const configuration = configure(folder)
    await this.save(folder, configuration)
    return { folder, configuration }
  }

  /** From the old to the new one at once; once this resolves, to stay so after a power failure. */
  async save(folder: string, configuration: MachineConfiguration): Promise<void> {
    await storing(folder, async () => {
      await writeConfiguration(folder, formatConfiguration(configuration, folder))
      await syncFolder(folder)
    })
  }

  /** Removes a machine's folder with all that is in it. Once this resolves or rejects, it is gone whole or there whole. */
  async remove(folder: string): Promise<void> {
    const leaving = path.join(this.#root, leavingPrefix + randomUUID())
    await storing(folder, () => rename(folder, leaving))
    // The machine is gone already; what cannot be removed now is removed at the next start.
    await rm(leaving, { recursive: true, force: true }).catch(() => undefined)
  }

  /**
   * A machine's folder that somebody copied becomes a machine of its own: it gets a new id and is named after its
   * folder, as people expect of a copied folder. The one whose folder is named after the machine counts as the
   * original. A copy that cannot be written to is unusable rather than a second machine with the same id.
   */
  async #separateCopies(usable: StoredMachine[], unusable: UnusableMachine[]): Promise<StoredMachines> {
    const ids = new Set<string>()
    const names: string[] = []
    const separate: StoredMachine[] = []
    const unwritable: UnusableMachine[] = []
    for (const machine of usable.sort((a, b) => Number(isOriginal(b)) - Number(isOriginal(a)))) {
      const { id, name } = machine.configuration
      const newId = ids.has(id) ? randomUUID() : id
      const wished = ids.has(id) ? nameFromFolder(machine.folder, name) : name
      const newName = uniqueName(wished, names)
      const configuration = { ...machine.configuration, id: newId, name: newName }
      if (newId !== id || newName !== name) {
        try {
          await writeConfiguration(machine.folder, formatConfiguration(configuration, machine.folder))
        } catch (error) {
          unwritable.push(await describeUnusable(machine.folder, error))
          continue
        }
      }
      ids.add(newId)
      names.push(newName)
      separate.push({ folder: machine.folder, configuration })
    }
    const named = [...unusable, ...unwritable].map((machine) => {
      const name = uniqueName(machine.name, names)
      names.push(name)
      return { ...machine, name }
    })
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

async function writeConfiguration(folder: string, text: string): Promise<void> {
  await writeFileAtomic(path.join(folder, configurationFile), text, { fsync: true, mode: 0o600 })
}

async function describeUnusable(folder: string, error: unknown): Promise<UnusableMachine> {
  const created = await stat(folder).then(
    (stats) => stats.birthtime,
    () => new Date(0),
  )
  return {
    folder,
    // Stable over restarts, and unlike any id of ours.
    id: `unusable-${createHash('sha256').update(path.basename(folder)).digest('hex').slice(0, 16)}`,
    name: path.basename(folder).slice(0, 100),
    createdAt: created.toISOString(),
    problem: {
      code: error instanceof ConfigurationError ? error.code : 'CONFIGURATION_CORRUPT',
      file: path.join(folder, configurationFile),
      detail: error instanceof Error ? error.message : String(error),
    },
  }
}
