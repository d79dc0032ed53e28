import { DiskError } from '../disk-error.ts'
import type { DiskFiles } from '../disk-files.ts'
import type { BlockDevice } from '../block-device.ts'
import { roundUp } from '../bytes.ts'
import { emptyTable, lastBlockPosition, readTable } from '../vhd/block-allocation-table.ts'
import type { DynamicHeader } from '../vhd/dynamic-header.ts'
import { footerSize, serializeFooter } from '../vhd/footer.ts'
import { resizedFooter } from '../vhd/new-footer.ts'
import { FixedVhd } from '../vhd/fixed-vhd.ts'
import { replaceHeader, writeFooters } from '../vhd/replace-header.ts'
import { readStructure, type VhdStructure } from '../vhd/structure.ts'
import { sectorSize } from '../virtual-disk.ts'
import { BlockStore } from '../vhd/block-store.ts'
import { checkedCapacity } from './create.ts'
import { ClosedOnce, closing } from './closing.ts'
import { fillFixed, requireRoom } from './fixed-file.ts'
import type { JobControl } from './job.ts'
import { requireNoSavedState, type RiskOptions } from './risk.ts'
import { lent, makeFile } from './unfinished-file.ts'

/**
 * Makes a disk larger; `capacity` in bytes. What is new reads as zeros. A dynamic disk is changed in place, in a moment:
 * cut off, it has the old capacity or the new one. A fixed disk has its only footer at the end, which cannot be moved
 * without a moment in which there is none, so it is copied.
 */
export async function expandDisk(
  files: DiskFiles,
  file: string,
  capacity: number,
  control: JobControl,
  options: RiskOptions = {},
): Promise<void> {
  const wanted = checkedCapacity(file, capacity)
  const lock = await files.lock(file, 'write')
  try {
    const device = await files.open(file, 'write')
    const source = new ClosedOnce(device)
    await closing(source, async () => {
      const structure = await readStructure(device, file)
      if (wanted < structure.capacity) {
        throw new DiskError('TOO_SMALL', { path: file, size: wanted, limit: structure.capacity })
      }
      if (structure.footer.type === 'differencing') {
        throw new DiskError('UNSUPPORTED', { format: 'vhd', feature: 'expanding a differencing disk', path: file })
      }
      if (wanted === structure.capacity) return
      requireNoSavedState(structure, options)
      if (structure.header === null) await expandFixed(files, source, structure, wanted, control)
      else await expandDynamic(device, structure, structure.header, wanted)
    })
  } finally {
    await lock.release()
  }
  control.progress(1)
}

async function expandFixed(
  files: DiskFiles,
  source: ClosedOnce,
  structure: VhdStructure,
  capacity: number,
  control: JobControl,
): Promise<void> {
  const footer = resizedFooter(structure.footer, capacity)
  await requireRoom(files, structure.path, footer)
  await makeFile(files, structure.path, 'replace', async (target) => {
    await fillFixed(target, footer, FixedVhd.of(source.device, structure, { writable: false }), control)
    await source.close()
  })
}

async function expandDynamic(
  device: BlockDevice,
  found: VhdStructure,
  header: DynamicHeader,
  capacity: number,
): Promise<void> {
  // Opening for writing examines the disk, and mends its footers.
  const store = await BlockStore.open(lent(device), found, { writable: true })
  const { table, blockSize } = store
  const hasMoved = await moveLastBlock(device, store)
  const structure = await readStructure(device, found.path)
  const footer = resizedFooter(structure.footer, capacity)
  const entries = Math.ceil(capacity / blockSize)
  if (!hasMoved && entries <= header.tableEntries && (await isUnusedFrom(device, header, table.entries, entries))) {
    await writeFooters(device, structure.fileSize - footerSize, serializeFooter(footer))
    return
  }
  const tableEntries = Math.max(entries, header.tableEntries)
  const longer = emptyTable(tableEntries)
  const view = new DataView(longer.buffer)
  for (const { block, position } of table.stored()) view.setUint32(block * 4, position / sectorSize)
  await replaceHeader(device, structure, longer, (tablePosition) => ({
    footer,
    header: { ...header, tablePosition, tableEntries },
  }))
}

/**
 * Gives the last block a place where it is whole, with zeros beyond the old capacity: where it is, the file may have
 * ended with the capacity, or hold anything there. True where the table, in memory, has the new place.
 */
async function moveLastBlock(device: BlockDevice, store: BlockStore): Promise<boolean> {
  const { table, blockSize, bitmapSize, structure } = store
  const used = store.capacity % blockSize
  const position = table.get(table.entries - 1)
  if (used === 0 || position === null) return false
  const block = new Uint8Array(bitmapSize + blockSize)
  await device.read(position, block.subarray(0, bitmapSize + used))
  const place = roundUp(structure.fileSize, sectorSize)
  if (place > lastBlockPosition) {
    throw new DiskError('TOO_LARGE', { path: structure.path, size: place, limit: lastBlockPosition })
  }
  await device.write(place + block.byteLength, serializeFooter(structure.footer))
  await device.write(place, block)
  await device.flush()
  table.set(table.entries - 1, place)
  return true
}

/** What is left in the table beyond the capacity, after another program made the disk smaller, is no block of the larger one. */
async function isUnusedFrom(device: BlockDevice, header: DynamicHeader, from: number, to: number): Promise<boolean> {
  const table = await readTable(device, { capacity: to * header.blockSize }, header)
  for (let block = from; block < to; block++) if (table.get(block) !== null) return false
  return true
}
