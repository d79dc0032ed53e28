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
import { lent, makeFile } from './unfinished-file.ts'

/**
 * Frees the blocks of a dynamic disk that hold only zeros, and those of a differencing disk whose stored sectors are
 * all what the parent has. Zeros over a parent's data stay: they are a change. The disk keeps its identity, so that
 * disks based on it remain so.
 */
export async function compactDisk(files: DiskFiles, file: string, control: JobControl): Promise<void> {
  const lock = await files.lock(file, 'write')
  try {
    const source = new ClosedOnce(await files.open(file, 'read'))
    await closing(source, async () => compact(files, await readStructure(source.device, file), source, control))
  } finally {
    await lock.release()
  }
}

async function compact(
  files: DiskFiles,
  structure: VhdStructure,
  opened: ClosedOnce,
  control: JobControl,
): Promise<void> {
  const { header, footer, path: file } = structure
  if (header === null) {
    throw new DiskError('UNSUPPORTED', { format: 'vhd', feature: 'compacting a fixed disk', path: file })
  }
  const source = await BlockStore.open(lent(opened.device), structure, { writable: false })
  if (footer.type === 'dynamic') {
    await makeFile(files, file, 'replace', async (target) => {
      await formatSparse(target, footer, header.blockSize, null)
      const disk = await DynamicVhd.open(lent(target), file, { writable: true, commitDelay: 0 })
      await closing(disk, () => copyBlocks(source, disk, null, control))
      await opened.close()
    })
    return
  }
  const parentFile = await findParent(files, opened.device, structure, header)
  const reference = await referenceTo(files, file, parentFile, header.parentId)
  const parent = await openVhd(files, parentFile, { writable: false })
  await closing(parent, () =>
    makeFile(files, file, 'replace', async (target) => {
      await formatSparse(target, footer, header.blockSize, { ...reference, modified: header.parentModified })
      const disk = await DifferencingVhd.open(lent(target), file, emptyDisk, {
        writable: true,
        commitDelay: 0,
      })
      await closing(disk, () => copyBlocks(source, disk, parent, control))
      await opened.close()
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
      if (!isZero(data.subarray(0, length))) await target.write(start, data.subarray(0, length))
      continue
    }
    const runs = await storedRuns(source, block, length)
    await readBelow(parent, start, below.subarray(0, length))
    if (runs.every(([from, to]) => isEqual(data.subarray(from, to), below.subarray(from, to)))) continue
    for (const [from, to] of runs) await target.write(start + from, data.subarray(from, to))
  }
  control.progress(1)
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
