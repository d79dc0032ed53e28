import type { BlockDevice } from '../block-device.ts'
import { sectorSize, type DiskExtent, type VirtualDisk } from '../virtual-disk.ts'
import { BlockStore, type Segment, type StoreOptions } from './block-store.ts'
import { checkRequest, checkWrite } from './requests.ts'
import { isSet, runEnd } from './sector-bitmap.ts'
import { settle } from './settle.ts'
import { readStructure, type VhdStructure } from './structure.ts'

/** Runs of sectors of a request that are read one by one; with more of them a request is read in two. */
const mostRuns = 4

/**
 * A disk that stores the sectors in which it differs from its parent (VHD 1.0, "Implementing a Differencing Hard
 * Disk"). Beyond the end of a smaller parent it reads zeros.
 */
export class DifferencingVhd implements VirtualDisk {
  readonly structure: VhdStructure
  readonly capacity: number
  readonly writable: boolean
  readonly store: BlockStore
  readonly parent: VirtualDisk

  private constructor(store: BlockStore, parent: VirtualDisk, writable: boolean) {
    this.store = store
    this.structure = store.structure
    this.capacity = store.capacity
    this.parent = parent
    this.writable = writable
  }

  /** Takes the device and the parent over; who opens it has seen to it that it is the parent. `path` is the one errors name. */
  static async open(
    device: BlockDevice,
    path: string,
    parent: VirtualDisk,
    options: StoreOptions,
  ): Promise<DifferencingVhd> {
    return DifferencingVhd.of(device, await readStructure(device, path), Promise.resolve(parent), options)
  }

  /** Closes the parent where it rejects. */
  static async of(
    device: BlockDevice,
    structure: VhdStructure,
    opening: Promise<VirtualDisk>,
    options: StoreOptions,
  ): Promise<DifferencingVhd> {
    const writable = options.writable && device.writable
    const openStore = () => BlockStore.open(device, structure, { ...options, writable })
    // At the same time, because chains are long; but nothing is written before all of the chain has been examined.
    const [store, parent] = await Promise.allSettled([writable ? opening.then(openStore) : openStore(), opening])
    if (store.status === 'fulfilled' && parent.status === 'fulfilled') {
      return new DifferencingVhd(store.value, parent.value, writable)
    }
    if (parent.status === 'fulfilled') await parent.value.close()
    throw parent.status === 'rejected' ? parent.reason : (store as PromiseRejectedResult).reason
  }

  async read(position: number, target: Uint8Array): Promise<void> {
    checkRequest(this, position, target.byteLength)
    const work: Promise<void>[] = []
    // Neighbouring blocks that are not stored are one request to the parent.
    let above = 0
    for (const segment of this.store.segments(position, target.byteLength)) {
      if (this.store.table.get(segment.block) === null) continue
      if (segment.done > above) work.push(this.#readParent(position + above, target.subarray(above, segment.done)))
      above = segment.done + segment.length
      work.push(this.#readStored(segment, target.subarray(segment.done, above)))
    }
    if (above < target.byteLength) work.push(this.#readParent(position + above, target.subarray(above)))
    await settle(work)
  }

  async write(position: number, source: Uint8Array): Promise<void> {
    checkWrite(this, this.structure.path, position, source.byteLength)
    await this.store.write(position, source)
  }

  readNow(position: number, target: Uint8Array): boolean {
    checkRequest(this, position, target.byteLength)
    return this.store.segments(position, target.byteLength).every((segment) => {
      const part = target.subarray(segment.done, segment.done + segment.length)
      if (this.store.table.get(segment.block) === null) return this.#readParentNow(position + segment.done, part)
      return this.#readStoredNow(segment, part)
    })
  }

  writeNow(position: number, source: Uint8Array): boolean {
    checkWrite(this, this.structure.path, position, source.byteLength)
    return this.store.writeNow(position, source)
  }

  async flush(): Promise<void> {
    if (this.writable) await this.store.flush()
  }

  async close(): Promise<void> {
    try {
      await this.store.close()
    } finally {
      await this.parent.close()
    }
  }

  async extentAt(position: number): Promise<DiskExtent> {
    const { table, blockSize } = this.store
    const block = Math.floor(position / blockSize)
    const length = Math.min((block + 1) * blockSize, this.capacity) - position
    if (table.get(block) !== null) return { length, zero: false }
    if (position >= this.parent.capacity) return { length, zero: true }
    const below = await this.parent.extentAt?.(position)
    if (below === undefined) return { length, zero: false }
    return { length: Math.min(length, below.length), zero: below.zero }
  }

  async #readParent(position: number, target: Uint8Array): Promise<void> {
    const held = Math.max(0, Math.min(target.byteLength, this.parent.capacity - position))
    target.fill(0, held)
    if (held > 0) await this.parent.read(position, target.subarray(0, held))
  }

  #readParentNow(position: number, target: Uint8Array): boolean {
    const held = Math.max(0, Math.min(target.byteLength, this.parent.capacity - position))
    target.fill(0, held)
    return held === 0 || (this.parent.readNow?.(position, target.subarray(0, held)) ?? false)
  }

  #readStoredNow({ block, offset }: Segment, target: Uint8Array): boolean {
    const { table, bitmaps, blockSize } = this.store
    const position = table.get(block) ?? 0
    if (bitmaps.isFull(block)) return this.store.readBlockNow(position, offset, target)
    const bitmap = bitmaps.peek(block)
    if (bitmap === undefined) return false
    const first = offset / sectorSize
    return runsOf(bitmap, first, first + target.byteLength / sectorSize).every(({ from, to, stored }) => {
      const bytes = target.subarray((from - first) * sectorSize, (to - first) * sectorSize)
      return stored
        ? this.store.readBlockNow(position, from * sectorSize, bytes)
        : this.#readParentNow(block * blockSize + from * sectorSize, bytes)
    })
  }

  async #readStored({ block, offset }: Segment, target: Uint8Array): Promise<void> {
    const { table, bitmaps, blockSize } = this.store
    const position = table.get(block) ?? 0
    if (bitmaps.isFull(block)) return this.store.readBlock(position, offset, target)
    const bitmap = bitmaps.peek(block) ?? (await bitmaps.get(block))
    const first = offset / sectorSize
    const runs = runsOf(bitmap, first, first + target.byteLength / sectorSize)
    const bytes = (run: Run) => target.subarray((run.from - first) * sectorSize, (run.to - first) * sectorSize)
    const fromParent = (run: Run) => this.#readParent(block * blockSize + run.from * sectorSize, bytes(run))
    const fromHere = (run: Run) => this.store.readBlock(position, run.from * sectorSize, bytes(run))

    if (runs.length <= mostRuns) return settle(runs.map((run) => (run.stored ? fromHere(run) : fromParent(run))))

    const stored = runs.filter((run) => run.stored)
    const [from, to] = [stored[0]?.from ?? first, stored.at(-1)?.to ?? first]
    const span = new Uint8Array((to - from) * sectorSize)
    await settle([
      this.#readParent(block * blockSize + offset, target),
      this.store.readBlock(position, from * sectorSize, span),
    ])
    for (const run of stored)
      bytes(run).set(span.subarray((run.from - from) * sectorSize, (run.to - from) * sectorSize))
  }
}

/** Sectors of a block, from the first to before the last. */
interface Run {
  readonly from: number
  readonly to: number
  readonly stored: boolean
}

function runsOf(bitmap: Uint8Array, from: number, end: number): Run[] {
  const runs: Run[] = []
  for (let at = from; at < end;) {
    const to = runEnd(bitmap, at, end)
    runs.push({ from: at, to, stored: isSet(bitmap, at) })
    at = to
  }
  return runs
}
