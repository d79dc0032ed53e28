import path from 'node:path'
import type { BlockDevice } from '../block-device.ts'
import type { DiskFiles, DiskLock, DiskUse } from '../disk-files.ts'
import { asDiskError, DiskError, isDiskError } from '../disk-error.ts'
import { closing } from '../tools/closing.ts'
import { DifferencingVhd } from './differencing-vhd.ts'
import { DynamicVhd } from './dynamic-vhd.ts'
import { FixedVhd } from './fixed-vhd.ts'
import type { StoreOptions } from './block-store.ts'
import type { DynamicHeader } from './dynamic-header.ts'
import { readParentPaths } from './parent-path.ts'
import { readStructure, type VhdStructure } from './structure.ts'

export type Vhd = FixedVhd | DynamicVhd | DifferencingVhd

export interface OpenOptions extends StoreOptions {
  /** The files of the disk's parents, the nearest first, where they are not to be looked for. */
  readonly parents?: readonly string[]
}

/** Disks in a chain; Hyper-V allows 50 snapshots of a machine, and more only make it slow. */
export const longestChain = 256

/**
 * Opens a disk with all its parents, which are opened for reading. Until it is closed, the disk and its parents are
 * locked against others that write, and a writable disk also against others that read. `file` is absolute.
 */
export async function openVhd(files: DiskFiles, file: string, options: OpenOptions): Promise<Vhd> {
  return open(files, file, options, [])
}

async function open(files: DiskFiles, file: string, options: OpenOptions, children: readonly string[]): Promise<Vhd> {
  return build(files, await openLocked(files, file, options.writable ? 'write' : 'read'), options, children)
}

/** Takes the file over; `children` are the identities of the disks that are based on it. */
export async function build(
  files: DiskFiles,
  opened: LockedFile,
  options: OpenOptions,
  children: readonly string[],
): Promise<Vhd> {
  const { device, structure } = opened
  const { header, footer } = structure
  try {
    if (footer.type !== 'differencing' && (options.parents ?? []).length > 0) {
      throw new DiskError('NOT_DIFFERENCING', { path: structure.path })
    }
    if (header === null) return FixedVhd.of(device, structure, options)
    if (footer.type === 'dynamic') return await DynamicVhd.of(device, structure, options)
    const line = [...children, footer.id]
    if (line.length >= longestChain || line.includes(header.parentId)) {
      throw new DiskError('CHAIN_TOO_LONG', { path: structure.path, limit: longestChain })
    }
    const parent = openParent(files, device, structure, header, { ...options, writable: false }, line)
    return await DifferencingVhd.of(device, structure, parent, options)
  } catch (error) {
    await device.close()
    throw error
  }
}

async function openParent(
  files: DiskFiles,
  device: BlockDevice,
  structure: VhdStructure,
  header: DynamicHeader,
  options: OpenOptions,
  line: readonly string[],
): Promise<Vhd> {
  const [named, ...further] = options.parents ?? []
  const look = async (candidate: string) => {
    const opening = () => openLocked(files, candidate, 'read')
    // Nothing is looked for beside what the user names.
    const found = named === undefined ? await openIfThere(opening) : await opening()
    if (found === null || found.structure.footer.id === header.parentId) return found && { id: header.parentId, found }
    await found.device.close()
    return { id: found.structure.footer.id, found }
  }
  const { found } = await findParentBy(device, structure, header, look, named)
  return build(files, found, { ...options, parents: further }, line)
}

/** The parent's file. Rejects with PARENT_NOT_FOUND and PARENT_CHANGED, and with CORRUPT where nothing but a damaged disk is there. */
export async function findParent(
  files: DiskFiles,
  device: BlockDevice,
  structure: VhdStructure,
  header: DynamicHeader,
): Promise<string> {
  const { file } = await findParentBy(device, structure, header, async (candidate) => {
    const found = await openIfThere(() => readUnlocked(files, candidate))
    return found && { id: found.footer.id, file: candidate }
  })
  return file
}

async function findParentBy<Found extends { id: string }>(
  device: BlockDevice,
  structure: VhdStructure,
  header: DynamicHeader,
  look: (candidate: string) => Promise<Found | null>,
  named?: string,
): Promise<Found> {
  const child = structure.path
  if (header.parentId === structure.footer.id) {
    throw new DiskError('CHAIN_TOO_LONG', { path: child, limit: longestChain })
  }
  const paths = await readParentPaths(device, structure, header)
  const { name, candidates } = named === undefined ? paths : { name: named, candidates: [named] }
  let other: string | null = null
  let failure: DiskError | null = null
  for (const candidate of candidates) {
    try {
      const found = await look(candidate)
      if (found?.id === header.parentId) return found
      if (found !== null) other ??= candidate
    } catch (error) {
      // Something else of that name may lie there; the parent is where the next path leads.
      failure ??= asDiskError(error)
      if (failure === null) throw error
    }
  }
  if (failure !== null) throw failure
  if (other !== null) {
    throw new DiskError(named === undefined ? 'PARENT_CHANGED' : 'OTHER_PARENT_NAMED', { path: child, parent: other })
  }
  throw new DiskError('PARENT_NOT_FOUND', { path: child, parent: path.win32.basename(name), tried: [...candidates] })
}

/** Null where there is no disk: no file, or one that is something else. */
async function openIfThere<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work()
  } catch (error) {
    if (isDiskError(error, 'NOT_FOUND', 'NOT_A_FILE', 'NOT_RECOGNISED', 'OTHER_FORMAT')) return null
    throw error
  }
}

/** What the disk in a file says of itself; null where there is none. Does not lock: another may be writing to it. */
export async function readStructureOf(files: DiskFiles, file: string): Promise<VhdStructure | null> {
  try {
    return await openIfThere(() => readUnlocked(files, file))
  } catch (error) {
    if (isDiskError(error, 'CORRUPT', 'UNSUPPORTED', 'TOO_LARGE')) return null
    throw error
  }
}

async function readUnlocked(files: DiskFiles, file: string): Promise<VhdStructure> {
  const device = await files.open(file, 'read')
  return closing(device, () => readStructure(device, file))
}

/** A disk's file, locked until the device is closed. */
export interface LockedFile {
  readonly device: BlockDevice
  readonly structure: VhdStructure
}

/** The lock on the file of a disk that was opened here, or of one of its parents. */
export function lockOf(disk: Vhd): DiskLock {
  const { device } = disk instanceof FixedVhd ? disk : disk.store
  if (!(device instanceof LockedDevice)) throw new Error(`${disk.structure.path} is not locked.`)
  return device.lock
}

/** Throws REPLACED where the file of a disk, or of one of its parents, is no longer the one that is open. */
export async function requireInPlace(disk: Vhd): Promise<void> {
  const { device } = disk instanceof FixedVhd ? disk : disk.store
  if ((await device.isInPlace?.()) === false) throw new DiskError('REPLACED', { path: disk.structure.path })
  if (disk instanceof DifferencingVhd) await requireInPlace(disk.parent as Vhd)
}

export async function openLocked(files: DiskFiles, file: string, use: DiskUse): Promise<LockedFile> {
  // At the same time, because chains are long; nothing is read before the lock is there.
  const [lock, opened] = await Promise.allSettled([files.lock(file, use), files.open(file, use)])
  if (lock.status === 'rejected' || opened.status === 'rejected') {
    if (lock.status === 'fulfilled') await lock.value.release()
    if (opened.status === 'fulfilled') await opened.value.close()
    throw lock.status === 'rejected' ? lock.reason : (opened as PromiseRejectedResult).reason
  }
  return readLocked(file, opened.value, lock.value)
}

/** Takes device and lock over. */
export async function readLocked(file: string, opened: BlockDevice, lock: DiskLock): Promise<LockedFile> {
  const device = new LockedDevice(opened, lock)
  try {
    return { device, structure: await readStructure(device, file) }
  } catch (error) {
    await device.close()
    throw error
  }
}

/** Gives the lock back when the device is closed. */
class LockedDevice implements BlockDevice {
  readonly writable: boolean
  readonly lock: DiskLock
  readonly #device: BlockDevice

  constructor(device: BlockDevice, lock: DiskLock) {
    this.#device = device
    this.lock = lock
    this.writable = device.writable
  }

  size(): Promise<number> {
    return this.#device.size()
  }

  read(position: number, target: Uint8Array): Promise<void> {
    return this.#device.read(position, target)
  }

  write(position: number, source: Uint8Array): Promise<void> {
    return this.#device.write(position, source)
  }

  readNow(position: number, target: Uint8Array): boolean {
    return this.#device.readNow?.(position, target) ?? false
  }

  writeNow(position: number, source: Uint8Array): boolean {
    return this.#device.writeNow?.(position, source) ?? false
  }

  truncate(size: number): Promise<void> {
    return this.#device.truncate(size)
  }

  isInPlace(): Promise<boolean> {
    return this.#device.isInPlace?.() ?? Promise.resolve(true)
  }

  flush(): Promise<void> {
    return this.#device.flush()
  }

  async close(): Promise<void> {
    try {
      await this.#device.close()
    } finally {
      await this.lock.release()
    }
  }
}
