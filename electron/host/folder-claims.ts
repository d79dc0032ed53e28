import path from 'node:path'
import { ViridianError } from '#shared/errors.ts'
import { acquireLock, holderOf, HostInUse, type Lock } from './lock.ts'
import { errorText } from './unexpected.ts'

/** Folders with machines outside the data folder, which other hosts may use as well: each is one host's at a time. */
export class FolderClaims {
  /** The data folder's own, which needs no claim. */
  readonly #own: string
  readonly #claims = new Map<string, Promise<Lock>>()

  constructor(own: string) {
    this.#own = own
  }

  get folders(): string[] {
    return [...this.#claims.keys()]
  }

  /** Makes the machines of a folder this host's alone, until it is released. Throws FOLDER_UNUSABLE. */
  async claim(root: string): Promise<void> {
    if (root === this.#own) return
    const claim = this.#claims.get(root) ?? this.#acquire(root)
    this.#claims.set(root, claim)
    try {
      await claim
    } catch (error) {
      this.#claims.delete(root)
      throw error
    }
  }

  async release(root: string): Promise<void> {
    const claim = await this.#claims.get(root)
    this.#claims.delete(root)
    await claim?.release()
  }

  async #acquire(root: string): Promise<Lock> {
    const isOurs = path.dirname(root) === path.dirname(this.#own)
    if (!isOurs) await requireNoHost(root, path.dirname(root))
    try {
      return await acquireLock(root)
    } catch (error) {
      if (error instanceof HostInUse) throw folderUnusable(root, 'OTHER_HOST', String(error.pid))
      throw folderUnusable(root, 'NOT_WRITABLE', errorText(error))
    }
  }
}

/** Throws FOLDER_UNUSABLE where the machines of `root` are those of a host that has claimed `place`. */
export async function requireNoHost(root: string, place: string): Promise<void> {
  const pid = await holderOf(place)
  if (pid !== null) throw folderUnusable(root, 'OTHER_HOST', String(pid))
}

function folderUnusable(root: string, problem: 'OTHER_HOST' | 'NOT_WRITABLE', detail: string): ViridianError {
  return new ViridianError('FOLDER_UNUSABLE', { path: root, problem, detail })
}
