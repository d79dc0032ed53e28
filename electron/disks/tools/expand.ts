import { DiskError } from '../disk-error.ts'
import type { DiskFiles } from '../disk-files.ts'
import type { BlockDevice } from '../block-device.ts'
import { emptyTable } from '../vhd/block-allocation-table.ts'
import type { DynamicHeader } from '../vhd/dynamic-header.ts'
import { footerSize, serializeFooter } from '../vhd/footer.ts'
import { resizedFooter } from '../vhd/new-footer.ts'
import { FixedVhd } from '../vhd/fixed-vhd.ts'
import { formatFixed } from '../vhd/format.ts'
import { replaceHeader, writeFooters } from '../vhd/replace-header.ts'
import { readStructure, type VhdStructure } from '../vhd/structure.ts'
import { BlockStore } from '../vhd/block-store.ts'
import { checkedCapacity } from './create.ts'
import { ClosedOnce, closing } from './closing.ts'
import { copyDisk } from './copy-disk.ts'
import type { JobControl } from './job.ts'
import { lent, makeFile } from './unfinished-file.ts'

/**
 * Makes a disk larger; `capacity` in bytes. What is new reads as zeros. A dynamic disk is changed in place, in a moment:
 * cut off, it has the old capacity or the new one. A fixed disk has its only footer at the end, which cannot be moved
 * without a moment in which there is none, so it is copied.
 */
export async function expandDisk(files: DiskFiles, file: string, capacity: number, control: JobControl): Promise<void> {
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
  await makeFile(files, structure.path, 'replace', async (target) => {
    await formatFixed(target, resizedFooter(structure.footer, capacity))
    const disk = FixedVhd.of(source.device, structure, { writable: false })
    await copyDisk(disk, (position, bytes) => target.write(position, bytes), control)
    await source.close()
  })
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
