import { existsSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { storing } from './storage-failure.ts'
import { errorText } from './unexpected.ts'

/**
 * The file with the state of a saved machine, in the machine's folder. That it is there is what makes a machine Saved;
 * nothing else says so, so nothing can say otherwise after a crash. Two rules keep it true:
 *
 * - It appears at once, complete, when the guest stands still for good and its disks are closed.
 * - It is gone from stable storage before the guest's first instruction runs from it.
 *
 * Its methods throw STORAGE_FAILED.
 */
export class SavedState {
  readonly path: string
  /** Where a state is written that is not complete. */
  readonly arriving: string
  readonly #folder: string
  #exists: boolean

  constructor(folder: string) {
    this.#folder = folder
    this.path = path.join(folder, 'saved-state.bin')
    this.arriving = path.join(folder, 'saved-state.new')
    this.#exists = existsSync(this.path)
  }

  get exists(): boolean {
    return this.#exists
  }

  /** Makes the complete file at `arriving` the machine's state. */
  async arrive(): Promise<void> {
    await storing(this.path, () => rename(this.arriving, this.path))
    this.#exists = true
    await this.#makeLast()
  }

  async remove(): Promise<void> {
    await storing(this.path, () => rm(this.path, { force: true }))
    this.#exists = false
    await this.#makeLast()
  }

  /** Removes what a save that came to nothing has left. */
  async clear(): Promise<void> {
    await storing(this.arriving, () => rm(this.arriving, { force: true }))
  }

  /** A power failure that undoes it all the same does no harm: the state then tells that its disks were changed. */
  async #makeLast(): Promise<void> {
    try {
      await syncFolder(this.#folder)
    } catch (error) {
      console.error(`What was done in ${this.#folder} may not last: ${errorText(error)}`)
    }
  }
}

/** Makes the names in it last. Windows does it by itself and does not open folders. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
