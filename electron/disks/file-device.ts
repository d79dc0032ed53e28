import { close, constants, fdatasync, fstat, ftruncate, open, read, write } from 'node:fs'
import { promisify } from 'node:util'
import type { BlockDevice } from './block-device.ts'
import { DiskError, systemError } from './disk-error.ts'

const openFile = promisify(open)
const statFile = promisify(fstat)
const truncateFile = promisify(ftruncate)
const syncFile = promisify(fdatasync)
const closeFile = promisify(close)

/** A regular file as a block device. Its errors are `DiskError`s with the file's path. */
export class FileDevice implements BlockDevice {
  readonly path: string
  readonly writable: boolean
  readonly #descriptor: number

  private constructor(path: string, descriptor: number, writable: boolean) {
    this.path = path
    this.#descriptor = descriptor
    this.writable = writable
  }

  static async open(path: string, writable: boolean): Promise<FileDevice> {
    try {
      // Without O_NONBLOCK to open a pipe would be to wait for its writer. Windows knows neither.
      const flags = (writable ? constants.O_RDWR : constants.O_RDONLY) | (constants.O_NONBLOCK ?? 0)
      const descriptor = await openFile(path, flags)
      const device = new FileDevice(path, descriptor, writable)
      if ((await statFile(descriptor)).isFile()) return device
      await device.close()
      throw new DiskError('NOT_A_FILE', { path })
    } catch (error) {
      throw systemError(error, path)
    }
  }

  /** A new, empty file. */
  static async create(path: string): Promise<FileDevice> {
    try {
      return new FileDevice(path, await openFile(path, 'wx+'), true)
    } catch (error) {
      throw systemError(error, path)
    }
  }

  async size(): Promise<number> {
    return (await this.#attempt(statFile(this.#descriptor))).size
  }

  // The callback functions are used here because a file handle's promises cost as much as a small read itself.
  read(position: number, target: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      const next = (done: number) => {
        read(this.#descriptor, target, done, target.byteLength - done, position + done, (error, count) => {
          if (error) reject(systemError(error, this.path))
          else if (done + count === target.byteLength) resolve()
          else if (count === 0) reject(new DiskError('IO', { path: this.path, reason: 'end of file' }))
          else next(done + count)
        })
      }
      if (target.byteLength === 0) resolve()
      else next(0)
    })
  }

  write(position: number, source: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      const next = (done: number) => {
        write(this.#descriptor, source, done, source.byteLength - done, position + done, (error, count) => {
          if (error) reject(systemError(error, this.path))
          else if (done + count === source.byteLength) resolve()
          else if (count === 0) reject(new DiskError('IO', { path: this.path, reason: 'nothing written' }))
          else next(done + count)
        })
      }
      if (source.byteLength === 0) resolve()
      else next(0)
    })
  }

  async truncate(size: number): Promise<void> {
    await this.#attempt(truncateFile(this.#descriptor, size))
  }

  /** Data and the size that is needed to read it back; on macOS libuv asks the drive itself (F_FULLFSYNC). */
  async flush(): Promise<void> {
    await this.#attempt(syncFile(this.#descriptor))
  }

  async close(): Promise<void> {
    await this.#attempt(closeFile(this.#descriptor))
  }

  async #attempt<T>(work: Promise<T>): Promise<T> {
    try {
      return await work
    } catch (error) {
      throw systemError(error, this.path)
    }
  }
}
