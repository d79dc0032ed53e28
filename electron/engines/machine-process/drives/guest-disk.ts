import { asDiskError, isDiskError, systemError, type DiskError } from '#electron/disks/disk-error.ts'
import { sectorSize, type VirtualDisk } from '#electron/disks/virtual-disk.ts'
import type { Transferred } from './transferred.ts'

/** The drive a medium is in: it tells the guest. */
export interface DriveFailures {
  readFailed(): void
  /** False where the guest was told already that all went well. */
  writeFailed(): boolean
}

export interface DiskWatcher {
  /** There is no room for what is written to `path`: resolves when it may be tried again. */
  outOfSpace(path: string): Promise<void>
  failed(error: DiskError): void
}

/**
 * A disk as an emulated drive asks for it. Requests are answered one after the other, so that nothing of a guest that was reset in the
 * middle of one can come after what it wrote since; and at once where the disk can, since a guest that has to wait for an
 * answer does less meanwhile than the answer takes.
 */
export class GuestDisk {
  readonly writable: boolean
  readonly byteLength: number
  /** As it was when it was opened. */
  readonly firstSector: Uint8Array
  /** Set by the drive this is put into. */
  drive: DriveFailures = { readFailed: () => undefined, writeFailed: () => false }
  /** Told of each write when it is done, also of one that failed half way: bytes. */
  onWritten: ((position: number, length: number) => void) | null = null
  #disk: VirtualDisk
  #path: string
  readonly #transferred: Transferred
  readonly #watcher: DiskWatcher
  #scratch = new Uint8Array(0)
  #queue: Promise<unknown> = Promise.resolve()
  #waiting = 0
  /** Counts how often the drive was told to forget its requests. */
  #generation = 0
  /** A write failed that the guest took for done: its next flush says so. */
  #lost: DiskError | null = null

  private constructor(
    disk: VirtualDisk,
    path: string,
    firstSector: Uint8Array,
    transferred: Transferred,
    watcher: DiskWatcher,
  ) {
    this.#path = path
    this.writable = disk.writable
    this.byteLength = disk.capacity
    this.#disk = disk
    this.firstSector = firstSector
    this.#transferred = transferred
    this.#watcher = watcher
  }

  /** Takes the disk over; closes it where its first sector cannot be read. */
  static async of(disk: VirtualDisk, path: string, transferred: Transferred, watcher: DiskWatcher): Promise<GuestDisk> {
    const firstSector = new Uint8Array(sectorSize)
    try {
      await disk.read(0, firstSector)
    } catch (error) {
      await disk.close()
      throw error
    }
    return new GuestDisk(disk, path, firstSector, transferred, watcher)
  }

  get path(): string {
    return this.#path
  }

  /** Puts in its place one with the same content. No request may be under way; the disk it has had is the caller's to close. */
  replace(disk: VirtualDisk, path: string): void {
    this.#disk = disk
    this.#path = path
  }

  read(start: number, length: number, deliver: (data: Uint8Array) => void): void {
    const generation = this.#generation
    const done = (data: Uint8Array) => {
      this.#transferred.read += length
      if (generation === this.#generation) deliver(data)
    }
    const failed = () => this.drive.readFailed()
    const scratch = this.#scratchOf(length)
    const now = this.#now(() => this.#disk.readNow?.(start, scratch) ?? false, failed)
    if (now === 'done') done(scratch)
    if (now !== 'later') return
    const data = new Uint8Array(length)
    this.#later(
      () => this.#disk.read(start, data),
      () => done(data),
      failed,
    )
  }

  write(start: number, data: Uint8Array, done: () => void): void {
    const { byteLength } = data
    const generation = this.#generation
    const written = () => {
      this.#transferred.written += byteLength
      if (generation === this.#generation) done()
    }
    const failed = (error: DiskError) => {
      if (!this.drive.writeFailed()) this.#lost = error
    }
    const now = this.#now(() => this.#disk.writeNow?.(start, data) ?? false, failed)
    if (now !== 'later') this.onWritten?.(start, byteLength)
    if (now === 'done') written()
    if (now !== 'later') return
    // The drive uses its buffer again for the next request.
    const kept = data.slice()
    this.#later(() => this.#disk.write(start, kept).finally(() => this.onWritten?.(start, byteLength)), written, failed)
  }

  /** Calls back when everything written before is on stable storage, or else that it is not certain to be. */
  flush(done: () => void, failed: () => void): void {
    const generation = this.#generation
    this.#later(
      async () => {
        const lost = this.#lost
        this.#lost = null
        if (lost !== null) throw lost
        await this.#disk.flush()
      },
      () => {
        if (generation === this.#generation) done()
      },
      failed,
    )
  }

  /** For what the drive takes at once: new memory for each request would keep the collector busy. */
  #scratchOf(length: number): Uint8Array {
    if (this.#scratch.byteLength < length) this.#scratch = new Uint8Array(length)
    return this.#scratch.subarray(0, length)
  }

  /** The drive was reset: what is under way is finished, and nobody is told or given anything. */
  forgetRequests(): void {
    this.#generation += 1
  }

  /**
   * Resolves when no request is under way and what was written is on stable storage. Rejects where it is not, and where
   * a write failed of which the guest has yet to hear.
   */
  async settle(): Promise<void> {
    // The answer to one request can make the drive ask the next.
    while (this.#waiting > 0) await this.#queue
    if (this.#lost !== null) throw this.#lost
    await this.#disk.flush()
  }

  /** After what is under way. */
  async close(): Promise<void> {
    await this.#queue
    await this.#disk.close()
  }

  /** Does at once what can be; `later` where it cannot, or where others are to be done first. */
  #now(work: () => boolean, failed: (error: DiskError) => void): 'done' | 'failed' | 'later' {
    if (this.#waiting > 0) return 'later'
    try {
      return work() ? 'done' : 'later'
    } catch (error) {
      if (isDiskError(error, 'NO_SPACE')) return 'later'
      this.#fail(error, failed)
      return 'failed'
    }
  }

  #later(work: () => Promise<void>, done: () => void, failed: (error: DiskError) => void): void {
    const generation = this.#generation
    this.#waiting += 1
    this.#queue = this.#queue
      .then(() => this.#whenThereIsRoom(work))
      .finally(() => (this.#waiting -= 1))
      .then(done, (error: unknown) => this.#fail(error, generation === this.#generation ? failed : () => undefined))
  }

  #fail(reason: unknown, failed: (error: DiskError) => void): void {
    const error = asDiskError(reason) ?? systemError(reason, this.path)
    failed(error)
    this.#watcher.failed(error)
  }

  async #whenThereIsRoom(work: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await work()
      } catch (error) {
        if (!isDiskError(error, 'NO_SPACE')) throw error
        await this.#watcher.outOfSpace(this.path)
      }
    }
  }
}
