import { open, readlink, stat, utimes } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'

/** Milliseconds from one renewal of a claim to the next. */
const interval = 1000

/** Milliseconds after which the owner of a claim that was not renewed is dead; a busy computer makes it late. */
const patience = 15_000

const namespace =
  process.platform === 'linux' ? readlink('/proc/self/ns/pid').catch(() => null) : Promise.resolve<string | null>(null)

/** In which this process has its number: containers that share a folder number theirs each for itself. Null where there is one. */
export function ownNamespace(): Promise<string | null> {
  return namespace
}

/** The claims that are renewed, and the number of the file that each was when it was renewed first. */
const claims = new Map<string, number | null>()
let renewal: NodeJS.Timeout | null = null

/** Renews a claim until `endRenewal`, or until another one is in its place. */
export function beginRenewal(claim: string): void {
  claims.set(claim, null)
  renewal ??= setInterval(renewAll, interval).unref()
}

export function endRenewal(claim: string): void {
  claims.delete(claim)
  if (claims.size > 0 || renewal === null) return
  clearInterval(renewal)
  renewal = null
}

function renewAll(): void {
  // One may be gone already, or its folder: then there is nothing to be renewed.
  for (const [claim, file] of claims) renew(claim, file).catch(() => undefined)
}

async function renew(claim: string, file: number | null): Promise<void> {
  const { ino } = await stat(claim)
  if (!claims.has(claim)) return
  if (file !== null && ino !== file) return endRenewal(claim)
  claims.set(claim, ino)
  const now = new Date()
  await utimes(claim, now, now)
}

/** Whether somebody renews a claim; it takes as long as it takes to see. */
export async function isRenewed(claim: string): Promise<boolean> {
  const first = await timeOf(claim)
  if (first === null) return false
  for (let waited = 0; waited < patience; waited += interval / 4) {
    await delay(interval / 4)
    const now = await timeOf(claim)
    if (now === null) return false
    if (now !== first) return true
  }
  return false
}

async function timeOf(file: string): Promise<number | null> {
  try {
    // A file that is opened is looked at anew where it lies on another computer.
    const handle = await open(file, 'r')
    try {
      return (await handle.stat()).mtimeMs
    } finally {
      await handle.close()
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
  }
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => null,
  )
}
