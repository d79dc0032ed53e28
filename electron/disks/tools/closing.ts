import type { BlockDevice } from '../block-device.ts'

/** Does the work, then closes what it works on, whatever came of it. */
export async function closing<T>(opened: { close(): Promise<void> }, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } finally {
    await opened.close()
  }
}

/** The file that a job replaces: closed before that, as Windows replaces no open file, and at the end in any case. */
export class ClosedOnce {
  readonly device: BlockDevice
  #closed = false

  constructor(device: BlockDevice) {
    this.device = device
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.device.close()
  }
}
