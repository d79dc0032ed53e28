import { randomUUID } from 'node:crypto'
import { readdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { DiskError, isDiskError, systemError } from './disk-error.ts'
import type { DiskLock, DiskUse } from './disk-files.ts'
import { identifyUs, isAlive, type ProcessIdentity } from './process-identity.ts'

/** What a claim file says of its owner. */
interface Claim extends ProcessIdentity {
  readonly host: string
}

/** Two that come at the same moment both stand back, and try again after a random time. */
const attempts = 4
const longestWait = 60

/**
 * Takes a disk's file for one writer or any number of readers, in all processes of this computer and, where they see
 * the same folder, of others. Rejects with IN_USE.
 *
 * Everybody first puts a claim of its own beside the disk and then looks at the claims of others: of two that exclude
 * each other at least one sees the other, and stands back. A claim has a name nobody else ever uses, so that removing
 * one whose owner is dead cannot hit anybody else's.
 */
export async function lockDisk(file: string, use: DiskUse): Promise<DiskLock> {
  const real = await realpath(file).catch((error: unknown) => {
    throw systemError(error, file)
  })
  for (let attempt = 1; ; attempt++) {
    const claim = await putClaim(real, use)
    if (claim === null) return { release: () => Promise.resolve() }
    try {
      const other = await findOther(real, use, claim)
      if (other === null) return { release: () => rm(claim, { force: true }) }
      await rm(claim, { force: true })
      if (attempt === attempts) throw new DiskError('IN_USE', { path: file, ...other })
    } catch (error) {
      await rm(claim, { force: true })
      throw systemError(error, file)
    }
    await delay(Math.random() * longestWait)
  }
}

function prefixOf(file: string, kind: 'writer' | 'reader' | 'new'): string {
  return `.${path.basename(file)}.${kind}-`
}

/** The claim's file; null for a reader where nothing can be written, so that nobody can write to the disk either. */
async function putClaim(file: string, use: DiskUse): Promise<string | null> {
  const id = randomUUID()
  const folder = path.dirname(file)
  const unfinished = path.join(folder, prefixOf(file, 'new') + id)
  const claim = path.join(folder, prefixOf(file, use === 'write' ? 'writer' : 'reader') + id)
  const text: Claim = { ...(await identifyUs()), host: os.hostname() }
  try {
    // Renamed, so that a claim is seen whole: one that cannot be read is left from a power failure.
    await writeFile(unfinished, JSON.stringify(text), { flag: 'wx' })
    await rename(unfinished, claim)
    return claim
  } catch (error) {
    const problem = systemError(error, file)
    if (use === 'read' && isDiskError(problem, 'READ_ONLY', 'ACCESS_DENIED')) return null
    await rm(unfinished, { force: true })
    throw problem
  }
}

async function findOther(file: string, use: DiskUse, own: string) {
  const folder = path.dirname(file)
  const excluded = [prefixOf(file, 'writer'), ...(use === 'write' ? [prefixOf(file, 'reader')] : [])]
  for (const name of await readdir(folder)) {
    const claim = path.join(folder, name)
    if (claim === own || !excluded.some((prefix) => name.startsWith(prefix))) continue
    const owner = await readClaim(claim)
    if (owner === 'gone') continue
    if (owner !== 'unreadable' && (owner.host !== os.hostname() || (await isAlive(owner)))) {
      return { pid: owner.pid, host: owner.host, claim }
    }
    await rm(claim, { force: true })
  }
  return null
}

async function readClaim(file: string): Promise<Claim | 'gone' | 'unreadable'> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    const problem = systemError(error, file)
    if (isDiskError(problem, 'NOT_FOUND')) return 'gone'
    throw problem
  }
  try {
    const { pid, started, host } = JSON.parse(text) as Record<string, unknown>
    const sound = typeof pid === 'number' && typeof started === 'string' && typeof host === 'string'
    return sound ? { pid, started, host } : 'unreadable'
  } catch {
    return 'unreadable'
  }
}
