import { z } from 'zod'
import { diskTaskSchema } from '#shared/disk.ts'
import { transferTaskSchema } from '../transfer/transfer-task.ts'

/** What the process of a job can be given to do: families of tasks, each with a `kind` of job and the `path` it is about. */
export const jobTaskSchema = z.discriminatedUnion('kind', [diskTaskSchema, transferTaskSchema])
export type JobTask = z.infer<typeof jobTaskSchema>
