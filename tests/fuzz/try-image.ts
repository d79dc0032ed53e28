import type { Allocations } from './allocations.ts'
import type { Fuzzer, Outcome } from './fuzzer.ts'

const mebibyte = 1024 * 1024

/**
 * What all buffers made for one image may have together, bytes: the file some times over, for whoever looks at it again,
 * and besides the tables kept, two of the largest blocks and a request in work.
 */
export function memoryBound(fileSize: number): number {
  return 64 * mebibyte + 24 * fileSize
}

export interface Tried {
  readonly outcome: Outcome
  /** Of all buffers made for it, bytes. */
  readonly allocated: number
}

/** Asking Node for it takes as long as a small image itself, so that the end of one image is the beginning of the next. */
let held = process.memoryUsage().arrayBuffers

/** Uses one image. Rejects where it is not survived, or takes more memory than its size allows. */
export async function tryImage(fuzzer: Fuzzer, seed: number, allocations: Allocations): Promise<Tried> {
  const image = fuzzer.image(seed)
  try {
    allocations.bytes = 0
    const { outcome, fileSize } = await image.use()
    // Node's own buffers, zlib's among them, pass by the count and are seen where they are still held.
    const before = held
    held = process.memoryUsage().arrayBuffers
    const allocated = Math.max(allocations.bytes, held - before)
    if (allocated > memoryBound(fileSize))
      throw new Error(`${allocated} bytes were allocated for a file of ${fileSize}`)
    return { outcome, allocated }
  } finally {
    image.release()
  }
}
