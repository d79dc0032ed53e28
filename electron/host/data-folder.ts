import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Restriction } from '#shared/host.ts'
import { machinesFolder, prepareHome, templatesFolder, trashFolder } from './home.ts'
import { acquireLock, holderOf, HostInUse, type Lock } from './lock.ts'
import { isOwnFolder } from './record-file.ts'
import { removeTree } from './remove-tree.ts'
import { requireAllowed, type Call } from './restricted-calls.ts'
import { usingReserve } from './reserve.ts'
import { isRuntimeFolder, prepareRuntimeFolder, runtimeFolder } from './runtime-folder.ts'
import { storing } from './storage-failure.ts'
import { errorText } from './unexpected.ts'
import { restrictionOf } from './unwritable.ts'

/** What is deleted already, and was to be removed when its host ended. */
const deleted = /^\.(deleted|leaving)-[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

/**
 * A data folder that this process is the one host of. Where it cannot be written to there is no lock in it, as there is nothing
 * to be protected from others; the lock in the runtime folder keeps a second host of this user away.
 */
export class DataFolder {
  readonly home: string
  readonly #locks: Lock[]
  #restriction: Restriction | null

  private constructor(home: string, lock: Lock, restriction: Restriction | null) {
    this.home = home
    this.#locks = [lock]
    this.#restriction = restriction
  }

  /** Throws `HostInUse`, or STORAGE_FAILED. */
  static async open(home: string): Promise<DataFolder> {
    const runtime = await runtimeFolder(home)
    if (await isRuntimeFolder(runtime)) await requireUnused(home, runtime)
    try {
      await prepareHome(home)
      return new DataFolder(home, await lockIn(home), null)
    } catch (error) {
      const restriction = restrictionOf(error)
      if (restriction === null || !(await isFolder(home))) throw error
      await storing(home, () => requireUnused(home, home))
      if (restriction.problem === 'full' && (await removeDeleted(home))) {
        const lock = await lockIn(home).catch(() => null)
        if (lock !== null) return new DataFolder(home, lock, null)
      }
      const place = await prepareRuntimeFolder(home)
      try {
        return new DataFolder(home, await storing(place, () => acquireLock(place)), restriction)
      } catch (failure) {
        throw failure instanceof HostInUse ? new HostInUse(home, failure.pid) : failure
      }
    }
  }

  /** Why it cannot be written to; null where it can. */
  get restriction(): Restriction | null {
    return this.#restriction
  }

  /** What was no lock file in the place of one, under the name it has now. */
  get setAside(): string | null {
    return this.#locks[0]?.setAside ?? null
  }

  /** Throws HOST_READ_ONLY for a call that would write what cannot be written. */
  requireAllowed(call: Call): void {
    if (this.#restriction !== null) requireAllowed(this.home, this.#restriction, call)
  }

  /** Takes the lock as soon as there is room for it. True where the folder can be written to from now on. */
  async tryAgain(): Promise<boolean> {
    if (this.#restriction?.problem !== 'full') return false
    try {
      await prepareHome(this.home)
      this.#locks.push(await lockIn(this.home))
      this.#restriction = null
      return true
    } catch (error) {
      // One that was started with another environment has it now.
      if (error instanceof HostInUse) this.#restriction = { problem: 'readOnly', detail: errorText(error) }
      return false
    }
  }

  async release(): Promise<void> {
    for (const lock of this.#locks) await lock.release()
  }
}

function lockIn(home: string): Promise<Lock> {
  return storing(home, () => usingReserve(home, () => acquireLock(home)))
}

async function requireUnused(home: string, place: string): Promise<void> {
  const pid = await holderOf(place)
  if (pid !== null) throw new HostInUse(home, pid)
}

async function isFolder(folder: string): Promise<boolean> {
  return stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  )
}

/** Gives back the room of what is deleted, which no host needs, whoever it is. True where there was some. Never rejects. */
async function removeDeleted(home: string): Promise<boolean> {
  let isSome = false
  for (const folder of [machinesFolder(home), templatesFolder(home), trashFolder(home)]) {
    if (!(await isOwnFolder(folder))) continue
    for (const name of await readdir(folder).catch(() => [])) {
      if (!deleted.test(name)) continue
      isSome = true
      await removeTree(path.join(folder, name)).catch(() => undefined)
    }
  }
  return isSome
}
