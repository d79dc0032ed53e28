import type { Tally } from './tally.ts'

/** What a worker is asked for: the images of `images` seeds from `seed` on. */
export interface Batch {
  readonly seed: number
  readonly images: number
}

/** What it answers: every image that is not survived, then what became of the batch. */
export type Answer =
  | { readonly kind: 'failure'; readonly seed: number; readonly reason: string }
  | { readonly kind: 'done'; readonly tallies: Readonly<Record<string, Tally>> }
