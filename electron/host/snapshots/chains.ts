import { asDiskError } from '#electron/disks/disk-error.ts'
import type { DiskUser } from '../disk-users.ts'
import { inspectedAtOnce, inspectKnownDisk } from '../known-disks.ts'
import type { MachineConfiguration } from '../machine-configuration.ts'
import { inTurns } from '../turns.ts'
import { namedDisks } from './layers.ts'

/** Which disk is based on which. */
export class Chains {
  readonly #parents: ReadonlyMap<string, string | null>
  /** False where a disk or its parent is not found: then there may be more than is known. */
  readonly areComplete: boolean

  private constructor(parents: ReadonlyMap<string, string | null>, areComplete: boolean) {
    this.#parents = parents
    this.areComplete = areComplete
  }

  /** The chains of these disks, as their files tell. */
  static async of(files: Iterable<string>): Promise<Chains> {
    const parents = new Map<string, string | null>()
    let areComplete = true
    for (const file of files) {
      for (let next: string | null = file; next !== null && !parents.has(next);) {
        const disk = await inspectIfThere(next)
        if (disk === null || (disk.parent !== null && disk.parent.path === null)) areComplete = false
        const parent: string | null = disk?.parent?.path ?? null
        parents.set(next, parent)
        next = parent
      }
    }
    return new Chains(parents, areComplete)
  }

  /** Whether a disk is one of them, or one of those they are based on. */
  has(file: string): boolean {
    return this.#parents.has(file)
  }

  /** The disks and all they are based on. */
  get files(): string[] {
    return [...this.#parents.keys()]
  }

  childrenOf(file: string): string[] {
    return [...this.#parents].filter(([, parent]) => parent === file).map(([child]) => child)
  }

  /** A disk and those it is based on. */
  from(file: string): string[] {
    const line = new Set<string>()
    for (let next: string | null = file; next !== null && !line.has(next); next = this.#parents.get(next) ?? null) {
      line.add(next)
    }
    return [...line]
  }
}

async function inspectIfThere(file: string) {
  try {
    return await inspectKnownDisk(file)
  } catch (error) {
    if (isNoDisk(error)) return null
    throw error
  }
}

/** Whether a file is not there, or holds no disk as far as can be told: its own machine tells of that. */
export function isNoDisk(error: unknown): boolean {
  return asDiskError(error) !== null
}

/**
 * The new configuration, in which those disks of the old one are retired that nothing needs any more by itself, but others
 * are based on. Where that cannot be told for certain they are kept.
 */
export async function withRetired(
  before: MachineConfiguration,
  after: MachineConfiguration,
): Promise<MachineConfiguration> {
  const needed = namedDisks(after)
  const released = [...new Set([...namedDisks(before), ...before.retired])].filter((file) => !needed.has(file))
  if (released.length === 0) return { ...after, retired: [] }
  const chains = await Chains.of(needed)
  return { ...after, retired: released.filter((file) => !chains.areComplete || chains.has(file)) }
}

/** The names of those that have disks based on one of these files. */
export async function usersOf(files: ReadonlySet<string>, users: readonly DiskUser[]): Promise<string[]> {
  const based = await inTurns(users, inspectedAtOnce, async ({ name, disks }) => {
    const chains = await Chains.of(disks)
    return [...files].some((file) => chains.has(file)) ? name : null
  })
  return based.filter((name) => name !== null)
}
