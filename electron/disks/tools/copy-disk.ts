import { isZero } from '../bytes.ts'
import type { VirtualDisk } from '../virtual-disk.ts'
import { settle } from '../vhd/settle.ts'
import type { JobControl } from './job.ts'

/** Bytes read at once: a block of the usual size, so that each is written in one piece. */
const chunkSize = 2 * 1024 * 1024
/** Chunks on their way at the same time: while one is written the next is read. */
const lanes = 3

/**
 * Copies a disk to another that holds zeros and is at least as large. Its zeros are written where the other one is to
 * have the room for them.
 */
export async function copyDisk(
  source: VirtualDisk,
  write: (position: number, bytes: Uint8Array) => Promise<void>,
  control: JobControl,
  { zeros }: { readonly zeros: 'skip' | 'write' } = { zeros: 'skip' },
): Promise<void> {
  let next = 0
  let failed = false
  const run = async () => {
    const buffer = new Uint8Array(Math.min(chunkSize, source.capacity))
    while (!failed && next < source.capacity) {
      control.signal.throwIfAborted()
      const position = next
      const length = Math.min(chunkSize - (position % chunkSize), source.capacity - position)
      next += length
      const skipped = await zeroLength(source, position)
      if (skipped >= length && zeros === 'write') {
        await write(position, buffer.subarray(0, length).fill(0))
      } else if (skipped >= length) {
        next = Math.max(next, position + skipped - (skipped % chunkSize))
      } else {
        const bytes = buffer.subarray(0, length)
        await source.read(position, bytes)
        if (zeros === 'write' || !isZero(bytes)) await write(position, bytes)
      }
      control.progress(Math.min(next, source.capacity) / source.capacity)
    }
  }
  const lane = async () => {
    try {
      await run()
    } catch (error) {
      failed = true
      throw error
    }
  }
  await settle(Array.from({ length: lanes }, lane))
}

async function zeroLength(source: VirtualDisk, position: number): Promise<number> {
  const extent = await source.extentAt?.(position)
  return extent?.zero === true ? extent.length : 0
}
