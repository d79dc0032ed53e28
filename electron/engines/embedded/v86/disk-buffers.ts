import type { CdImage } from '../../machine-process/drives/cd-image.ts'
import type { GuestDisk } from '../../machine-process/drives/guest-disk.ts'
import type { DiskBuffer } from './internals.ts'

/** A hard disk or floppy disk as v86 asks for it. Saved states hold no disks: they are those the machine was started with. */
export class WritableBuffer implements DiskBuffer {
  readonly byteLength: number
  onload: ((event: object) => void) | undefined
  onprogress: ((event: object) => void) | undefined
  readonly disk: GuestDisk

  constructor(disk: GuestDisk) {
    this.disk = disk
    this.byteLength = disk.byteLength
  }

  load(): void {
    this.onload?.({})
  }

  get(start: number, length: number, deliver: (data: Uint8Array) => void): void {
    this.disk.read(start, length, deliver)
  }

  set(start: number, data: Uint8Array, done: () => void): void {
    this.disk.write(start, data, done)
  }

  /** v86 looks for a partition table, to guess a geometry by. */
  get_from_cache(start: number, length: number): Uint8Array | undefined {
    const { firstSector } = this.disk
    return start + length <= firstSector.byteLength ? firstSector.subarray(start, start + length) : undefined
  }

  get_and_cache(start: number, length: number, deliver: (data: Uint8Array) => void): void {
    this.get(start, length, deliver)
  }

  get_buffer(deliver: (buffer?: ArrayBuffer) => void): void {
    deliver()
  }

  get_state(): unknown[] {
    return []
  }

  set_state(): void {
    // Nothing is kept.
  }
}

/** The same for a disc. */
export class DiscBuffer implements DiskBuffer {
  readonly byteLength: number
  onload: ((event: object) => void) | undefined
  onprogress: ((event: object) => void) | undefined
  /** Called instead of delivering data that cannot be read. */
  onReadError: (error: Error) => void = (error) => {
    throw error
  }
  readonly #image: CdImage

  constructor(image: CdImage) {
    this.#image = image
    this.byteLength = image.byteLength
  }

  load(): void {
    this.onload?.({})
  }

  get(start: number, length: number, deliver: (data: Uint8Array) => void): void {
    let data: Uint8Array
    try {
      data = this.#image.read(start, length)
    } catch (error) {
      this.onReadError(error as Error)
      return
    }
    deliver(data)
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

  get_state(): unknown[] {
    return []
  }

  set_state(): void {
    // Nothing is kept.
  }
}
