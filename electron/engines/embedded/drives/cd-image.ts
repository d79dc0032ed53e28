import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { DiskBuffer } from '../v86/internals.ts'
import { BootCatalogView } from './boot-catalog.ts'
import type { Transferred } from './transferred.ts'

/** Bytes; ISO 9660 images are made of these. */
const sectorSize = 2048

/**
 * An image file in the CD/DVD drive. Nothing of it is kept in memory. Reads answer at once because guests that poll
 * the drive take a late answer for a broken drive.
 */
export class CdImage implements DiskBuffer {
  readonly byteLength: number
  onload: ((event: object) => void) | undefined
  onprogress: ((event: object) => void) | undefined
  /** Called instead of delivering data that cannot be read. */
  onReadError: (error: Error) => void = (error) => {
    throw error
  }
  readonly path: string
  readonly #file: number
  readonly #catalogView = new BootCatalogView()
  readonly #transferred: Transferred

  /** @throws Error where the file cannot be opened */
  constructor(path: string, transferred: Transferred) {
    this.path = path
    this.#transferred = transferred
    this.#file = openSync(path, 'r')
    this.byteLength = Math.ceil(fstatSync(this.#file).size / sectorSize) * sectorSize
  }

  load(): void {
    this.onload?.({})
  }

  get(start: number, length: number, deliver: (data: Uint8Array) => void): void {
    const data = new Uint8Array(length)
    try {
      this.#read(data, start)
    } catch (error) {
      this.onReadError(error as Error)
      return
    }
    this.#transferred.read += length
    deliver(this.#catalogView.show(start, data, this.byteLength))
  }

  /** Asked of hard disks only. */
  get_from_cache(): undefined {
    return undefined
  }

  get_and_cache(start: number, length: number, deliver: (data: Uint8Array) => void): void {
    this.get(start, length, deliver)
  }

  set(): never {
    throw new Error('A CD/DVD image cannot be written.')
  }

  get_buffer(deliver: (buffer?: ArrayBuffer) => void): void {
    deliver()
  }

  /** Saved states hold no media. */
  get_state(): unknown[] {
    return []
  }

  set_state(): void {
    // The image is the one the machine was started with.
  }

  close(): void {
    closeSync(this.#file)
  }

  #read(data: Uint8Array, start: number): void {
    for (let done = 0; done < data.length;) {
      const read = readSync(this.#file, data, done, data.length - done, start + done)
      done += read
      if (read > 0) continue
      // The file's last sector may be a part of one; anything shorter was cut after it was opened.
      if (start + done <= this.byteLength - sectorSize) {
        throw new Error(`${this.path} ended at byte ${start + done}; it was ${this.byteLength} bytes long.`)
      }
      return
    }
  }
}
