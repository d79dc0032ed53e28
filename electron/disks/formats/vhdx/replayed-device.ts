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
    let run: Range[] = []
    let end = Math.max(belowSize, log.fileSize)
    for (const write of log.writes) {
      if (write.kind === 'data') {
        for (const range of this.#forget(run)) zeros.push(range)
        run = []
        this.#sectors.set(write.position, write.bytes)
        end = Math.max(end, write.position + write.bytes.length)
      } else if (write.length > 0) {
        run.push({ start: write.position, end: write.position + write.length })
        end = Math.max(end, write.position + write.length)
      }
    }
    for (const range of this.#forget(run)) zeros.push(range)
    this.#zeros = merged(zeros)
    this.#size = end
  }

  size(): Promise<number> {
    return Promise.resolve(this.#size)
  }

  async read(position: number, target: Uint8Array): Promise<void> {
    if (position + target.length > this.#size) throw new RangeError(`the device ends at ${this.#size}`)
    const held = Math.max(0, Math.min(target.length, this.#belowSize - position))
    if (held > 0) await this.#below.read(position, target.subarray(0, held))
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

  /** Zeros over data: the sectors in these ranges go. Called once for all zeros between two data writes. */
  #forget(zeros: Range[]): Range[] {
    const ranges = merged(zeros)
    if (ranges.length === 0) return ranges
    for (const sector of this.#sectors.keys()) {
      const range = ranges[firstEndingAfter(ranges, sector)]
      if (range !== undefined && range.start <= sector) this.#sectors.delete(sector)
    }
    return ranges
  }

  #zero(position: number, target: Uint8Array): void {
    const end = position + target.length
    for (let index = firstEndingAfter(this.#zeros, position); index < this.#zeros.length; index++) {
      const range = this.#zeros[index]
      if (range === undefined || range.start >= end) return
      target.fill(0, Math.max(0, range.start - position), Math.min(target.length, range.end - position))
    }
  }
}

/** Of ranges in order: the index of the first that ends after a position. */
function firstEndingAfter(ranges: readonly Range[], position: number): number {
  let low = 0
  let high = ranges.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ranges[middle]?.end ?? 0) > position) high = middle
    else low = middle + 1
  }
  return low
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
