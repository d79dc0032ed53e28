import path from 'node:path'
import type { BlockDevice } from '../block-device.ts'
import type { DiskFiles, DiskLock } from '../disk-files.ts'
import { detectFormat, type DetectedFormat } from '../formats/detect.ts'
import { extentsIn } from '../formats/extent-opener.ts'
import { openSource } from '../formats/open-source.ts'
import { isPhysicalDisk, PhysicalDisk } from '../physical/physical-disk.ts'
import { openVhd } from '../vhd/open-vhd.ts'
import type { VirtualDisk } from '../virtual-disk.ts'
import { closing } from './closing.ts'

export type SourceFormat = DetectedFormat | 'raw'

/** What a file's own content says it is; raw where it bears no mark, and of a physical disk, whatever a guest wrote to it. */
export async function formatOf(files: DiskFiles, file: string): Promise<SourceFormat> {
  if (await isPhysicalDisk(file)) return 'raw'
  const device = await files.open(file, 'read')
  return closing(device, async () => (await detectFormat(device)) ?? 'raw')
}

/**
 * Does some work with a disk of any format, which nobody can write to meanwhile, or with a physical disk, which its
 * system may write to. Both paths are absolute; `backingFile` is what a qcow2 image is based on, or null.
 */
export async function withSource<Result>(
  files: DiskFiles,
  file: string,
  format: SourceFormat,
  backingFile: string | null,
  work: (source: VirtualDisk) => Promise<Result>,
): Promise<Result> {
  if (backingFile === null) return withDisk(files, file, format, null, work)
  return withDisk(files, backingFile, await formatOf(files, backingFile), null, (backing) =>
    withDisk(files, file, format, backing, work),
  )
}

async function withDisk<Result>(
  files: DiskFiles,
  file: string,
  format: SourceFormat,
  backing: VirtualDisk | null,
  work: (source: VirtualDisk) => Promise<Result>,
): Promise<Result> {
  const locks: DiskLock[] = []
  const openFile = async (name: string) => {
    // Its folder is no place for claims, and who writes to it would not look for them.
    if (await isPhysicalDisk(name)) return PhysicalDisk.open(name)
    locks.push(await files.lock(name, 'read'))
    return files.open(name, 'read')
  }
  try {
    const source =
      format === 'vhd'
        ? await openVhd(files, file, { writable: false })
        : await openForeign(file, format, backing, openFile)
    return await closing(source, () => work(source))
  } finally {
    for (const lock of locks) await lock.release()
  }
}

async function openForeign(
  file: string,
  format: Exclude<SourceFormat, 'vhd'>,
  backing: VirtualDisk | null,
  openFile: (file: string) => Promise<BlockDevice>,
): Promise<VirtualDisk> {
  const device = await openFile(file)
  try {
    return await openSource(format, device, { openExtent: extentsIn(path.dirname(file), openFile), backing })
  } catch (error) {
    await device.close()
    throw error
  }
}
