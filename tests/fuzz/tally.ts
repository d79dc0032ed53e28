import { Allocations } from './allocations.ts'
import type { Fuzzer, Outcome } from './fuzzer.ts'
import { tryImage, type Tried } from './try-image.ts'

/** What became of the images of one kind. */
export type Tally = Record<Outcome, number> & {
  images: number
  /** The most bytes of buffers that were made for one image. */
  mostAllocated: number
}

export function emptyTally(): Tally {
  return { images: 0, refused: 0, opened: 0, damaged: 0, mostAllocated: 0 }
}

export function count(tally: Tally, { outcome, allocated }: Tried): void {
  tally.images++
  tally[outcome]++
  tally.mostAllocated = Math.max(tally.mostAllocated, allocated)
}

export function add(sum: Tally, more: Tally): void {
  for (const key of ['images', 'refused', 'opened', 'damaged'] as const) sum[key] += more[key]
  sum.mostAllocated = Math.max(sum.mostAllocated, more.mostAllocated)
}

/** Whose turn it is: kinds take turns. */
export function fuzzerOf(fuzzers: readonly Fuzzer[], seed: number): Fuzzer {
  return fuzzers[seed % fuzzers.length] as Fuzzer
}

/** Tries the images of `images` seeds from `seed` on. Rejects with the seed of the first that is not survived. */
export async function fuzz(fuzzers: readonly Fuzzer[], seed: number, images: number): Promise<Tally> {
  const tally = emptyTally()
  const allocations = new Allocations()
  try {
    for (let next = seed; next < seed + images; next++) {
      const fuzzer = fuzzerOf(fuzzers, next)
      try {
        count(tally, await tryImage(fuzzer, next, allocations))
      } catch (cause) {
        throw new Error(`${fuzzer.name}: the image with seed ${next} is not survived: ${String(cause)}`, { cause })
      }
    }
  } finally {
    allocations.end()
  }
  return tally
}
