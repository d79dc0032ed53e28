import type { BlockDevice } from '../block-device.ts'

/** Enough that a flush is worth its while, and few enough that the last one has little left to do. Bytes. */
const share = 64 * 1024 * 1024

/**
 * A file being made, of which every now and then what is written goes to stable storage while more is prepared: the
 * disk would stand idle until the end else, and the end would wait for it.
 */
export class EarlyFlush implements BlockDevice {
  readonly writable: boolean
  readonly #device: BlockDevice
  #written = 0
  #running: Promise<void> | null = null
  /** Why an early flush has failed. The system reports a loss once, so every later flush must fail as well. */
  #failure: { readonly reason: unknown } | null = null

  constructor(device: BlockDevice) {
    this.#device = device
    this.writable = device.writable
  }

  size(): Promise<number> {
    return this.#device.size()
  }

  read(position: number, target: Uint8Array): Promise<void> {
    return this.#device.read(position, target)
  }

  async write(position: number, source: Uint8Array): Promise<void> {
    await this.#device.write(position, source)
    this.#written += source.byteLength
    if (this.#written >= share && this.#running === null) this.#start()
  }

  truncate(size: number): Promise<void> {
    return this.#device.truncate(size)
  }

  async flush(): Promise<void> {
    await this.#running
    if (this.#failure !== null) throw this.#failure.reason
    await this.#device.flush()
  }

  /** A descriptor must not be closed, and given to another file, while it is flushed. */
  async close(): Promise<void> {
    await this.#running
    await this.#device.close()
  }

  #start(): void {
    this.#written = 0
    this.#running = this.#device
      .flush()
      .catch((reason: unknown) => {
        this.#failure ??= { reason }
      })
      .finally(() => {
        this.#running = null
      })
  }
}
