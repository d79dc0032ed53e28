import type { BlockDevice } from '../block-device.ts'
import { DiskError } from '../disk-error.ts'

export const formatNames = ['raw', 'vmdk', 'vdi', 'qcow', 'qcow2', 'vhdx'] as const
export type FormatName = (typeof formatNames)[number]

/** A file of a disk while it is read: nothing outside it is ever asked for, and what is wrong is said in its format's words. */
export class SourceFile {
  readonly device: BlockDevice
  /** Bytes, as found on opening. */
  readonly size: number
  readonly format: FormatName
  /** Named in errors, so that one knows which file of a chain is meant. */
  readonly path: string

  constructor(device: BlockDevice, size: number, format: FormatName, path: string) {
    this.device = device
    this.size = size
    this.format = format
    this.path = path
  }

  static async of(device: BlockDevice, format: FormatName, path: string): Promise<SourceFile> {
    return new SourceFile(device, await device.size(), format, path)
  }

  holds(position: number, length: number): boolean {
    return position >= 0 && length >= 0 && position + length <= this.size
  }

  /** Throws CORRUPT when the range is not wholly in the file; callers bound `length` by what the format allows. */
  async read(position: number, length: number, structure: string): Promise<DataView<ArrayBuffer>> {
    if (!this.holds(position, length)) throw this.beyond(structure, position)
    const bytes = new Uint8Array(length)
    await this.device.read(position, bytes)
    return new DataView(bytes.buffer)
  }

  /** What is at `position`, bytes, cannot be: also where that is behind the file's end, as in one that was cut short. */
  corrupt(structure: string, position?: number, cause?: unknown): DiskError<'CORRUPT'> {
    if (position !== undefined && position >= this.size) return this.beyond(structure, position)
    const facts = { format: this.format, structure, path: this.path }
    return new DiskError('CORRUPT', position === undefined ? facts : { ...facts, position }, { cause })
  }

  /** The file ends before what begins at `position` does. */
  beyond(structure: string, position: number): DiskError<'CORRUPT'> {
    const { format, path, size } = this
    const place = Number.isFinite(position) ? { position } : {}
    return new DiskError('CORRUPT', { format, structure, path, ...place, end: size })
  }

  unsupported(feature: string): DiskError<'UNSUPPORTED'> {
    return new DiskError('UNSUPPORTED', { format: this.format, feature, path: this.path })
  }
}
