import type { BlockDevice } from '../block-device.ts'
import type { DiskExtent, VirtualDisk } from '../virtual-disk.ts'
import { BlockStore, type StoreOptions } from './block-store.ts'
import { checkRequest, checkWrite } from './requests.ts'
import { settle } from './settle.ts'
import { corrupt, readStructure, type VhdStructure } from './structure.ts'

/** How many blocks are looked at before an extent is answered. */
const mostBlocks = 4096

/**
 * A disk whose file grows with what is written (VHD 1.0, "Dynamic Hard Disk Image"). Its bitmaps are written and never
 * believed: every sector of a stored block is in the file, zero where it was not written, and programs that never wrote
 * a bitmap are many.
 */
export class DynamicVhd implements VirtualDisk {
  readonly structure: VhdStructure
  readonly capacity: number
  readonly writable: boolean
  readonly store: BlockStore

  private constructor(store: BlockStore, writable: boolean) {
    this.store = store
    this.structure = store.structure
    this.capacity = store.capacity
    this.writable = writable
  }

  /** Takes the device over. `path` is the one errors name. */
  static async open(device: BlockDevice, path: string, options: StoreOptions): Promise<DynamicVhd> {
    return DynamicVhd.of(device, await readStructure(device, path), options)
  }

  static async of(device: BlockDevice, structure: VhdStructure, options: StoreOptions): Promise<DynamicVhd> {
    if (structure.footer.type !== 'dynamic') throw corrupt(structure.path, 'disk type')
    const writable = options.writable && device.writable
    return new DynamicVhd(await BlockStore.open(device, structure, { ...options, writable }), writable)
  }

  async read(position: number, target: Uint8Array): Promise<void> {
    checkRequest(this, position, target.byteLength)
    const { blockSize } = this.store
    const offset = position % blockSize
    if (offset + target.byteLength > blockSize) return this.#readBlocks(position, target)
    // Most requests are short and lie in one block, and each step counts there.
    const stored = this.store.table.get(Math.floor(position / blockSize))
    if (stored !== null) return this.store.readBlock(stored, offset, target)
    target.fill(0)
  }

  async #readBlocks(position: number, target: Uint8Array): Promise<void> {
    const work: Promise<void>[] = []
    for (const { block, offset, done, length } of this.store.segments(position, target.byteLength)) {
      const part = target.subarray(done, done + length)
      const stored = this.store.table.get(block)
      if (stored === null) part.fill(0)
      else work.push(this.store.readBlock(stored, offset, part))
    }
    await settle(work)
  }

  async write(position: number, source: Uint8Array): Promise<void> {
    checkWrite(this, this.structure.path, position, source.byteLength)
    await this.store.write(position, source)
  }

  readNow(position: number, target: Uint8Array): boolean {
    checkRequest(this, position, target.byteLength)
    return this.store.segments(position, target.byteLength).every(({ block, offset, done, length }) => {
      const part = target.subarray(done, done + length)
      const stored = this.store.table.get(block)
      if (stored !== null) return this.store.readBlockNow(stored, offset, part)
      part.fill(0)
      return true
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
    await this.store.close()
  }

  extentAt(position: number): Promise<DiskExtent> {
    const { table, blockSize } = this.store
    const block = Math.floor(position / blockSize)
    const end = table.runEnd(block, Math.min(table.entries, block + mostBlocks))
    const length = Math.min(end * blockSize, this.capacity) - position
    return Promise.resolve({ length, zero: table.get(block) === null })
  }
}
