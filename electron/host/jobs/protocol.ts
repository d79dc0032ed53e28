import * as z from 'zod'
import { jobTaskSchema } from './job-task.ts'

/** What the host's process says to the process of a job. */
export const toJobSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('run'), task: jobTaskSchema }),
  z.object({ kind: z.literal('cancel') }),
])
export type ToJob = z.infer<typeof toJobSchema>

/** What the process of a job says to the host's; all but `progress` are its last words. */
export const fromJobSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), fraction: z.number().min(0).max(1) }),
  z.object({ kind: z.literal('completed'), result: z.unknown() }),
  z.object({ kind: z.literal('cancelled') }),
  /** `error` where it is one of the closed list; else `detail` alone, fit for a person. */
  z.object({
    kind: z.literal('failed'),
    detail: z.string(),
    error: z.object({ code: z.string(), facts: z.unknown() }).nullable(),
  }),
])
export type FromJob = z.infer<typeof fromJobSchema>
