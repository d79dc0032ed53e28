import * as z from 'zod'
import { diskTaskSchema } from '#shared/disk.ts'
import { filePathSchema } from '#shared/drive.ts'
import { transferTaskSchema } from '../transfer/transfer-task.ts'

/** Writes layers of the machine in the folder `path` into the disks they are based on; the layers stay. */
const layers = { path: filePathSchema, layers: z.array(filePathSchema) }
const layerTasks = [
  z.object({ kind: z.literal('mergeSnapshots'), ...layers }),
  z.object({ kind: z.literal('commitUndoDisks'), ...layers }),
] as const

/** What the process of a job can be given to do: families of tasks, each with a `kind` of job and the `path` it is about. */
export const jobTaskSchema = z.discriminatedUnion('kind', [diskTaskSchema, transferTaskSchema, ...layerTasks])
export type JobTask = z.infer<typeof jobTaskSchema>
