import { DiskError } from '../disk-error.ts'
import type { DiskFiles } from '../disk-files.ts'
import type { BlockDevice } from '../block-device.ts'
import { emptyTable } from '../vhd/block-allocation-table.ts'
import type { DynamicHeader } from '../vhd/dynamic-header.ts'
import { footerSize, serializeFooter } from '../vhd/footer.ts'
import { resizedFooter } from '../vhd/new-footer.ts'
import { openLocked } from '../vhd/open-vhd.ts'
import { replaceHeader, writeFooters } from '../vhd/replace-header.ts'
import type { VhdStructure } from '../vhd/structure.ts'
import { BlockStore } from '../vhd/block-store.ts'
import { checkedCapacity } from './create.ts'
import { closing } from './compact.ts'
import { lent } from './unfinished-file.ts'

/**
 * Makes a disk larger, in place; `capacity` in bytes. What is new reads as zeros. It takes a moment whatever the size,
 * and a disk that is cut off has the old capacity or the new one.
 */
export async function expandDisk(files: DiskFiles, file: string, capacity: number): Promise<void> {
  const wanted = checkedCapacity(file, capacity)
  const { device, structure } = await openLocked(files, file, 'write')
  await closing(device, async () => {
    if (wanted < structure.capacity) {
      throw new DiskError('TOO_SMALL', { path: file, size: wanted, limit: structure.capacity })
    }
    if (structure.footer.type === 'differencing') {
      throw new DiskError('UNSUPPORTED', { format: 'vhd', feature: 'expanding a differencing disk', path: file })
    }
    if (wanted === structure.capacity) return
    if (structure.header === null) await expandFixed(device, structure, wanted)
    else await expandDynamic(device, structure, structure.header, wanted)
  })
}

async function expandFixed(device: BlockDevice, structure: VhdStructure, capacity: number): Promise<void> {
  await device.write(capacity, serializeFooter(resizedFooter(structure.footer, capacity)))
  await device.flush()
  // Up to here the old footer is what makes the file a disk. What follows the old data is new, and reads as zeros.
  const old = structure.fileSize - structure.capacity
  await device.write(structure.capacity, new Uint8Array(Math.min(old, capacity - structure.capacity)))
  await device.flush()
}

async function expandDynamic(
  device: BlockDevice,
  found: VhdStructure,
  header: DynamicHeader,
  capacity: number,
): Promise<void> {
  // Opening for writing mends the footers first.
  const { structure, table, blockSize } = await BlockStore.open(lent(device), found, { writable: true })
  const footer = resizedFooter(structure.footer, capacity)
  const entries = Math.ceil(capacity / blockSize)
  if (entries <= header.tableEntries) {
    await writeFooters(device, structure.fileSize - footerSize, serializeFooter(footer))
    return
  }
  const longer = emptyTable(entries)
  const view = new DataView(longer.buffer)
  for (const { block, position } of table.stored()) view.setUint32(block * 4, position / 512)
  await replaceHeader(device, structure, longer, (tablePosition) => ({
    footer,
    header: { ...header, tablePosition, tableEntries: entries },
  }))
}
