import path from 'node:path'
import type { BlockDevice } from '#electron/disks/block-device.ts'
import type { DiskLock } from '#electron/disks/disk-files.ts'
import { detectFormat, type DetectedFormat } from '#electron/disks/formats/detect.ts'
import { extentsIn } from '#electron/disks/formats/extent-opener.ts'
import { openSource } from '#electron/disks/formats/open-source.ts'
import type { VirtualDisk } from '#electron/disks/virtual-disk.ts'
import { openVhd } from '#electron/disks/vhd/open-vhd.ts'
import { files } from './disk-files.ts'

export type SourceFormat = DetectedFormat | 'raw'

/** What a file's own content says it is; raw where it bears no mark. */
export async function formatOf(file: string): Promise<SourceFormat> {
  const device = await files.open(file, 'read')
  try {
    return (await detectFormat(device)) ?? 'raw'
  } finally {
    await device.close()
  }
}

/** Does some work with a disk of any format, which nobody can write to meanwhile. Both paths are absolute. */
export async function withSource<Result>(
  file: string,
  format: SourceFormat,
  backingFile: string | null,
  work: (source: VirtualDisk) => Promise<Result>,
): Promise<Result> {
  if (backingFile === null) return withDisk(file, format, null, work)
  return withDisk(backingFile, await formatOf(backingFile), null, (backing) => withDisk(file, format, backing, work))
}

async function withDisk<Result>(
  file: string,
  format: SourceFormat,
  backing: VirtualDisk | null,
  work: (source: VirtualDisk) => Promise<Result>,
): Promise<Result> {
  const locks: DiskLock[] = []
  const openFile = async (name: string) => {
    locks.push(await files.lock(name, 'read'))
    return files.open(name, 'read')
  }
  try {
    const source =
      format === 'vhd'
        ? await openVhd(files, file, { writable: false })
        : await openForeign(file, format, backing, openFile)
    try {
      return await work(source)
    } finally {
      await source.close()
    }
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
