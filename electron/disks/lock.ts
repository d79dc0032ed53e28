import { createHash, randomUUID } from 'node:crypto'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { DiskError, isDiskError, systemError } from './disk-error.ts'
import type { DiskLock, DiskUse } from './disk-files.ts'
import type { FileCalls } from './file-calls.ts'
import { beginRenewal, endRenewal, isRenewed, ownNamespace } from './lock-renewal.ts'
import { identifyUs, isAlive, isOfThisStart, type ProcessIdentity } from './process-identity.ts'

/** Two that come at the same moment both stand back, and try again after a random time, milliseconds. */
const attempts = 4
const longestWait = 60

/**
 * Takes a disk's file for one writer or any number of readers, in all processes of this computer and, where they see
 * the same folder, of others. Rejects with IN_USE.
 *
 * Everybody first puts a claim of its own beside the disk, an empty file whose name says who it is, and then looks for
 * the claims of others: of two that exclude each other at least one sees the other, and stands back. Nobody else ever
 * uses a claim's name again, so that removing one whose owner is dead cannot hit anybody else's. Owners in other containers,
 * whose process numbers say nothing here, are known to live by their claims, which every owner renews.
 */
export async function lockDisk(calls: FileCalls, file: string, use: DiskUse): Promise<DiskLock> {
  try {
    return await acquire(calls, file, await calls.realpath(file), use, null)
  } catch (error) {
    throw systemError(error, file)
  }
}

/** `beside` is a claim that excludes nothing. */
async function acquire(
  calls: FileCalls,
  file: string,
  real: string,
  use: DiskUse,
  beside: string | null,
): Promise<DiskLock> {
  for (let attempt = 1; ; attempt++) {
    const put = await putClaim(calls, real, use)
    if (put === null) return unclaimed
    try {
      const [other] = await Promise.all([findOther(calls, real, use, [put.claim, beside]), put.closed])
      if (other === null) return claimed(calls, real, put.claim)
      if (attempt === attempts) throw new DiskError('IN_USE', { path: file, ...other })
    } catch (error) {
      await removeClaim(calls, put.claim)
      throw error
    }
    await removeClaim(calls, put.claim)
    await delay(Math.random() * longestWait)
  }
}

function claimed(calls: FileCalls, real: string, claim: string): DiskLock {
  return {
    release: () => removeClaim(calls, claim),
    share: () => shareDisk(calls, real),
    promote: () => promoteReader(calls, real, claim),
  }
}

/** Where nothing can be written, there is nobody to be kept out. */
const unclaimed: DiskLock = {
  release: () => Promise.resolve(),
  share: () => Promise.resolve(unclaimed),
  promote: () => Promise.resolve(unclaimed),
}

/** A reader's claim on a file on which there is one of ours, which keeps all others out that a reader has to fear. */
async function shareDisk(calls: FileCalls, real: string): Promise<DiskLock> {
  try {
    const put = await putClaim(calls, real, 'read')
    if (put === null) return unclaimed
    await put.closed
    return claimed(calls, real, put.claim)
  } catch (error) {
    throw systemError(error, real)
  }
}

async function promoteReader(calls: FileCalls, real: string, claim: string): Promise<DiskLock> {
  try {
    return await acquire(calls, real, real, 'write', claim)
  } catch (error) {
    throw systemError(error, real)
  }
}

/** Names longer than this are shortened, because file systems allow 255 bytes with what follows. */
const longestName = 80

function prefixOf(file: string, use: DiskUse): string {
  const name = path.basename(file)
  return `.${Buffer.byteLength(name) > longestName ? shortened(name) : name}.${use === 'write' ? 'writer' : 'reader'}-`
}

function shortened(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 16)
}

/** The claim's file; null for a reader where nothing can be written, so that nobody can write to the disk either. */
async function putClaim(calls: FileCalls, file: string, use: DiskUse) {
  const { pid, started } = await identifyUs()
  const names = [encodeURIComponent(os.hostname()), randomUUID().slice(0, 8), await namespaceNumber()]
  const claim = path.join(
    path.dirname(file),
    prefixOf(file, use) + [pid, started.replace(':', '_'), ...names].join('~'),
  )
  try {
    const closed = calls.close(await calls.open(claim, 'wx'))
    beginRenewal(claim)
    return { claim, closed }
  } catch (error) {
    const problem = systemError(error, file)
    if (use === 'read' && isDiskError(problem, 'READ_ONLY', 'ACCESS_DENIED')) return null
    throw problem
  }
}

/** Of the namespace in which our process has its number; empty where there is but one. */
async function namespaceNumber(): Promise<string> {
  return /\d+/.exec((await ownNamespace()) ?? '')?.[0] ?? ''
}

async function removeClaim(calls: FileCalls, claim: string): Promise<void> {
  endRenewal(claim)
  try {
    await calls.unlink(claim)
  } catch (error) {
    const problem = systemError(error, claim)
    if (problem.code !== 'NOT_FOUND') throw problem
  }
}

interface Owner extends ProcessIdentity {
  readonly host: string
  /** Empty where it is not known. */
  readonly namespace: string
}

function parseOwner(text: string): Owner | null {
  const [pid = '', started, host, , namespace = ''] = text.split('~')
  if (!/^[1-9]\d{0,9}$/.test(pid) || started === undefined || host === undefined) return null
  try {
    return { pid: Number(pid), started: started.replace('_', ':'), host: decodeURIComponent(host), namespace }
  } catch {
    // None of ours is named so.
    return null
  }
}

async function findOther(calls: FileCalls, file: string, use: DiskUse, own: readonly (string | null)[]) {
  const folder = path.dirname(file)
  const excluded = [prefixOf(file, 'write'), ...(use === 'write' ? [prefixOf(file, 'read')] : [])]
  for (const name of await calls.readdir(folder)) {
    const prefix = excluded.find((start) => name.startsWith(start))
    if (prefix === undefined) continue
    const claim = path.join(folder, name)
    if (own.includes(claim)) continue
    const owner = parseOwner(name.slice(prefix.length))
    if (owner === null) continue
    if (await ownerLives(owner, claim)) return { pid: owner.pid, host: owner.host, claim }
    await removeClaim(calls, claim)
  }
  return null
}

async function ownerLives(owner: Owner, claim: string): Promise<boolean> {
  const isHere = isOfThisStart(owner.started, (await identifyUs()).started)
  const isNeighbour = owner.namespace !== '' && owner.namespace !== (await namespaceNumber())
  // Containers have names of their own, or share one.
  if (isHere && isNeighbour) return isRenewed(claim)
  // Whether a process of another computer lives cannot be known here.
  if (owner.host !== os.hostname() && !(isHere && owner.namespace !== '')) return true
  return isAlive(owner)
}
