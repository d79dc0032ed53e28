import { open, type FileHandle } from 'node:fs/promises'
import type { BlockDevice } from '../block-device.ts'
import { DiskError, systemError } from '../disk-error.ts'
import { physicalDisksOf, type PhysicalDisks } from './system.ts'

const ours = physicalDisksOf(process.platform)

/** Whether a path names a physical disk of this computer, or a partition of one. */
export function isPhysicalDisk(path: string): Promise<boolean> {
  return ours.knows(path)
}

/** Whether something of a physical disk is in use, so that it may change while it is read; true where nobody can say. */
export async function isMounted(path: string, disks: PhysicalDisks = ours): Promise<boolean> {
  return disks.isMounted(path).catch(() => true)
}

/** A physical disk, to be read. Its errors are `DiskError`s; ACCESS_DENIED where only an administrator may read it. */
export class PhysicalDisk implements BlockDevice {
  readonly writable = false
  readonly #path: string
  readonly #handle: FileHandle
  readonly #size: number

  private constructor(path: string, handle: FileHandle, size: number) {
    this.#path = path
    this.#handle = handle
    this.#size = size
  }

  static async open(path: string, disks: PhysicalDisks = ours): Promise<PhysicalDisk> {
    try {
      const handle = await open(path, 'r')
      try {
        const size = await disks.size(path)
        if (!Number.isSafeInteger(size) || size <= 0) throw new DiskError('IO', { path, reason: 'no medium' })
        return new PhysicalDisk(path, handle, size)
      } catch (error) {
        await handle.close()
        throw error
      }
    } catch (error) {
      throw systemError(error, path)
    }
  }

  size(): Promise<number> {
    return Promise.resolve(this.#size)
  }

  async read(position: number, target: Uint8Array): Promise<void> {
    try {
      for (let done = 0; done < target.byteLength;) {
        const { bytesRead } = await this.#handle.read(target, done, target.byteLength - done, position + done)
        if (bytesRead === 0) throw new DiskError('IO', { path: this.#path, reason: 'end of disk' })
        done += bytesRead
      }
    } catch (error) {
      throw systemError(error, this.#path)
    }
  }

  write(): Promise<void> {
    return this.#refuse()
  }

  truncate(): Promise<void> {
    return this.#refuse()
  }

  async flush(): Promise<void> {}

  async close(): Promise<void> {
    await this.#handle.close()
  }

  #refuse(): Promise<never> {
    return Promise.reject(new DiskError('READ_ONLY', { path: this.#path }))
  }
}
