import { constants, fdatasync, ftruncate, write } from 'node:fs'
import { promisify } from 'node:util'
import type { BlockDevice } from './block-device.ts'
import { DiskError, systemError } from './disk-error.ts'
import { pooledCalls, type FileCalls } from './file-calls.ts'

const truncateFile = promisify(ftruncate)
const syncFile = promisify(fdatasync)

type AtOnce = NonNullable<FileCalls['readNow']>

/** A regular file as a block device. Its errors are `DiskError`s with the file's path. */
export class FileDevice implements BlockDevice {
  readonly path: string
  readonly writable: boolean
  readonly #calls: FileCalls
  readonly #descriptor: number

  private constructor(calls: FileCalls, path: string, descriptor: number, writable: boolean) {
    this.#calls = calls
    this.path = path
    this.#descriptor = descriptor
    this.writable = writable
  }

  static async open(path: string, writable: boolean, calls = pooledCalls): Promise<FileDevice> {
    try {
      // Without O_NONBLOCK to open a pipe would be to wait for its writer. Windows knows neither.
      const flags = (writable ? constants.O_RDWR : constants.O_RDONLY) | (constants.O_NONBLOCK ?? 0)
      const descriptor = await calls.open(path, flags)
      const device = new FileDevice(calls, path, descriptor, writable)
      if ((await calls.fstat(descriptor)).isFile()) return device
      await device.close()
      throw new DiskError('NOT_A_FILE', { path })
    } catch (error) {
      throw systemError(error, path)
    }
  }

  /** A new, empty file. */
  static async create(path: string, calls = pooledCalls): Promise<FileDevice> {
    try {
      return new FileDevice(calls, path, await calls.open(path, 'wx+'), true)
    } catch (error) {
      throw systemError(error, path)
    }
  }

  async size(): Promise<number> {
    return (await this.#attempt(this.#calls.fstat(this.#descriptor))).size
  }

  async read(position: number, target: Uint8Array): Promise<void> {
    try {
      for (let done = 0; done < target.byteLength;) {
        const count = await this.#calls.read(this.#descriptor, target, done, position + done)
        if (count === 0) throw new DiskError('IO', { path: this.path, reason: 'end of file' })
        done += count
      }
    } catch (error) {
      throw systemError(error, this.path)
    }
  }

  // The callback function is used here because a file handle's promises cost as much as a small write itself.
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

  readNow(position: number, target: Uint8Array): boolean {
    const { readNow } = this.#calls
    return readNow !== undefined && this.#allAtOnce(readNow, target, position, 'end of file')
  }

  writeNow(position: number, source: Uint8Array): boolean {
    const { writeNow } = this.#calls
    return writeNow !== undefined && this.#allAtOnce(writeNow, source, position, 'nothing written')
  }

  async truncate(size: number): Promise<void> {
    await this.#attempt(truncateFile(this.#descriptor, size))
  }

  /** A file that is replaced by renaming another over it goes on without a name, and is gone when it is closed. */
  async isInPlace(): Promise<boolean> {
    const open = await this.#attempt(this.#calls.fstat(this.#descriptor))
    try {
      const named = await this.#calls.stat(this.path)
      return named.dev === open.dev && named.ino === open.ino
    } catch (error) {
      const problem = systemError(error, this.path)
      if (problem.code === 'NOT_FOUND') return false
      throw problem
    }
  }

  /** Data and the size that is needed to read it back; on macOS libuv asks the drive itself (F_FULLFSYNC). */
  async flush(): Promise<void> {
    await this.#attempt(syncFile(this.#descriptor))
  }

  async close(): Promise<void> {
    await this.#attempt(this.#calls.close(this.#descriptor))
  }

  #allAtOnce(call: AtOnce, bytes: Uint8Array, position: number, failure: string): true {
    try {
      for (let done = 0; done < bytes.byteLength;) {
        const count = call(this.#descriptor, bytes, done, position + done)
        if (count === 0) throw new DiskError('IO', { path: this.path, reason: failure })
        done += count
      }
      return true
    } catch (error) {
      throw systemError(error, this.path)
    }
  }

  async #attempt<T>(work: Promise<T>): Promise<T> {
    try {
      return await work
    } catch (error) {
      throw systemError(error, this.path)
    }
  }
}
