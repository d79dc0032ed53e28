import type { BlockDevice } from '../block-device.ts'
import { DiskError } from '../disk-error.ts'

export const formatNames = ['raw', 'vmdk', 'vdi', 'qcow2', 'vhdx'] as const
export type FormatName = (typeof formatNames)[number]

/** A file of a disk while it is read: nothing outside it is ever asked for, and what is wrong is said in its format's words. */
export class SourceFile {
  readonly device: BlockDevice
  /** Bytes, as found on opening. */
  readonly size: number
  readonly format: FormatName

  constructor(device: BlockDevice, size: number, format: FormatName) {
    this.device = device
    this.size = size
    this.format = format
  }

  static async of(device: BlockDevice, format: FormatName): Promise<SourceFile> {
    return new SourceFile(device, await device.size(), format)
  }

  holds(position: number, length: number): boolean {
    return position >= 0 && length >= 0 && position + length <= this.size
  }

  /** Throws CORRUPT when the range is not wholly in the file; callers bound `length` by what the format allows. */
  async read(position: number, length: number, structure: string): Promise<DataView<ArrayBuffer>> {
    if (!this.holds(position, length)) throw this.corrupt(structure, position)
    const bytes = new Uint8Array(length)
    await this.device.read(position, bytes)
    return new DataView(bytes.buffer)
  }

  corrupt(structure: string, position?: number, cause?: unknown): DiskError<'CORRUPT'> {
    const facts = { format: this.format, structure }
    return new DiskError('CORRUPT', position === undefined ? facts : { ...facts, position }, { cause })
  }

  unsupported(feature: string): DiskError<'UNSUPPORTED'> {
    return new DiskError('UNSUPPORTED', { format: this.format, feature })
  }
}
