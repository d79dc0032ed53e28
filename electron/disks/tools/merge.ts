import path from 'node:path'
import { DiskError } from '../disk-error.ts'
import type { DiskFiles } from '../disk-files.ts'
import type { VirtualDisk } from '../virtual-disk.ts'
import { BlockStore } from '../vhd/block-store.ts'
import { findParent, longestChain, openLocked, openVhd, readStructureOf } from '../vhd/open-vhd.ts'
import { closing } from './closing.ts'
import { findChildren } from './find-children.ts'
import { inspectChain } from './inspect.ts'
import { copyStored } from './copy-stored.ts'
import type { JobControl } from './job.ts'
import { markMerge } from './merge-mark.ts'
import { requireNoSavedState, requireParentUnmodified, type RiskOptions } from './risk.ts'
import { lent } from './unfinished-file.ts'

export interface MergeOptions extends RiskOptions {
  /**
   * Remove the child when the parent has all of it. Not where disks are based on the child: they are to be reconnected
   * to the parent before the child goes.
   */
  readonly removeChild: boolean
}

/**
 * Writes what a differencing disk stores into its parent. All the time, and after being cut off, the child reads as
 * before, because what it stores hides what the parent already has: the work can be done again from the beginning. The
 * parent by itself is neither the old nor the new one until the end. Resolves with the parent's file.
 */
export async function mergeIntoParent(
  files: DiskFiles,
  child: string,
  options: MergeOptions,
  control: JobControl,
): Promise<string> {
  const { device, structure } = await openLocked(files, child, 'write')
  const merged = await closing(device, async () => {
    const { header, footer } = structure
    if (header === null || footer.type !== 'differencing') throw new DiskError('NOT_DIFFERENCING', { path: child })
    const file = await findParent(files, device, structure, header)
    if ((await inspectChain(files, child)).some(({ parent }) => parent?.problem === 'PARENT_CIRCLE')) {
      throw new DiskError('CHAIN_TOO_LONG', { path: child, limit: longestChain })
    }
    await requireParentUnmodified(files, structure, file, options)
    const others = (await findChildren(files, file, [path.dirname(child)])).filter((other) => other !== child)
    if (others.length > 0) throw new DiskError('OTHER_CHILDREN', { path: file, children: others })
    if (options.removeChild) {
      const grandchildren = await findChildren(files, child, [])
      if (grandchildren.length > 0) throw new DiskError('OTHER_CHILDREN', { path: child, children: grandchildren })
    }
    const source = await BlockStore.open(lent(device), structure, { writable: false })
    const below = await readStructureOf(files, file)
    const limit = below?.capacity ?? 0
    if (source.capacity > limit) throw new DiskError('TOO_LARGE', { path: child, size: source.capacity, limit })
    for (const disk of [structure, below]) if (disk !== null) requireNoSavedState(disk, options)
    const parent = await openVhd(files, file, { writable: true })
    return closing(parent, async () => {
      control.signal.throwIfAborted()
      const unmark = await markMerge(files, structure, file)
      await writeInto(source, parent, control)
      return { file, unmark }
    })
  })
  if (options.removeChild) await files.remove(child)
  await merged.unmark()
  return merged.file
}

async function writeInto(source: BlockStore, parent: VirtualDisk, control: JobControl): Promise<void> {
  const stored = [...source.table.stored()]
  for (const [i, { block }] of stored.entries()) {
    control.signal.throwIfAborted()
    control.progress(i / stored.length)
    await copyStored(source, parent, block * source.blockSize, source.blockSize)
  }
  await parent.flush()
  control.progress(1)
}
