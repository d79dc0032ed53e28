import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { BootCatalogView } from './boot-catalog.ts'
import type { Transferred } from './transferred.ts'

/** Bytes; ISO 9660 images are made of these. */
const sectorSize = 2048

/**
 * An image file in the CD/DVD drive. Nothing of it is kept in memory. Reads answer at once because guests that poll
 * the drive take a late answer for a broken drive.
 */
export class CdImage {
  readonly byteLength: number
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

  /** @throws Error where it cannot be read */
  read(start: number, length: number): Uint8Array {
    const data = new Uint8Array(length)
    this.#read(data, start)
    this.#transferred.read += length
    return this.#catalogView.show(start, data, this.byteLength)
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
