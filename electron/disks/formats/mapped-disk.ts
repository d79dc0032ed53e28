import type { BlockDevice } from '../block-device.ts'
import { DiskError } from '../disk-error.ts'
import { sectorSize, type DiskExtent } from '../virtual-disk.ts'
import { joined, type DiskMap, type Piece } from './disk-map.ts'
import { PackedBlocks } from './packed-blocks.ts'
import type { SourceDisk } from './parent.ts'

/** Long requests are worked off in stretches of this size, so that memory does not grow with the request. Bytes. */
const stretchSize = 4 * 1024 * 1024

/** How many pieces are joined before an extent is answered: copying gets its next chance to stop and report. */
const maximumSteps = 4096

/** A read-only disk: reads what its map says, in as few requests to the files as the map allows. */
export class MappedDisk implements SourceDisk {
  readonly capacity: number
  readonly writable = false
  readonly #map: DiskMap
  readonly #owned: readonly Pick<BlockDevice, 'close'>[]
  readonly #packed = new PackedBlocks()

  readonly identity: string | null
  readonly guestSectorSize: number

  /** Closing the disk closes what it owns. */
  constructor(
    map: DiskMap,
    owned: readonly Pick<BlockDevice, 'close'>[],
    { identity = null, guestSectorSize = sectorSize }: Pick<SourceDisk, 'identity' | 'guestSectorSize'> = {},
  ) {
    this.capacity = map.capacity
    this.identity = identity
    this.guestSectorSize = guestSectorSize
    this.#map = map
    this.#owned = owned
  }

  async read(position: number, target: Uint8Array): Promise<void> {
    this.#check(position, target.length)
    for (let done = 0; done < target.length; done += stretchSize) {
      const part = target.subarray(done, done + stretchSize)
      await this.#fill(part, await this.#pieces(position + done, part.length))
    }
  }

  async extentAt(position: number): Promise<DiskExtent> {
    this.#check(position, sectorSize)
    let end = position
    let zero: boolean | null = null
    for (let step = 0; step < maximumSteps && end < this.capacity; step++) {
      const found = await this.#zeroOrData(end)
      if (zero !== null && found.zero !== zero) break
      zero = found.zero
      end += found.length
    }
    const length = end - position
    if (length % sectorSize === 0) return { length, zero: zero === true }
    // A file that ends within a sector: the sector is data, and everything before it keeps its kind.
    const whole = length - (length % sectorSize)
    return whole === 0 ? { length: sectorSize, zero: false } : { length: whole, zero: zero === true }
  }

  write(): Promise<void> {
    return Promise.reject(new DiskError('READ_ONLY', {}))
  }

  async flush(): Promise<void> {}

  async close(): Promise<void> {
    for (const device of this.#owned) await device.close()
  }

  #check(position: number, length: number): void {
    const aligned = position % sectorSize === 0 && length % sectorSize === 0
    if (!aligned || position < 0 || position + length > this.capacity) {
      throw new RangeError(`no such sectors: ${length} bytes at ${position} of ${this.capacity}`)
    }
  }

  async #zeroOrData(position: number): Promise<DiskExtent> {
    const piece = await this.#map.locate(position)
    if (piece.kind !== 'parent' || piece.disk.extentAt === undefined) {
      return { length: piece.length, zero: piece.kind === 'zero' }
    }
    const below = await piece.disk.extentAt(piece.position)
    return { length: Math.min(piece.length, below.length), zero: below.zero }
  }

  async #pieces(position: number, length: number): Promise<Piece[]> {
    const pieces: Piece[] = []
    for (let done = 0; done < length;) {
      const found = await this.#map.locate(position + done)
      const piece = { ...found, length: Math.min(found.length, length - done) }
      done += piece.length
      const last = pieces.pop()
      const both = last === undefined ? piece : joined(last, piece)
      if (both !== null) pieces.push(both)
      else if (last !== undefined) pieces.push(last, piece)
    }
    return pieces
  }

  async #fill(target: Uint8Array, pieces: readonly Piece[]): Promise<void> {
    const work: Promise<void>[] = []
    const packed: { piece: Piece & { kind: 'packed' }; target: Uint8Array }[] = []
    let at = 0
    for (const piece of pieces) {
      const part = target.subarray(at, at + piece.length)
      at += piece.length
      if (piece.kind === 'zero') part.fill(0)
      else if (piece.kind === 'stored') work.push(piece.file.device.read(piece.offset, part))
      else if (piece.kind === 'parent') work.push(piece.disk.read(piece.position, part))
      else packed.push({ piece, target: part })
    }
    work.push(this.#packed.fill(packed))
    // Nothing may still be written into the target once the caller has it back.
    for (const outcome of await Promise.allSettled(work)) if (outcome.status === 'rejected') throw outcome.reason
  }
}
