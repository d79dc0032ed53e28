import { rm, stat, statfs, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { errorText } from './unexpected.ts'
import { restrictionOf } from './unwritable.ts'

/** Room that is kept on a volume, in a file of its own, so that a full one can be cleaned. */
const reserveName = '.room-kept-for-cleaning'

/** Bytes: a configuration with all its snapshots takes a hundred kilobytes. */
const usualSize = 256 * 1024
/** Less is of no use. */
const leastSize = 16 * 1024

/**
 * Keeps room in a folder where that is not done yet, at most the `share` of what is free. Never rejects: without it a full
 * volume is harder to clean.
 */
export async function keepReserve(folder: string, share = 1 / 3): Promise<void> {
  const file = path.join(folder, reserveName)
  try {
    if ((await stat(file).catch(() => null)) !== null) return
    const { bavail, bsize } = await statfs(folder)
    const size = Math.min(usualSize, Math.floor(bavail * share) * bsize)
    if (size < leastSize) return
    await writeFile(file, new Uint8Array(size), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    await rm(file, { force: true }).catch(() => undefined)
    if (!isFull(error)) console.error(`No room could be kept in ${folder}: ${errorText(error)}`)
  }
}

/** Does what has to be possible on a full volume: with the room that was kept where there is no other. */
export async function usingReserve<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isFull(error)) throw error
    const file = path.join(folder, reserveName)
    if ((await stat(file).catch(() => null)) === null) throw error
    await rm(file, { force: true })
    try {
      return await work()
    } finally {
      // What is left of it is kept for the next time, before others take it.
      await keepReserve(folder, 0.9)
    }
  }
}

function isFull(error: unknown): boolean {
  return restrictionOf(error)?.problem === 'full'
}
