import { chmod, link, open, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { DiskError, isDiskError, systemError } from './disk-error.ts'
import type { DiskFiles } from './disk-files.ts'
import { FileDevice } from './file-device.ts'
import { lockDisk } from './lock.ts'

/** Disks in files of this computer. */
export const nodeDiskFiles: DiskFiles = {
  open: (file, use) => FileDevice.open(file, use === 'write'),

  create: (file) => FileDevice.create(file),

  async stat(file) {
    try {
      const { size, blocks, mtimeMs, ...stats } = await stat(file).then((found) => ({
        size: found.size,
        blocks: found.blocks,
        mtimeMs: found.mtimeMs,
        isFile: found.isFile(),
      }))
      if (!stats.isFile) return null
      // Windows reports no blocks.
      return { size, allocated: process.platform === 'win32' ? null : blocks * 512, modified: mtimeMs }
    } catch (error) {
      const problem = systemError(error, file)
      if (problem.code === 'NOT_FOUND') return null
      throw problem
    }
  },

  list: (folder) => readdir(folder).catch(() => []),

  async publish(from, to) {
    try {
      await linkOrRename(from, to)
      await syncFolder(path.dirname(to))
    } catch (error) {
      throw systemError(error, to)
    }
  },

  async replace(from, to) {
    try {
      await chmod(from, (await stat(to)).mode)
      await rename(from, to)
      await syncFolder(path.dirname(to))
    } catch (error) {
      throw systemError(error, to)
    }
  },

  async remove(file) {
    try {
      await rm(file, { force: true })
      await syncFolder(path.dirname(file))
    } catch (error) {
      throw systemError(error, file)
    }
  },

  lock: (file, use) => lockDisk(file, use),
}

/** A link never replaces a file, which renaming does. FAT and exFAT know no links. */
async function linkOrRename(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch (error) {
    const problem = systemError(error, to)
    if (isDiskError(problem, 'ALREADY_EXISTS', 'NOT_FOUND', 'NO_SPACE')) throw problem
    if ((await nodeDiskFiles.stat(to)) !== null) throw new DiskError('ALREADY_EXISTS', { path: to })
    await rename(from, to)
    return
  }
  await rm(from)
}

/** Makes names last. Windows does it by itself and does not open folders. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
