import { readlink, stat, utimes } from 'node:fs/promises'
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

/** Renews a claim until that ends, or another one is in its place. */
export function renewing(claim: string): { end(): void } {
  let own: number | null = null
  const renew = async () => {
    const { ino } = await stat(claim)
    own ??= ino
    if (ino !== own) return clearInterval(timer)
    const now = new Date()
    await utimes(claim, now, now)
  }
  // It may be gone already, or its folder: then there is nothing to be renewed.
  const timer = setInterval(() => void renew().catch(() => undefined), interval).unref()
  return { end: () => clearInterval(timer) }
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
    return (await stat(file)).mtimeMs
  } catch {
    return null
  }
}
