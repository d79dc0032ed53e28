import type { BlockDevice } from '../../block-device.ts'
import { DiskError } from '../../disk-error.ts'
import { logSectorSize, type PendingLog } from './log.ts'

interface Range {
  readonly start: number
  readonly end: number
}

/** A file as it is once the writes of its log are done, while the file itself stays as it is. */
export class ReplayedDevice implements BlockDevice {
  readonly writable = false
  readonly #below: BlockDevice
  readonly #belowSize: number
  readonly #size: number
  /** Sectors with data by position; they lie over the zeros. */
  readonly #sectors = new Map<number, Uint8Array>()
  /** In order, apart from each other. */
  readonly #zeros: readonly Range[]

  constructor(below: BlockDevice, belowSize: number, log: PendingLog) {
    this.#below = below
    this.#belowSize = belowSize
    const zeros: Range[] = []
    let end = Math.max(belowSize, log.fileSize)
    for (const write of log.writes) {
      if (write.kind === 'data') {
        this.#sectors.set(write.position, write.bytes)
        end = Math.max(end, write.position + write.bytes.length)
      } else if (write.length > 0) {
        const range = { start: write.position, end: write.position + write.length }
        this.#forget(range)
        zeros.push(range)
        end = Math.max(end, range.end)
      }
    }
    this.#zeros = merged(zeros)
    this.#size = end
  }

  size(): Promise<number> {
    return Promise.resolve(this.#size)
  }

  async read(position: number, target: Uint8Array): Promise<void> {
    if (position + target.length > this.#size) throw new RangeError(`the device ends at ${this.#size}`)
    const held = Math.max(0, Math.min(target.length, this.#belowSize - position))
    await this.#below.read(position, target.subarray(0, held))
    target.fill(0, held)
    this.#zero(position, target)
    const first = position - (position % logSectorSize)
    for (let sector = first; sector < position + target.length; sector += logSectorSize) {
      const bytes = this.#sectors.get(sector)
      if (bytes === undefined) continue
      const skip = Math.max(0, position - sector)
      const into = sector + skip - position
      target.set(bytes.subarray(skip, skip + target.length - into), into)
    }
  }

  write(): Promise<void> {
    return Promise.reject(new DiskError('READ_ONLY', {}))
  }

  truncate(): Promise<void> {
    return this.write()
  }

  async flush(): Promise<void> {}

  close(): Promise<void> {
    return this.#below.close()
  }

  #forget({ start, end }: Range): void {
    if ((end - start) / logSectorSize < this.#sectors.size) {
      for (let sector = start; sector < end; sector += logSectorSize) this.#sectors.delete(sector)
    } else {
      for (const sector of this.#sectors.keys()) if (sector >= start && sector < end) this.#sectors.delete(sector)
    }
  }

  #zero(position: number, target: Uint8Array): void {
    const end = position + target.length
    for (let index = this.#firstEndingAfter(position); index < this.#zeros.length; index++) {
      const range = this.#zeros[index]
      if (range === undefined || range.start >= end) return
      target.fill(0, Math.max(0, range.start - position), Math.min(target.length, range.end - position))
    }
  }

  #firstEndingAfter(position: number): number {
    let low = 0
    let high = this.#zeros.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#zeros[middle]?.end ?? 0) > position) high = middle
      else low = middle + 1
    }
    return low
  }
}

function merged(ranges: Range[]): Range[] {
  const result: { start: number; end: number }[] = []
  for (const range of ranges.sort((a, b) => a.start - b.start)) {
    const last = result.at(-1)
    if (last !== undefined && range.start <= last.end) last.end = Math.max(last.end, range.end)
    else result.push({ ...range })
  }
  return result
}
