import { ViridianError } from '#shared/errors.ts'
import type { Job } from '#shared/job.ts'
import { asKnownError } from '#shared/messages/index.ts'

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

/** How a job ended, told from its value. */
export function endOf({ state, error, result }: Job): JobEnd {
  if (state === 'Completed') return { state, result }
  if (state === 'Cancelled') return { state }
  const known = asKnownError(error) ?? { code: 'INTERNAL', facts: { detail: String(error?.code) } }
  return { state: 'Failed', error: new ViridianError(known.code, known.facts) }
}
