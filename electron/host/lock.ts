import { createHash, randomUUID } from 'node:crypto'
import { link, lstat, readdir, rename, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import * as z from 'zod'
import { beginRenewal, endRenewal, isRenewed, ownNamespace } from '#electron/disks/lock-renewal.ts'
import { identify, identifyUs, isAlive, isOfThisStart, processIdentitySchema } from './process-identity.ts'
import { clearPlace, readOwnFile } from './record-file.ts'

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
  /** What was no lock file in the place of one, under the name it has now; null where nothing was wrong. */
  readonly setAside: string | null
  release(): Promise<void>
}

const lockName = 'host.lock'

export function lockFile(home: string): string {
  return path.join(home, lockName)
}

const successorPrefix = `${lockName}.after-`
const candidatePrefix = `${lockName}.new-`

/** Names files, so it is nothing that leads elsewhere. */
const claimSchema = processIdentitySchema.extend({
  id: z.string().regex(/^[\da-z-]{1,64}$/i),
  /** In which the process number is valid; null where it is the only one. */
  namespace: z.string().max(100).nullable().default(null),
  /** The computer's name. */
  host: z.string().max(300).nullable().default(null),
})

/** What a lock file says. `pid` is null in one that cannot be read as ours: after a power failure it may be empty. */
interface Claim {
  readonly id: string
  readonly pid: number | null
  readonly alive: boolean
}

function isCode(error: unknown, ...codes: string[]): boolean {
  return codes.includes((error as NodeJS.ErrnoException).code ?? '')
}

/** Of what is no file a text that stands for just this: whoever succeeds it must find it again. */
async function readText(file: string): Promise<string | null> {
  try {
    return await readOwnFile(file)
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null
    const found = await lstat(file).catch(() => null)
    if (found === null) return null
    if (found.isFile() && isCode(error, 'EACCES', 'EPERM', 'EIO')) throw error
    return `${found.mode} ${found.ino} ${found.ctimeMs}`
  }
}

async function parse(file: string, text: string): Promise<Claim> {
  try {
    const { id, pid, started, namespace, host } = claimSchema.parse(JSON.parse(text))
    const isHere = host === null || host === os.hostname() || isOfThisStart(started, (await identifyUs()).started)
    const isOurs = isHere && (namespace === null || namespace === (await ownNamespace()))
    return { id, pid, alive: isOurs ? await isAlive({ pid, started }) : await isRenewed(file) }
  } catch {
    return { id: createHash('sha256').update(text).digest('hex').slice(0, 32), pid: null, alive: false }
  }
}

async function readClaim(file: string): Promise<Claim | null> {
  let text = await readText(file)
  if (text === null) return null
  let claim = await parse(file, text)
  // Where links are not supported the file is written in place: give its writer time to finish.
  for (let round = 0; claim.pid === null && round < 10; round++) {
    await delay(50)
    text = await readText(file)
    if (text === null) return null
    claim = await parse(file, text)
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
 * renaming. Processes of another container or computer, whose numbers say nothing here, are known to live by their claims, which every
 * owner renews. A winner that dies half-way is succeeded in the same way, so the claims form a chain whose last living
 * member is the owner.
 */
export async function acquireLock(home: string): Promise<Lock> {
  const file = lockFile(home)
  const id = randomUUID()
  const text = JSON.stringify({
    id,
    ...(await identify(process.pid)),
    namespace: await ownNamespace(),
    host: os.hostname(),
  })
  const candidate = path.join(home, candidatePrefix + id)
  await writeFile(candidate, text, { flag: 'wx', mode: 0o600 })
  const setAside: string[] = []
  // It is one file by several names, so that this renews them all.
  beginRenewal(candidate)
  try {
    while (!(await tryAcquire(home, file, candidate, text, setAside)));
  } finally {
    endRenewal(candidate)
    await rm(candidate, { force: true })
  }
  beginRenewal(file)
  await removeLeftovers(home)
  return {
    setAside: setAside[0] ?? null,
    release() {
      endRenewal(file)
      return rm(file, { force: true })
    },
  }
}

/** The number of the process that is the host of a data folder; null where none is. */
export async function holderOf(home: string): Promise<number | null> {
  const claim = await readClaim(lockFile(home))
  return claim?.alive === true ? claim.pid : null
}

/** False where the files changed under our hands: look again. */
async function tryAcquire(
  home: string,
  file: string,
  candidate: string,
  text: string,
  setAside: string[],
): Promise<boolean> {
  const first = await readClaim(file)
  if (first === null) return createExclusively(file, candidate, text)

  if (first.alive && first.pid !== null) throw new HostInUse(home, first.pid)
  const isStillFirst = async () => (await readClaim(file))?.id === first.id

  let last = first
  for (;;) {
    const successorFile = path.join(home, successorPrefix + last.id)
    if (await createExclusively(successorFile, candidate, text)) {
      if (await isStillFirst()) {
        const aside = await clearPlace(file)
        if (aside === null) {
          await rename(successorFile, file)
          return true
        }
        setAside.push(aside)
        // From here on there is no lock, and whoever makes one first has it.
        const isOurs = await createExclusively(file, candidate, text)
        await rm(successorFile, { force: true })
        return isOurs
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
    if (!name.startsWith(successorPrefix) && !name.startsWith(candidatePrefix)) continue
    const file = path.join(home, name)
    // A folder, a link or a pipe is nobody's claim.
    if (!(await lstat(file).catch(() => null))?.isFile()) continue
    const claim = name.startsWith(successorPrefix) ? null : await readClaim(file)
    if (claim === null || !claim.alive) await rm(file, { force: true })
  }
}
