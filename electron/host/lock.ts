import { createHash, randomUUID } from 'node:crypto'
import { link, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { identify, isAlive, processIdentitySchema } from './process-identity.ts'

/** The data folder has a living host. */
export class HostInUse extends Error {
  override readonly name = 'HostInUse'
  readonly home: string
  readonly pid: number

  constructor(home: string, pid: number) {
    super(`The data folder ${home} is in use by the host with process number ${pid}.`)
    this.home = home
    this.pid = pid
  }
}

export interface Lock {
  release(): Promise<void>
}

const lockName = 'host.lock'
const successorPrefix = `${lockName}.after-`
const candidatePrefix = `${lockName}.new-`

const claimSchema = processIdentitySchema.extend({ id: z.string() })

/** What a lock file says. `pid` is null in one that cannot be read as ours: after a power failure it may be empty. */
interface Claim {
  readonly id: string
  readonly pid: number | null
  readonly alive: boolean
}

function isCode(error: unknown, ...codes: string[]): boolean {
  return codes.includes((error as NodeJS.ErrnoException).code ?? '')
}

async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null
    throw error
  }
}

async function parse(text: string): Promise<Claim> {
  try {
    const { id, pid, started } = claimSchema.parse(JSON.parse(text))
    return { id, pid, alive: await isAlive({ pid, started }) }
  } catch {
    return { id: createHash('sha256').update(text).digest('hex').slice(0, 32), pid: null, alive: false }
  }
}

async function readClaim(file: string): Promise<Claim | null> {
  let text = await readText(file)
  if (text === null) return null
  let claim = await parse(text)
  // Where links are not supported the file is written in place: give its writer time to finish.
  for (let round = 0; claim.pid === null && round < 10; round++) {
    await delay(50)
    text = await readText(file)
    if (text === null) return null
    claim = await parse(text)
  }
  return claim
}

/** Puts `text` at `file` where nothing is there yet, whole or not at all. False where something is. */
async function createExclusively(file: string, candidate: string, text: string): Promise<boolean> {
  try {
    await link(candidate, file)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    // FAT and exFAT know no links.
    if (!isCode(error, 'EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP', 'EISDIR', 'UNKNOWN')) throw error
  }
  try {
    await writeFile(file, text, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  }
}

/**
 * Makes this process the one host of a data folder on this computer, until it releases the lock or ends, however it
 * ends. Throws `HostInUse`.
 *
 * The lock file names its owner. Where the owner is dead, starters compete for the right to succeed exactly that owner:
 * a file named after the dead claim, which only one of them can create. The winner looks once more that the lock is
 * still the dead one (it is not, when somebody else has completed a succession in the meantime) and replaces it by
 * renaming. A winner that dies half-way is succeeded in the same way, so the claims form a chain whose last living
 * member is the owner.
 */
export async function acquireLock(home: string): Promise<Lock> {
  const lockFile = path.join(home, lockName)
  const id = randomUUID()
  const text = JSON.stringify({ id, ...(await identify(process.pid)) })
  const candidate = path.join(home, candidatePrefix + id)
  await writeFile(candidate, text, { mode: 0o600 })
  try {
    while (!(await tryAcquire(home, lockFile, candidate, text)));
  } finally {
    await rm(candidate, { force: true })
  }
  await removeLeftovers(home)
  return { release: () => rm(lockFile, { force: true }) }
}

/** The number of the process that is the host of a data folder; null where none is. */
export async function holderOf(home: string): Promise<number | null> {
  const claim = await readClaim(path.join(home, lockName))
  return claim?.alive === true ? claim.pid : null
}

/** False where the files changed under our hands: look again. */
async function tryAcquire(home: string, lockFile: string, candidate: string, text: string): Promise<boolean> {
  const first = await readClaim(lockFile)
  if (first === null) return createExclusively(lockFile, candidate, text)

  if (first.alive && first.pid !== null) throw new HostInUse(home, first.pid)
  const isStillFirst = async () => (await readClaim(lockFile))?.id === first.id

  let last = first
  for (;;) {
    const successorFile = path.join(home, successorPrefix + last.id)
    if (await createExclusively(successorFile, candidate, text)) {
      if (await isStillFirst()) {
        await rename(successorFile, lockFile)
        return true
      }
      await rm(successorFile, { force: true })
      return false
    }
    const successor = await readClaim(successorFile)
    if (successor === null) return false
    if (successor.alive && successor.pid !== null) {
      // One that came too late is about to withdraw its claim; it is not the owner.
      if (!(await isStillFirst())) return false
      throw new HostInUse(home, successor.pid)
    }
    last = successor
  }
}

/** Files of starters that were ended half-way. Nobody can win by them any more: the lock they are about is gone. */
async function removeLeftovers(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    if (name.startsWith(successorPrefix)) await rm(path.join(home, name), { force: true })
    if (!name.startsWith(candidatePrefix)) continue
    const claim = await readClaim(path.join(home, name))
    if (claim !== null && !claim.alive) await rm(path.join(home, name), { force: true })
  }
}
