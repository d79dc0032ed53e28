import { sectorSize, type VirtualDisk } from '../virtual-disk.ts'
import { viewOf } from '../bytes.ts'
import { footerSize, serializeFooter } from '../vhd/footer.ts'
import { defaultBlockSize, headerPosition, sparseHead } from '../vhd/format.ts'
import { newFooter } from '../vhd/new-footer.ts'
import { bitmapSizeFor } from '../vhd/sector-bitmap.ts'
import { paddedCapacity } from './convert.ts'
import { checkedCapacity } from './create.ts'

/** The file of a dynamic disk, read from front to back without being made first. */
export interface PackedDisk {
  /** Bytes of the file. */
  readonly size: number
  read(): AsyncGenerator<Uint8Array>
}

/**
 * A new dynamic disk with the content of another one: its blocks are those of which something is stored in the source, in
 * their order, so that the table is known before any of them is read. The source must not change until it was read.
 * `name` is told in errors. Throws TOO_LARGE.
 */
export async function packDisk(source: VirtualDisk, name: string): Promise<PackedDisk> {
  const capacity = checkedCapacity(name, paddedCapacity(source.capacity))
  const footer = newFooter('dynamic', capacity, headerPosition)
  const blocks = await storedBlocks(source, defaultBlockSize)
  const bitmap = new Uint8Array(bitmapSizeFor(defaultBlockSize)).fill(0xff)
  const { bytes: head, tablePosition } = sparseHead(footer, defaultBlockSize, null)
  const table = viewOf(head)
  blocks.forEach((block, index) => {
    const position = head.byteLength + index * (bitmap.byteLength + defaultBlockSize)
    table.setUint32(tablePosition + block * 4, position / sectorSize)
  })

  async function* read(): AsyncGenerator<Uint8Array> {
    yield head
    for (const block of blocks) {
      const start = block * defaultBlockSize
      const bytes = new Uint8Array(bitmap.byteLength + defaultBlockSize)
      bytes.set(bitmap)
      const length = Math.min(defaultBlockSize, source.capacity - start)
      await source.read(start, bytes.subarray(bitmap.byteLength, bitmap.byteLength + length))
      yield bytes
    }
    yield serializeFooter(footer)
  }
  const size = head.byteLength + blocks.length * (bitmap.byteLength + defaultBlockSize) + footerSize
  return { size, read }
}

/** The blocks of which the disk stores something, first to last. */
async function storedBlocks(source: VirtualDisk, blockSize: number): Promise<number[]> {
  const blocks: number[] = []
  for (let position = 0; position < source.capacity;) {
    const extent = (await source.extentAt?.(position)) ?? { length: source.capacity - position, zero: false }
    const end = Math.min(source.capacity, position + extent.length)
    if (!extent.zero) {
      const first = Math.max(Math.floor(position / blockSize), (blocks.at(-1) ?? -1) + 1)
      for (let block = first; block * blockSize < end; block++) blocks.push(block)
    }
    position = end
  }
  return blocks
}
