import { smallestDiskCapacity, type CopyRemark, type CopyResult } from '#shared/disk.ts'
import { DiskError } from '../disk-error.ts'
import type { DiskFiles } from '../disk-files.ts'
import type { SourceDisk } from '../formats/parent.ts'
import { sectorSize, type VirtualDisk } from '../virtual-disk.ts'
import { DifferencingVhd } from '../vhd/differencing-vhd.ts'
import { DynamicVhd } from '../vhd/dynamic-vhd.ts'
import { defaultBlockSize, formatSparse } from '../vhd/format.ts'
import { newFooter } from '../vhd/new-footer.ts'
import type { Vhd } from '../vhd/open-vhd.ts'
import { checkedCapacity } from './create.ts'
import { copyDisk } from './copy-disk.ts'
import { fillFixed, requireRoom } from './fixed-file.ts'
import { isModifiedSince } from './inspect.ts'
import type { JobControl } from './job.ts'
import { lent, makeFile } from './unfinished-file.ts'

export type ConversionTarget = 'fixed' | 'dynamic' | 'raw'

/** Copies the content of any disk into a new file, and zeros behind what no disk is as small as. Does not close the source. */
export async function convertDisk(
  files: DiskFiles,
  source: SourceDisk,
  target: string,
  type: ConversionTarget,
  control: JobControl,
): Promise<CopyResult> {
  const capacity = type === 'raw' ? source.capacity : checkedCapacity(target, paddedCapacity(source.capacity))
  if ((await files.stat(target)) !== null) throw new DiskError('ALREADY_EXISTS', { path: target })
  const footer = newFooter(type === 'fixed' ? 'fixed' : 'dynamic', capacity, type === 'fixed' ? null : 0)
  if (type === 'fixed') await requireRoom(files, target, footer)
  await makeFile(files, target, 'publish', async (device) => {
    if (type === 'dynamic') {
      await formatSparse(device, footer, defaultBlockSize, null)
      const disk = await DynamicVhd.open(lent(device), target, { writable: true, commitDelay: 0 })
      try {
        await copyDisk(source, (position, bytes) => disk.write(position, bytes), control)
      } finally {
        await disk.close()
      }
      return
    }
    if (type === 'fixed') return fillFixed(device, footer, source, control)
    await device.truncate(capacity)
    await copyDisk(source, (position, bytes) => device.write(position, bytes), control)
  })
  return { capacity, remarks: [...remarksOn(source, capacity), ...(await modifiedParents(files, source))] }
}

/** An empty file is no disk, but what is left of one. */
export function paddedCapacity(capacity: number): number {
  return capacity === 0 ? 0 : Math.max(capacity, smallestDiskCapacity)
}

function remarksOn(source: SourceDisk, capacity: number): CopyRemark[] {
  const remarks: CopyRemark[] = []
  if (capacity > source.capacity) remarks.push({ code: 'PADDED', size: source.capacity, capacity })
  const sectors = source.guestSectorSize ?? sectorSize
  if (sectors !== sectorSize) remarks.push({ code: 'SECTORS_DIFFER', sectorSize: sectors })
  return remarks
}

async function modifiedParents(files: DiskFiles, source: VirtualDisk): Promise<CopyRemark[]> {
  if (!(source instanceof DifferencingVhd)) return []
  const below = source.parent as Vhd
  const [{ path }, parent] = [source.structure, below.structure.path]
  const isModified = await isModifiedSince(files, source.structure, parent)
  const further = await modifiedParents(files, below)
  return isModified ? [{ code: 'PARENT_MODIFIED', path, parent }, ...further] : further
}
