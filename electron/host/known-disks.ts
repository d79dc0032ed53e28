import { stat } from 'node:fs/promises'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { followChain, inspectDisk } from '#electron/disks/tools/inspect.ts'
import type { DiskFacts } from '#shared/disk.ts'

/** Disks that are looked at together, at once. */
export const inspectedAtOnce = 16

/** Milliseconds in which a file may change again without its times telling: some file systems keep them to two seconds. */
const coarseness = 3000

/** Disks remembered; far more than a host has. */
const most = 100_000

/**
 * Milliseconds in which a disk that is based on no other is taken to be so still: nothing of ours gives it a parent, and who
 * replaces its file by hand is found out when its chain is opened.
 */
const trusted = 5000

interface Known {
  readonly facts: DiskFacts
  /** What the files were that the facts come of: the disk's, and its parent's. */
  readonly stamps: ReadonlyMap<string, string>
  /** When that was looked at last, by `performance.now()`. */
  checked: number
}

const known = new Map<string, Known>()

/**
 * What a disk's file says, as `inspectDisk`. Who asks of all disks of a host, whose files hardly ever change, opens only
 * those that did.
 */
export async function inspectKnownDisk(file: string): Promise<DiskFacts> {
  const found = known.get(file)
  if (found !== undefined && (await isAsBefore(found))) return found.facts
  known.delete(file)
  const before = Date.now()
  const stamp = await stampOf(file)
  const facts = await inspectDisk(nodeDiskFiles, file)
  const { parent } = facts
  const stamps = new Map([[file, stamp]])
  if (parent !== null) {
    // One that is missing may come any time.
    if (parent.path === null) return facts
    stamps.set(parent.path, await stampOf(parent.path))
  }
  if ([...stamps.values()].some((each) => each === null || each.changed > before - coarseness)) return facts
  if (known.size >= most) known.clear()
  const texts = [...stamps].map(([name, each]) => [name, each?.text ?? ''] as const)
  known.set(file, { facts, stamps: new Map(texts), checked: performance.now() })
  return facts
}

/** What the files of a disk and its parents say, as `inspectChain`. */
export function inspectKnownChain(file: string): Promise<DiskFacts[]> {
  return followChain(file, inspectKnownDisk)
}

async function isAsBefore(disk: Known): Promise<boolean> {
  if (disk.facts.parent === null && performance.now() - disk.checked < trusted) return true
  for (const [file, text] of disk.stamps) if ((await stampOf(file))?.text !== text) return false
  disk.checked = performance.now()
  return true
}

async function stampOf(file: string): Promise<{ text: string; changed: number } | null> {
  try {
    const { dev, ino, size, mtimeMs, ctimeMs } = await stat(file)
    return { text: [dev, ino, size, mtimeMs, ctimeMs].join(' '), changed: Math.max(mtimeMs, ctimeMs) }
  } catch {
    return null
  }
}
