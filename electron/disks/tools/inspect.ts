import type { DiskFacts, ParentFacts } from '#shared/disk.ts'
import type { BlockDevice } from '../block-device.ts'
import { isDiskError } from '../disk-error.ts'
import type { DiskFiles } from '../disk-files.ts'
import { BlockStore } from '../vhd/block-store.ts'
import type { DynamicHeader } from '../vhd/dynamic-header.ts'
import { fromTimestamp } from '../vhd/fields.ts'
import { findParent, longestChain } from '../vhd/open-vhd.ts'
import { readParentPaths } from '../vhd/parent-path.ts'
import { readStructure, type VhdStructure } from '../vhd/structure.ts'
import { closing } from './closing.ts'

/** File systems keep times to two seconds at worst, the format to one; milliseconds. */
const clockTolerance = 3000

/** Looks at a disk without changing or locking it, so that one in use can be looked at. */
export async function inspectDisk(files: DiskFiles, file: string): Promise<DiskFacts> {
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
      parent: footer.type === 'differencing' && header ? await parentFacts(files, device, structure, header) : null,
    }
  })
}

async function parentFacts(
  files: DiskFiles,
  device: BlockDevice,
  structure: VhdStructure,
  header: DynamicHeader,
): Promise<ParentFacts> {
  const { name } = await readParentPaths(device, structure, header)
  const known = { id: header.parentId, name }
  try {
    const path = await findParent(files, device, structure, header)
    const modified = (await files.stat(path))?.modified ?? 0
    const modifiedSince = modified > fromTimestamp(header.parentModified) + clockTolerance
    return { ...known, path, problem: null, modifiedSince }
  } catch (error) {
    if (!isDiskError(error, 'PARENT_NOT_FOUND', 'PARENT_CHANGED')) throw error
    return { ...known, path: null, problem: error.code, modifiedSince: false }
  }
}

/** Whether no block of a differencing disk is stored, so that it is its parent to whoever reads it. Does not lock. */
export async function storesNothing(files: DiskFiles, file: string): Promise<boolean> {
  const device = await files.open(file, 'read')
  return closing(device, async () => {
    const { table } = await BlockStore.open(device, await readStructure(device, file), { writable: false })
    return table.stored().next().done === true
  })
}

/** A disk and its parents, the disk first, as far as they are found. */
export async function inspectChain(files: DiskFiles, file: string): Promise<DiskFacts[]> {
  const chain: DiskFacts[] = []
  for (let next: string | null = file; next !== null && chain.length < longestChain;) {
    const facts: DiskFacts = await inspectDisk(files, next)
    if (chain.some(({ id }) => id === facts.id)) break
    chain.push(facts)
    next = facts.parent?.path ?? null
  }
  return chain
}
