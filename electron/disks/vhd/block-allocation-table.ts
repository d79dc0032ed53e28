import type { BlockDevice } from '../block-device.ts'
import { roundUp, viewOf } from '../bytes.ts'
import { sectorSize } from '../virtual-disk.ts'

const unused = 0xffff_ffff
const entriesPerSector = sectorSize / 4

/** The last position a block can have in a file. */
export const lastBlockPosition = (unused - 1) * sectorSize

/** Bytes the table takes in the file (VHD 1.0, "Block Allocation Table"). */
export function tableSize(entries: number): number {
  return roundUp(entries * 4, sectorSize)
}

/** The bytes of a table in which no block is stored. */
export function emptyTable(entries: number): Uint8Array {
  return new Uint8Array(tableSize(entries)).fill(0xff)
}

/**
 * Where each block is in the file. Positions in bytes. Kept in memory as it is in the file, because it is read whole when
 * a disk is opened, and chains of disks are opened often.
 */
export class BlockAllocationTable {
  readonly entries: number
  readonly #position: number
  readonly #bytes: Uint8Array
  readonly #view: DataView

  private constructor(position: number, bytes: Uint8Array) {
    this.entries = bytes.byteLength / 4
    this.#position = position
    this.#bytes = bytes
    this.#view = viewOf(bytes)
  }

  static async read(device: BlockDevice, position: number, entries: number): Promise<BlockAllocationTable> {
    const bytes = new Uint8Array(entries * 4)
    await device.read(position, bytes)
    return new BlockAllocationTable(position, bytes)
  }

  /** Position of a block's bitmap, which its data follows; null where the block is not stored. */
  get(block: number): number | null {
    const sector = this.#view.getUint32(block * 4)
    return sector === unused ? null : sector * sectorSize
  }

  set(block: number, position: number): void {
    this.#view.setUint32(block * 4, position / sectorSize)
  }

  /** The blocks that are stored, first to last. */
  *stored(): Generator<{ block: number; position: number }> {
    for (let block = 0; block < this.entries; block++) {
      const position = this.get(block)
      if (position !== null) yield { block, position }
    }
  }

  countStored(): number {
    let count = 0
    for (let block = 0; block < this.entries; block++) if (this.#view.getUint32(block * 4) !== unused) count++
    return count
  }

  /** The first block from `block` on, before `end`, that is stored or not unlike `block`; or `end`. */
  runEnd(block: number, end: number): number {
    const stored = this.get(block) !== null
    let next = block + 1
    while (next < end && (this.get(next) !== null) === stored) next++
    return next
  }

  /** Writes the sectors of the table that the blocks, in ascending order, are in; `hidden` ones as not stored. */
  async write(device: BlockDevice, blocks: readonly number[], hidden: (block: number) => boolean): Promise<void> {
    for (let i = 0; i < blocks.length;) {
      const first = sectorOf(blocks[i])
      let last = first
      for (; i < blocks.length && sectorOf(blocks[i]) <= last + 1; i++) last = sectorOf(blocks[i])
      const from = first * entriesPerSector
      const to = Math.min((last + 1) * entriesPerSector, this.entries)
      const bytes = this.#bytes.slice(from * 4, to * 4)
      const view = viewOf(bytes)
      for (let block = from; block < to; block++) if (hidden(block)) view.setUint32((block - from) * 4, unused)
      await device.write(this.#position + from * 4, bytes)
    }
  }
}

function sectorOf(block: number | undefined): number {
  return Math.floor((block ?? 0) / entriesPerSector)
}

/** The table of a disk, without entries for blocks beyond its capacity. */
export function readTable(
  device: BlockDevice,
  { capacity }: { readonly capacity: number },
  { tablePosition, blockSize }: { readonly tablePosition: number; readonly blockSize: number },
): Promise<BlockAllocationTable> {
  return BlockAllocationTable.read(device, tablePosition, Math.ceil(capacity / blockSize))
}
