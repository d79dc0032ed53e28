import type { ViridianError } from '#shared/errors.ts'

export type JobEnd =
  | { readonly state: 'Completed'; readonly result: unknown }
  | { readonly state: 'Cancelled' }
  | { readonly state: 'Failed'; readonly error: ViridianError }

/** Work that has begun, wherever it is done. */
export interface JobRun {
  readonly ended: Promise<JobEnd>
  cancel(): void
  /** Ends it at once where that can be done. */
  kill(): void
}
