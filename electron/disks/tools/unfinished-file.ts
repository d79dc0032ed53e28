import path from 'node:path'
import type { BlockDevice } from '../block-device.ts'
import type { DiskFiles } from '../disk-files.ts'
import { asDiskError, DiskError, isDiskError } from '../disk-error.ts'
import { EarlyFlush } from './early-flush.ts'

/**
 * Makes a file under another name beside `target`, and gives it its own when it is complete and on stable storage:
 * `publish` where nothing has that name yet, `replace` in the place of what has. Where the work fails nothing is left
 * of it; what a killed job has left is removed by the next one for the same target.
 */
export async function makeFile(
  files: DiskFiles,
  target: string,
  finish: 'publish' | 'replace',
  work: (device: BlockDevice) => Promise<void>,
): Promise<void> {
  await removeLeftovers(files, target)
  const unfinished = path.join(path.dirname(target), prefixFor(target) + crypto.randomUUID() + suffix)
  try {
    const device = new EarlyFlush(await files.create(unfinished))
    const lock = await files.lock(unfinished, 'write')
    try {
      try {
        await work(device)
        await device.flush()
      } finally {
        await device.close()
      }
      await (finish === 'publish' ? files.publish(unfinished, target) : files.replace(unfinished, target))
    } finally {
      await lock.release()
    }
  } catch (error) {
    await files.remove(unfinished)
    throw aboutTarget(error, unfinished, target)
  }
}

/** What is wrong with the unfinished file is said of the one the user knows. */
function aboutTarget(error: unknown, unfinished: string, target: string): unknown {
  const known = asDiskError(error)
  if (known === null || !('path' in known.facts) || known.facts.path !== unfinished) return error
  return new DiskError(known.code, { ...known.facts, path: target }, { cause: error })
}

const suffix = '.unfinished'

function prefixFor(target: string): string {
  return `.${path.basename(target)}.`
}

async function removeLeftovers(files: DiskFiles, target: string): Promise<void> {
  const folder = path.dirname(target)
  for (const name of await files.list(folder)) {
    if (!name.startsWith(prefixFor(target)) || !name.endsWith(suffix)) continue
    const leftover = path.join(folder, name)
    try {
      const lock = await files.lock(leftover, 'write')
      await files.remove(leftover)
      await lock.release()
    } catch (error) {
      if (!isDiskError(error, 'IN_USE', 'NOT_FOUND')) throw error
    }
  }
}

/** A device that its disk may close without closing it for whoever made it. */
export function lent(device: BlockDevice): BlockDevice {
  return {
    writable: device.writable,
    size: () => device.size(),
    read: (position, bytes) => device.read(position, bytes),
    write: (position, bytes) => device.write(position, bytes),
    truncate: (size) => device.truncate(size),
    flush: () => device.flush(),
    close: () => Promise.resolve(),
  }
}
