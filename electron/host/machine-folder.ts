import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import type { MachineConfiguration } from './machine-configuration.ts'
import type { SaveOptions, StoredMachine } from './stored-machine.ts'
import { isOwnFolder } from './record-file.ts'
import { pictureOf, savedStateName } from './saved-state.ts'
import { runningFile } from './running-marker.ts'
import { asideFolder, setAside, type SetAside } from './set-aside.ts'
import { droppedLayers, identity, layersOf, snapshotsFolder } from './snapshots/layers.ts'
import { errorText } from './unexpected.ts'

/** What of a machine's folder is made by the host, and left over where its configuration does not name it. */
const ours = {
  // An import puts the states of snapshots here, too.
  '': new RegExp(`${savedStateName.source}|^${identity.source}\\.(bin|png)$`),
  [snapshotsFolder]: /\.(avhd|vud|bin|png|unfinished)$/,
}

/** Of a file that never became what it was to be. */
const unfinishedName = new RegExp(`^\\..*\\.${identity.source}\\.unfinished$`)

/**
 * A machine's folder and the configuration in it, which is the one truth about it: every change is made beside what is
 * there, and becomes true when the configuration names it. What it names no more because of a change is swept away.
 */
export class MachineFolder {
  readonly path: string
  readonly #save: (folder: string, configuration: MachineConfiguration, options: SaveOptions) => Promise<void>
  readonly #changed: () => void
  #configuration: MachineConfiguration
  /** Layers that an import has put beside the configuration, and that nothing needs any more. */
  readonly #dropped = new Set<string>()
  /** Files that this host has made, or whose name it has taken out of the configuration: it knows why nothing names them. */
  readonly #known = new Set<string>()

  /** `save` makes a configuration last; `changed` hears of every new one. */
  constructor(
    { folder, configuration }: StoredMachine,
    save: (folder: string, configuration: MachineConfiguration, options: SaveOptions) => Promise<void>,
    changed: () => void,
  ) {
    this.path = folder
    this.#save = save
    this.#changed = changed
    const { savedState } = configuration
    const isThere = savedState !== null && existsSync(savedState)
    this.#configuration = isThere ? configuration : { ...configuration, savedState: null }
  }

  get configuration(): MachineConfiguration {
    return this.#configuration
  }

  /** Says that files are going to be made, which are not to stay where no configuration comes to name them. */
  plan(files: Iterable<string>): void {
    for (const file of files) this.#known.add(file)
  }

  /** From the old to the new one at once, for good. Throws STORAGE_FAILED. */
  async commit(configuration: MachineConfiguration): Promise<void> {
    await this.#save(this.path, configuration, { frees: freesRoom(this.#configuration, configuration) })
    this.plan(namedIn(this.#configuration))
    for (const file of droppedLayers(this.#configuration, configuration)) {
      if (path.dirname(file) === this.path) this.#dropped.add(file)
    }
    this.#configuration = configuration
    this.#changed()
  }

  /** Removes what this host has left over. Not while something is being made that is to be named. Never rejects. */
  async sweep(): Promise<void> {
    for (const file of await this.leftOver()) if (this.#isWorthless(file)) await removeLeftover(file)
  }

  /**
   * Moves out of the way what is left over, and may be all there is of something: the configuration may be a copy of an
   * earlier one, or the file a restored one. Null where there is nothing. Never rejects.
   */
  async setAside(): Promise<SetAside | null> {
    return setAside(
      this.path,
      (await this.leftOver()).filter((file) => !this.#isWorthless(file)),
    )
  }

  /** The files that a host has made and nothing names. Never rejects. */
  async leftOver(): Promise<string[]> {
    const named = namedIn(this.#configuration)
    const made = await Promise.all(
      Object.entries(ours).map(async ([name, pattern]) => {
        const folder = path.join(this.path, name)
        return (await filesIn(folder, name === '')).filter((file) => pattern.test(path.basename(file)))
      }),
    )
    return [...new Set([...made.flat(), ...this.#dropped])].filter((file) => !named.has(file) && existsSync(file))
  }

  #isWorthless(file: string): boolean {
    return this.#known.has(file) || this.#dropped.has(file) || unfinishedName.test(path.basename(file))
  }
}

/** False where nothing can be in a machine's folder, which has these names in it, that an earlier host may have left there. */
export function mayHoldLeftOvers(configuration: MachineConfiguration, names: readonly string[]): boolean {
  const { savedState, snapshots, retired, merging, undoDisks } = configuration
  if (savedState !== null || merging !== null) return true
  if (snapshots.length + retired.length + undoDisks.bases.length > 0) return true
  return names.some(
    (name) => name === runningFile || name === snapshotsFolder || name === asideFolder || ours[''].test(name),
  )
}

/** Whether files of before are no longer needed, and none are that were not there. */
function freesRoom(before: MachineConfiguration, after: MachineConfiguration): boolean {
  const [had, has] = [namedIn(before), namedIn(after)]
  if ([...has].some((file) => !had.has(file))) return false
  return has.size < had.size || after.snapshots.length < before.snapshots.length
}

/** All files that a configuration names, and the pictures of its states. */
function namedIn(configuration: MachineConfiguration): Set<string> {
  const { savedState, snapshots } = configuration
  const states = [savedState, ...snapshots.map(({ state }) => state)].filter((state) => state !== null)
  return new Set([...layersOf(configuration), ...states, ...states.map(pictureOf)])
}

/** A machine's folder may be reached by a link; one in it that is a link leads to what is not the machine's. */
async function filesIn(folder: string, isMachine: boolean): Promise<string[]> {
  try {
    if (!isMachine && !(await isOwnFolder(folder))) return []
    const entries = await readdir(folder, { withFileTypes: true })
    return entries.filter((entry) => entry.isFile()).map(({ name }) => path.join(folder, name))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') console.error(errorText(error))
    return []
  }
}

/** Only disk space is at stake, and the next sweep tries again. */
async function removeLeftover(file: string): Promise<void> {
  try {
    await rm(file, { force: true })
  } catch (error) {
    console.error(`${file} is left over and could not be removed: ${errorText(error)}`)
  }
}
