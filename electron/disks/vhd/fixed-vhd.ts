import type { BlockDevice } from '../block-device.ts'
import { DiskError } from '../disk-error.ts'
import type { VirtualDisk } from '../virtual-disk.ts'
import { checkRequest, checkWrite } from './requests.ts'
import { corrupt, readStructure, type VhdStructure } from './structure.ts'

/** A disk whose sectors lie in the file one after the other, with the footer behind them (VHD 1.0, "Fixed Hard Disk Image"). */
export class FixedVhd implements VirtualDisk {
  readonly structure: VhdStructure
  readonly capacity: number
  readonly writable: boolean
  readonly device: BlockDevice
  #flushFailed = false

  private constructor(device: BlockDevice, structure: VhdStructure, writable: boolean) {
    this.device = device
    this.structure = structure
    this.capacity = structure.capacity
    this.writable = writable
  }

  /** Takes the device over. `path` is the one errors name. */
  static async open(device: BlockDevice, path: string, options: { writable: boolean }): Promise<FixedVhd> {
    return FixedVhd.of(device, await readStructure(device, path), options)
  }

  static of(device: BlockDevice, structure: VhdStructure, options: { writable: boolean }): FixedVhd {
    if (structure.header !== null) throw corrupt(structure.path, 'disk type')
    return new FixedVhd(device, structure, options.writable && device.writable)
  }

  async read(position: number, target: Uint8Array): Promise<void> {
    checkRequest(this, position, target.byteLength)
    await this.device.read(position, target)
  }

  async write(position: number, source: Uint8Array): Promise<void> {
    checkWrite(this, this.structure.path, position, source.byteLength)
    if (this.#flushFailed) throw new DiskError('FLUSH_FAILED', { path: this.structure.path })
    await this.device.write(position, source)
  }

  readNow(position: number, target: Uint8Array): boolean {
    checkRequest(this, position, target.byteLength)
    return this.device.readNow?.(position, target) ?? false
  }

  writeNow(position: number, source: Uint8Array): boolean {
    checkWrite(this, this.structure.path, position, source.byteLength)
    if (this.#flushFailed) throw new DiskError('FLUSH_FAILED', { path: this.structure.path })
    return this.device.writeNow?.(position, source) ?? false
  }

  async flush(): Promise<void> {
    if (!this.writable) return
    if (this.#flushFailed) throw new DiskError('FLUSH_FAILED', { path: this.structure.path })
    try {
      await this.device.flush()
    } catch (error) {
      this.#flushFailed = true
      throw error
    }
  }

  async close(): Promise<void> {
    try {
      await this.flush()
    } finally {
      await this.device.close()
    }
  }
}
