import type { BlockDevice } from '../block-device.ts'
import { roundUp } from '../bytes.ts'
import { sectorSize, type VirtualDisk } from '../virtual-disk.ts'
import { storedPiece, type DiskMap, type Piece } from './disk-map.ts'
import { MappedDisk } from './mapped-disk.ts'
import { SourceFile } from './source-file.ts'

/** Bytes of a file as they stand, from `offset` on; what the last sector lacks is zeros. */
export class FlatMap implements DiskMap {
  readonly capacity: number
  readonly #file: SourceFile
  readonly #offset: number
  readonly #end: number

  /** `capacity` may reach beyond the end of the file only within the last sector. */
  constructor(file: SourceFile, offset: number, capacity: number) {
    this.capacity = capacity
    this.#file = file
    this.#offset = offset
    this.#end = Math.min(file.size - offset, capacity)
    if (this.#end <= capacity - sectorSize) throw file.beyond('extent', offset)
  }

  locate(position: number): Promise<Piece> {
    if (position >= this.#end) return Promise.resolve({ kind: 'zero', length: this.capacity - position })
    return Promise.resolve(storedPiece(this.#file, this.#offset + position, this.#end - position, 'extent'))
  }
}

/** The bytes of a device as a disk, read-only. A device that ends within a sector is filled up with zeros. */
export async function openRaw(device: BlockDevice, path: string): Promise<VirtualDisk> {
  const file = await SourceFile.of(device, 'raw', path)
  return new MappedDisk(new FlatMap(file, 0, roundUp(file.size, sectorSize)), [device])
}
