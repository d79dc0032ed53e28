import type { DiskFacts, ParentFacts } from '#shared/disk.ts'
import type { BlockDevice } from '../block-device.ts'
import { isDiskError } from '../disk-error.ts'
import type { DiskFiles } from '../disk-files.ts'
import { readTable } from '../vhd/block-allocation-table.ts'
import type { DynamicHeader } from '../vhd/dynamic-header.ts'
import { isSound, neededSize } from '../vhd/examine.ts'
import { fromTimestamp } from '../vhd/fields.ts'
import { findParent, longestChain } from '../vhd/open-vhd.ts'
import { readParentPaths } from '../vhd/parent-path.ts'
import { readStructure, type VhdStructure } from '../vhd/structure.ts'
import { closing } from './closing.ts'
import { isMergeMarked } from './merge-mark.ts'

/** File systems keep times to two seconds at worst, the format to one; milliseconds. */
const clockTolerance = 3000

export interface InspectOptions {
  /** Examine where its blocks are, too: the table is read whole. */
  readonly blocks: boolean
}

/** Looks at a disk without changing or locking it, so that one in use can be looked at. */
export async function inspectDisk(
  files: DiskFiles,
  file: string,
  { blocks }: InspectOptions = { blocks: false },
): Promise<DiskFacts> {
  const device = await files.open(file, 'read')
  return closing(device, async () => {
    const structure = await readStructure(device, file)
    const { footer, header, capacity, fileSize, footerHealth } = structure
    const stat = await files.stat(file)
    return {
      path: file,
      type: footer.type,
      capacity,
      fileSize,
      allocated: stat?.allocated ?? null,
      blockSize: header?.blockSize ?? null,
      id: footer.id,
      creator: footer.creator,
      created: fromTimestamp(footer.created),
      modified: stat?.modified ?? 0,
      geometry: footer.geometry,
      savedState: footer.savedState,
      footerHealth,
      headerHealth: structure.headerHealth,
      blocks: header === null ? 'not needed' : 'not examined',
      neededSize: null,
      ...(header === null || !blocks ? {} : await examineBlocks(device, structure, header)),
      parent: footer.type === 'differencing' && header ? await parentFacts(files, device, structure, header) : null,
    }
  })
}

async function examineBlocks(
  device: BlockDevice,
  found: VhdStructure,
  header: DynamicHeader,
): Promise<Pick<DiskFacts, 'blocks' | 'neededSize'>> {
  const table = await readTable(device, found, header)
  // Afterwards: who writes to the disk meanwhile has made its file longer before the table names what is there.
  const structure = await readStructure(device, found.path)
  return { blocks: isSound(structure, table) ? 'sound' : 'damaged', neededSize: neededSize(structure, table) }
}

async function parentFacts(
  files: DiskFiles,
  device: BlockDevice,
  structure: VhdStructure,
  header: DynamicHeader,
): Promise<ParentFacts> {
  const { name } = await readParentPaths(device, structure, header)
  const known = { id: header.parentId, name }
  if (header.parentId === structure.footer.id) {
    return { ...known, path: null, problem: 'PARENT_CIRCLE', modifiedSince: false }
  }
  try {
    const path = await findParent(files, device, structure, header)
    return { ...known, path, problem: null, modifiedSince: await isModifiedSince(files, structure, path) }
  } catch (error) {
    if (isDiskError(error, 'CORRUPT', 'UNSUPPORTED', 'TOO_LARGE')) {
      return { ...known, path: null, problem: 'PARENT_UNREADABLE', modifiedSince: false }
    }
    if (!isDiskError(error, 'PARENT_NOT_FOUND', 'PARENT_CHANGED')) throw error
    return { ...known, path: null, problem: error.code, modifiedSince: false }
  }
}

/**
 * Whether the parent's file has been changed after the child was made, as far as its time tells. A merge of the child
 * that was cut off counts for nothing.
 */
export async function isModifiedSince(files: DiskFiles, child: VhdStructure, parent: string): Promise<boolean> {
  if (child.header === null) return false
  const modified = (await files.stat(parent))?.modified ?? 0
  if (modified <= fromTimestamp(child.header.parentModified) + clockTolerance) return false
  return !(await isMergeMarked(files, child, parent))
}

/** Whether no block of a differencing disk is stored, so that it is its parent to whoever reads it. Does not lock. */
export async function storesNothing(files: DiskFiles, file: string): Promise<boolean> {
  const device = await files.open(file, 'read')
  return closing(device, async () => {
    const structure = await readStructure(device, file)
    if (structure.header === null) return false
    return (await readTable(device, structure, structure.header)).countStored() === 0
  })
}

/** A disk and its parents, the disk first, as far as they are found. */
export function inspectChain(files: DiskFiles, file: string, options?: InspectOptions): Promise<DiskFacts[]> {
  return followChain(file, (next) => inspectDisk(files, next, options))
}

/** The same, by what `inspect` says of each disk. */
export async function followChain(file: string, inspect: (file: string) => Promise<DiskFacts>): Promise<DiskFacts[]> {
  const chain: DiskFacts[] = []
  for (let next: string | null = file; next !== null && chain.length < longestChain;) {
    const facts: DiskFacts = await inspect(next)
    if (chain.some(({ id }) => id === facts.id)) return inCircle(chain)
    chain.push(facts)
    next = facts.parent?.path ?? null
  }
  return chain
}

/** The parent of the last disk of the chain is one of the chain. */
function inCircle(chain: readonly DiskFacts[]): DiskFacts[] {
  return chain.map((disk, i) => {
    const { parent } = disk
    if (parent === null || i < chain.length - 1) return disk
    return { ...disk, parent: { ...parent, path: null, problem: 'PARENT_CIRCLE' } }
  })
}
