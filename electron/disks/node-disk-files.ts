import { fsync } from 'node:fs'
import { chmod, rm, statfs } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { DiskError, isDiskError, systemError } from './disk-error.ts'
import type { DiskFiles, FileFacts } from './disk-files.ts'
import { pooledCalls, type FileCalls } from './file-calls.ts'
import { FileDevice } from './file-device.ts'
import { lockDisk } from './lock.ts'
import { waitingCalls } from './waiting-calls.ts'

const sync = promisify(fsync)

export interface NodeDiskFilesOptions {
  /**
   * Whether the calling thread may stand still while the system answers: for the processes of machines, jobs and the
   * command line, which have nobody else to serve. Small reads and opening a chain are several times as fast then.
   * Writes, flushes and long reads never make it wait.
   */
  readonly mayWait: boolean
}

/** Disks in files of this computer. */
export function createNodeDiskFiles({ mayWait }: NodeDiskFilesOptions): DiskFiles {
  const calls = mayWait ? waitingCalls : pooledCalls
  return {
    open: (file, use) => FileDevice.open(file, use === 'write', calls),

    create: (file) => FileDevice.create(file, calls),

    stat: (file) => factsOf(calls, file),

    room: (file) => roomFor(path.dirname(file)),

    list: (folder) => calls.readdir(folder).catch(() => []),

    async publish(from, to) {
      try {
        await linkOrRename(calls, from, to)
        await syncFolder(calls, path.dirname(to))
      } catch (error) {
        throw systemError(error, to)
      }
    },

    async replace(from, to) {
      try {
        await chmod(from, (await calls.stat(to)).mode)
        await calls.rename(from, to)
        await syncFolder(calls, path.dirname(to))
      } catch (error) {
        throw systemError(error, to)
      }
    },

    async remove(file) {
      try {
        await rm(file, { force: true })
        await syncFolder(calls, path.dirname(file))
      } catch (error) {
        throw systemError(error, file)
      }
    },

    lock: (file, use) => lockDisk(calls, file, use),
  }
}

/** For a thread that others wait for, as the host's. */
export const nodeDiskFiles = createNodeDiskFiles({ mayWait: false })

async function factsOf(calls: FileCalls, file: string): Promise<FileFacts | null> {
  try {
    const found = await calls.stat(file)
    if (!found.isFile()) return null
    const { size, blocks, mtimeMs } = found
    // Windows reports no blocks.
    return { size, allocated: process.platform === 'win32' ? null : blocks * 512, modified: mtimeMs }
  } catch (error) {
    const problem = systemError(error, file)
    if (problem.code === 'NOT_FOUND') return null
    throw problem
  }
}

/** Some file systems over a network, and those in memory without a limit, count no blocks. */
async function roomFor(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize, blocks } = await statfs(folder)
    return blocks === 0 ? null : bavail * bsize
  } catch {
    return null
  }
}

/** A link never replaces a file, which renaming does. FAT and exFAT know no links. */
async function linkOrRename(calls: FileCalls, from: string, to: string): Promise<void> {
  try {
    await calls.link(from, to)
  } catch (error) {
    const problem = systemError(error, to)
    if (isDiskError(problem, 'ALREADY_EXISTS', 'NOT_FOUND', 'NO_SPACE')) throw problem
    if ((await factsOf(calls, to)) !== null) throw new DiskError('ALREADY_EXISTS', { path: to })
    await calls.rename(from, to)
    return
  }
  await calls.unlink(from)
}

/** Makes names last. Windows does it by itself and does not open folders. */
async function syncFolder(calls: FileCalls, folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const descriptor = await calls.open(folder, 'r')
  try {
    await sync(descriptor)
  } finally {
    await calls.close(descriptor)
  }
}
