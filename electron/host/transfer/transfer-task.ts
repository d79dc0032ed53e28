import * as z from 'zod'
import { filePathSchema } from '#shared/drive.ts'
import { snapshotIdSchema } from '#shared/snapshot.ts'
import type { DiskFiles } from '#electron/disks/disk-files.ts'
import type { JobControl } from '#electron/disks/tools/job.ts'
import type { SavedStatesOf } from '#electron/engines/engine.ts'
import { formatConfiguration, parseConfiguration } from '../machine-configuration.ts'
import { selectContents } from './contents.ts'
import { copyMachine } from './copy-machine.ts'
import { exportPackage } from './export-package.ts'
import { takePackage, unpackPackage } from './import-package.ts'

const discsSchema = z.record(z.string(), filePathSchema)

/** A machine's `machine.json`, and the folder its relative paths are of. */
const machineSchema = z.object({ document: z.string(), folder: filePathSchema })

const contentsSchema = z.object({
  state: z.boolean(),
  snapshots: z.boolean(),
  media: z.enum(['copy', 'omit', 'refer']),
  snapshotId: snapshotIdSchema.optional(),
})

/** Work on all the files of a machine, for a process of its own. */
export const transferTaskSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('exportMachine'),
    /** To be made. */
    path: filePathSchema,
    machine: machineSchema,
    options: contentsSchema.extend({ format: z.enum(['folder', 'file']) }),
    discs: discsSchema,
  }),
  z.object({
    kind: z.literal('cloneMachine'),
    /** An empty folder. */
    path: filePathSchema,
    /** With the name of the clone. */
    machine: machineSchema,
    options: contentsSchema,
    discs: discsSchema,
  }),
  z.object({
    kind: z.literal('importMachine'),
    /** What an export has made. */
    path: filePathSchema,
    /** An empty folder; null where the exported one itself becomes the machine's. */
    into: filePathSchema.nullable(),
    discs: discsSchema,
  }),
])
export type TransferTask = z.infer<typeof transferTaskSchema>

/** Resolves with the new machine's `machine.json`, relative to its folder; with null of an export. */
export async function runTransferTask(
  files: DiskFiles,
  task: TransferTask,
  statesOf: SavedStatesOf,
  control: JobControl,
): Promise<string | null> {
  const { path, discs } = task
  if (task.kind === 'importMachine') {
    const machine =
      task.into === null
        ? await takePackage(files, path, discs, statesOf, control)
        : await unpackPackage(files, path, task.into, discs, statesOf, control)
    return formatConfiguration(machine, task.into ?? path)
  }
  const source = parseConfiguration(task.machine.document, task.machine.folder)
  const states = statesOf(source.engine)
  if (task.kind === 'exportMachine') {
    await exportPackage(files, source, path, task.options, discs, states, control)
    return null
  }
  const { machine } = selectContents(source, task.options)
  return formatConfiguration(
    await copyMachine(files, machine, path, { discs, images: task.options.media !== 'refer' }, states, control),
    path,
  )
}
