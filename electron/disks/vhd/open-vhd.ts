import path from 'node:path'
import type { BlockDevice } from '../block-device.ts'
import type { DiskFiles, DiskLock } from '../disk-files.ts'
import { DiskError, isDiskError } from '../disk-error.ts'
import { DifferencingVhd } from './differencing-vhd.ts'
import { DynamicVhd } from './dynamic-vhd.ts'
import { FixedVhd } from './fixed-vhd.ts'
import type { StoreOptions } from './block-store.ts'
import type { DynamicHeader } from './dynamic-header.ts'
import { readParentPaths } from './parent-path.ts'
import { corrupt, readStructure, type VhdStructure } from './structure.ts'

export type Vhd = FixedVhd | DynamicVhd | DifferencingVhd

/** Disks in a chain; Hyper-V allows 50 snapshots of a machine, and more only make it slow. */
export const longestChain = 256

/**
 * Opens a disk with all its parents, which are opened for reading. Until it is closed, the disk and its parents are
 * locked against others that write, and a writable disk also against others that read. `file` is absolute.
 */
export async function openVhd(files: DiskFiles, file: string, options: StoreOptions): Promise<Vhd> {
  return open(files, file, options, [])
}

async function open(files: DiskFiles, file: string, options: StoreOptions, children: readonly string[]): Promise<Vhd> {
  const { device, structure } = await openLocked(files, file, options.writable ? 'write' : 'read')
  try {
    if (structure.header === null) return FixedVhd.of(device, structure, options)
    if (structure.footer.type === 'dynamic') return await DynamicVhd.of(device, structure, options)
    const parent = await openParent(files, device, structure, structure.header, options, children)
    try {
      return await DifferencingVhd.of(device, structure, parent, options)
    } catch (error) {
      await parent.close()
      throw error
    }
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
  options: StoreOptions,
  children: readonly string[],
): Promise<Vhd> {
  const line = [...children, structure.footer.id]
  if (line.length >= longestChain || line.includes(header.parentId)) {
    throw new DiskError('CHAIN_TOO_LONG', { path: structure.path, limit: longestChain })
  }
  const parent = await findParent(files, device, structure, header)
  return open(files, parent, { ...options, writable: false }, line)
}

/** The parent's file. Rejects with PARENT_NOT_FOUND and PARENT_CHANGED. */
export async function findParent(
  files: DiskFiles,
  device: BlockDevice,
  { path: child, fileSize }: VhdStructure,
  header: DynamicHeader,
): Promise<string> {
  const { name, candidates } = await readParentPaths(device, fileSize, child, header)
  let other: string | null = null
  for (const candidate of candidates) {
    const id = await readId(files, candidate)
    if (id === header.parentId) return candidate
    if (id !== null) other ??= candidate
  }
  if (other !== null) throw new DiskError('PARENT_CHANGED', { path: child, parent: other })
  throw new DiskError('PARENT_NOT_FOUND', { path: child, parent: path.win32.basename(name), tried: [...candidates] })
}

/** The identity of the disk in a file; null where there is none. */
export async function readId(files: DiskFiles, file: string): Promise<string | null> {
  return (await readStructureOf(files, file))?.footer.id ?? null
}

/** What the disk in a file says of itself; null where there is none. Does not lock: another may be writing to it. */
export async function readStructureOf(files: DiskFiles, file: string): Promise<VhdStructure | null> {
  let device: BlockDevice
  try {
    device = await files.open(file, 'read')
  } catch (error) {
    if (isDiskError(error, 'NOT_FOUND', 'NOT_A_FILE')) return null
    throw error
  }
  try {
    return await readStructure(device, file)
  } catch (error) {
    if (isDiskError(error, 'NOT_RECOGNISED', 'CORRUPT', 'UNSUPPORTED', 'TOO_LARGE')) return null
    throw error
  } finally {
    await device.close()
  }
}

/** A disk's file, locked until the device is closed. */
export async function openLocked(files: DiskFiles, file: string, use: 'read' | 'write') {
  const lock = await files.lock(file, use)
  let device: BlockDevice
  try {
    device = new LockedDevice(await files.open(file, use), lock)
  } catch (error) {
    await lock.release()
    throw error
  }
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
  readonly #device: BlockDevice
  readonly #lock: DiskLock

  constructor(device: BlockDevice, lock: DiskLock) {
    this.#device = device
    this.#lock = lock
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

  truncate(size: number): Promise<void> {
    return this.#device.truncate(size)
  }

  flush(): Promise<void> {
    return this.#device.flush()
  }

  async close(): Promise<void> {
    try {
      await this.#device.close()
    } finally {
      await this.#lock.release()
    }
  }
}

/** For callers that need one kind. */
export function asDifferencing(disk: Vhd): DifferencingVhd {
  if (disk instanceof DifferencingVhd) return disk
  throw corrupt(disk.structure.path, 'disk type')
}
