import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import type { MachineConfiguration } from './machine-configuration.ts'
import type { StoredMachine } from './machine-store.ts'
import { pictureOf, savedStateName } from './saved-state.ts'
import { droppedLayers, identity, layersOf, snapshotsFolder } from './snapshots/layers.ts'
import { errorText } from './unexpected.ts'

/** What of a machine's folder is made by the host, and left over where its configuration does not name it. */
const ours = {
  // An import puts the states of snapshots here, too.
  '': new RegExp(`${savedStateName.source}|^${identity.source}\\.(bin|png)$`),
  [snapshotsFolder]: /\.(avhd|vud|bin|png|unfinished)$/,
}

/**
 * A machine's folder and the configuration in it, which is the one truth about it: every change is made beside what is
 * there, and becomes true when the configuration names it. What it does not name is swept away.
 */
export class MachineFolder {
  readonly path: string
  readonly #save: (folder: string, configuration: MachineConfiguration) => Promise<void>
  readonly #changed: () => void
  #configuration: MachineConfiguration
  /** Layers that an import has put beside the configuration, and that nothing needs any more. */
  readonly #dropped = new Set<string>()

  /** `save` makes a configuration last; `changed` hears of every new one. */
  constructor(
    { folder, configuration }: StoredMachine,
    save: (folder: string, configuration: MachineConfiguration) => Promise<void>,
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

  /** From the old to the new one at once, for good. Throws STORAGE_FAILED. */
  async commit(configuration: MachineConfiguration): Promise<void> {
    await this.#save(this.path, configuration)
    for (const file of droppedLayers(this.#configuration, configuration)) {
      if (path.dirname(file) === this.path) this.#dropped.add(file)
    }
    this.#configuration = configuration
    this.#changed()
  }

  /** Removes what is left over. Not while something is being made that is to be named. Never rejects. */
  async sweep(): Promise<void> {
    for (const file of await this.leftOver()) await removeLeftover(file)
  }

  /** The files that the host has made and nothing names. Never rejects. */
  async leftOver(): Promise<string[]> {
    const { savedState, snapshots } = this.#configuration
    const states = [savedState, ...snapshots.map(({ state }) => state)].filter((state) => state !== null)
    const named = new Set([...layersOf(this.#configuration), ...states, ...states.map(pictureOf)])
    const made = await Promise.all(
      Object.entries(ours).map(async ([name, pattern]) => {
        const folder = path.join(this.path, name)
        return (await namesIn(folder)).filter((entry) => pattern.test(entry)).map((entry) => path.join(folder, entry))
      }),
    )
    return [...new Set([...made.flat(), ...this.#dropped])].filter((file) => !named.has(file) && existsSync(file))
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
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
