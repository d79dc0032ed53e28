import { sectorSize, type VirtualDisk } from '../virtual-disk.ts'
import type { BlockStore } from '../vhd/block-store.ts'
import { storedRuns } from './compact.ts'

/** Writes what a differencing disk itself stores of a range to the same place of another disk; bytes. */
export async function copyStored(
  store: BlockStore,
  target: VirtualDisk,
  position: number,
  size: number,
): Promise<void> {
  const { blockSize, capacity } = store
  for (const { block, offset, length } of store.segments(position, Math.min(size, capacity - position))) {
    const place = store.table.get(block)
    if (place === null) continue
    const start = block * blockSize
    const end = Math.ceil((offset + length) / sectorSize) * sectorSize
    for (const [from, to] of await storedRuns(store, block, Math.min(end, capacity - start))) {
      const first = Math.max(from, offset)
      if (first >= to) continue
      const bytes = new Uint8Array(to - first)
      await store.readBlock(place, first, bytes)
      await target.write(start + first, bytes)
    }
  }
}
