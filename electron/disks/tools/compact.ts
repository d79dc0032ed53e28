import type { BlockDevice } from '../block-device.ts'
import { isEqual, isZero } from '../bytes.ts'
import type { DiskFiles } from '../disk-files.ts'
import { DiskError } from '../disk-error.ts'
import { sectorSize, type VirtualDisk } from '../virtual-disk.ts'
import { BlockStore } from '../vhd/block-store.ts'
import { DifferencingVhd } from '../vhd/differencing-vhd.ts'
import { DynamicVhd } from '../vhd/dynamic-vhd.ts'
import { formatSparse } from '../vhd/format.ts'
import { findParent, openVhd } from '../vhd/open-vhd.ts'
import { isSet, runEnd } from '../vhd/sector-bitmap.ts'
import { readStructure, type VhdStructure } from '../vhd/structure.ts'
import { ClosedOnce, closing } from './closing.ts'
import { referenceTo } from './create.ts'
import type { JobControl } from './job.ts'
import { requireNoSavedState, requireParentUnmodified, type RiskOptions } from './risk.ts'
import { lent, makeFile } from './unfinished-file.ts'

/**
 * Frees the blocks of a dynamic disk that hold only zeros, and those of a differencing disk whose stored sectors are
 * all what the parent has. Zeros over a parent's data stay: they are a change. The disk keeps its identity, so that
 * disks based on it remain so. A disk whose file would not be smaller stays as it is.
 */
export async function compactDisk(
  files: DiskFiles,
  file: string,
  control: JobControl,
  options: RiskOptions = {},
): Promise<void> {
  const lock = await files.lock(file, 'write')
  try {
    const source = new ClosedOnce(await files.open(file, 'read'))
    await closing(source, async () => {
      const structure = await readStructure(source.device, file)
      requireNoSavedState(structure, options)
      await compact(files, structure, source, control, options)
    })
  } catch (error) {
    if (!(error instanceof NotSmaller)) throw error
  } finally {
    await lock.release()
  }
}

/** The file would be as large afterwards, or larger, and stays as it is. */
class NotSmaller extends Error {}

async function compact(
  files: DiskFiles,
  structure: VhdStructure,
  opened: ClosedOnce,
  control: JobControl,
  options: RiskOptions,
): Promise<void> {
  const { header, footer, path: file } = structure
  if (header === null) {
    throw new DiskError('UNSUPPORTED', { format: 'vhd', feature: 'compacting a fixed disk', path: file })
  }
  const source = await BlockStore.open(lent(opened.device), structure, { writable: false })
  const copy = async (target: BlockDevice, disk: VirtualDisk, parent: VirtualDisk | null) => {
    await closing(disk, () => copyBlocks(source, disk, parent, control))
    if ((await target.size()) >= structure.fileSize) throw new NotSmaller()
    await opened.close()
  }
  if (footer.type === 'dynamic') {
    await makeFile(files, file, 'replace', async (target) => {
      await formatSparse(target, footer, header.blockSize, null)
      await copy(target, await DynamicVhd.open(lent(target), file, { writable: true, commitDelay: 0 }), null)
    })
    return
  }
  const parentFile = await findParent(files, opened.device, structure, header)
  await requireParentUnmodified(files, structure, parentFile, options)
  const reference = await referenceTo(files, file, parentFile, header.parentId)
  const parent = await openVhd(files, parentFile, { writable: false })
  await closing(parent, () =>
    makeFile(files, file, 'replace', async (target) => {
      await formatSparse(target, footer, header.blockSize, { ...reference, modified: header.parentModified })
      const disk = await DifferencingVhd.open(lent(target), file, emptyDisk, { writable: true, commitDelay: 0 })
      await copy(target, disk, parent)
    }),
  )
}

/** The parent of a disk that is only written to. */
const emptyDisk: VirtualDisk = {
  capacity: 0,
  writable: false,
  read: () => Promise.resolve(),
  write: () => Promise.resolve(),
  flush: () => Promise.resolve(),
  close: () => Promise.resolve(),
}

/** Copies the stored sectors of every block that holds anything its new place does not read as anyway. */
async function copyBlocks(
  source: BlockStore,
  target: VirtualDisk,
  parent: VirtualDisk | null,
  control: JobControl,
): Promise<void> {
  const stored = [...source.table.stored()]
  const data = new Uint8Array(source.blockSize)
  const below = new Uint8Array(parent === null ? 0 : source.blockSize)
  for (const [i, { block, position }] of stored.entries()) {
    control.signal.throwIfAborted()
    control.progress(i / stored.length)
    const start = block * source.blockSize
    const length = Math.min(source.blockSize, source.capacity - start)
    if (length <= 0) continue
    await source.readBlock(position, 0, data.subarray(0, length))
    if (parent === null) {
      // What is zero takes no room where the file system is sparse, as it may take none in the file that is replaced.
      for (const [from, to] of nonZeroRuns(data.subarray(0, length))) {
        await target.write(start + from, data.subarray(from, to))
      }
      continue
    }
    const runs = await storedRuns(source, block, length)
    await readBelow(parent, start, below.subarray(0, length))
    if (runs.every(([from, to]) => isEqual(data.subarray(from, to), below.subarray(from, to)))) continue
    for (const [from, to] of runs) await target.write(start + from, data.subarray(from, to))
  }
  control.progress(1)
}

/** Bytes: what file systems take room in. */
const pageSize = 4096

function nonZeroRuns(data: Uint8Array): [number, number][] {
  const runs: [number, number][] = []
  for (let at = 0; at < data.byteLength; at += pageSize) {
    const to = Math.min(at + pageSize, data.byteLength)
    if (isZero(data.subarray(at, to))) continue
    const last = runs.at(-1)
    if (last?.[1] === at) last[1] = to
    else runs.push([at, to])
  }
  return runs
}

async function readBelow(parent: VirtualDisk, position: number, target: Uint8Array): Promise<void> {
  const held = Math.max(0, Math.min(target.byteLength, parent.capacity - position))
  target.fill(0, held)
  if (held > 0) await parent.read(position, target.subarray(0, held))
}

/** The stretches of a differencing disk's block that it stores itself, bytes from the block's beginning. */
export async function storedRuns(store: BlockStore, block: number, length: number): Promise<[number, number][]> {
  const bitmap = await store.bitmaps.get(block)
  const sectors = length / sectorSize
  const runs: [number, number][] = []
  for (let at = 0; at < sectors;) {
    const to = runEnd(bitmap, at, sectors)
    if (isSet(bitmap, at)) runs.push([at * sectorSize, to * sectorSize])
    at = to
  }
  return runs
}
