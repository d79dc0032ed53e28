import path from 'node:path'
import { defaultDiskCapacity, largestDiskCapacity, smallestDiskCapacity } from '#shared/disk.ts'
import { DiskError } from '../disk-error.ts'
import type { DiskFiles } from '../disk-files.ts'
import { roundUp } from '../bytes.ts'
import { sectorSize } from '../virtual-disk.ts'
import { toTimestamp } from '../vhd/fields.ts'
import { defaultBlockSize, formatSparse, type ParentReference } from '../vhd/format.ts'
import { newFooter } from '../vhd/new-footer.ts'
import { openVhd } from '../vhd/open-vhd.ts'
import { newLocators } from '../vhd/parent-path.ts'
import type { VhdStructure } from '../vhd/structure.ts'
import { fillFixed, requireRoom } from './fixed-file.ts'
import { unattended, type JobControl } from './job.ts'
import { makeFile } from './unfinished-file.ts'

/** A capacity a disk can have, in whole sectors. Throws TOO_SMALL and TOO_LARGE. */
export function checkedCapacity(file: string, capacity: number): number {
  if (capacity < smallestDiskCapacity) {
    throw new DiskError('TOO_SMALL', { path: file, size: capacity, limit: smallestDiskCapacity })
  }
  if (capacity > largestDiskCapacity)
    throw new DiskError('TOO_LARGE', { path: file, size: capacity, limit: largestDiskCapacity })
  return roundUp(capacity, sectorSize)
}

/** A disk of zeros whose file has its full size, and takes its room, from the beginning. Throws NO_SPACE before it is made. */
export async function createFixed(
  files: DiskFiles,
  file: string,
  capacity: number,
  control: JobControl = unattended,
): Promise<void> {
  const footer = newFooter('fixed', checkedCapacity(file, capacity), null)
  await requireAbsent(files, file)
  await requireRoom(files, file, footer)
  await makeFile(files, file, 'publish', (device) => fillFixed(device, footer, null, control))
}

/** A disk of zeros whose file grows with what is written. */
export async function createDynamic(files: DiskFiles, file: string, capacity = defaultDiskCapacity): Promise<void> {
  const footer = newFooter('dynamic', checkedCapacity(file, capacity), 0)
  await makeNew(files, file, (device) => formatSparse(device, footer, defaultBlockSize, null))
}

/** A disk that has the parent's content and stores what is changed. The parent must not change any more. */
export async function createDifferencing(files: DiskFiles, file: string, parentFile: string): Promise<void> {
  // Opened as it will be later, so that no child is made of a parent that cannot be read or is being written.
  const parent = await openVhd(files, parentFile, { writable: false })
  try {
    await createChild(files, file, parent.structure)
  } finally {
    await parent.close()
  }
}

/** The same for a parent that is open: it must be as it will be when it is opened, and not be written any more. */
export async function createChild(files: DiskFiles, file: string, parent: VhdStructure): Promise<void> {
  const footer = newFooter('differencing', parent.capacity, 0)
  const reference = await referenceTo(files, file, parent.path, parent.footer.id)
  await makeNew(files, file, (device) => formatSparse(device, footer, defaultBlockSize, reference))
}

/** What a child has to say to be based on a parent. */
export async function referenceTo(
  files: DiskFiles,
  child: string,
  parent: string,
  id: string,
): Promise<ParentReference> {
  const facts = await files.stat(parent)
  return {
    id,
    modified: toTimestamp(facts?.modified ?? 0),
    name: path.basename(parent),
    locators: newLocators(child, parent),
  }
}

/** Makes a file where none is. Rejects with ALREADY_EXISTS before any work is done. */
export async function makeNew(files: DiskFiles, file: string, work: Parameters<typeof makeFile>[3]): Promise<void> {
  await requireAbsent(files, file)
  await makeFile(files, file, 'publish', work)
}

async function requireAbsent(files: DiskFiles, file: string): Promise<void> {
  if ((await files.stat(file)) !== null) throw new DiskError('ALREADY_EXISTS', { path: file })
}
