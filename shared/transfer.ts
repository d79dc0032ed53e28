import * as z from 'zod'
import { filePathSchema } from './drive.ts'
import { machineIdSchema, machineNameSchema } from './machine.ts'
import { snapshotIdSchema, snapshotNameSchema } from './snapshot.ts'

/** How the name of a machine in one file ends. */
export const packageExtension = 'viridian'

/** Everything of a machine in a new folder, or in one file: a ZIP archive of what the folder would hold. */
export const exportMachineSchema = z.object({
  id: machineIdSchema,
  /** The folder or file to be made, absolute. */
  path: filePathSchema,
  format: z.enum(['folder', 'file']),
  /** With what guests were doing: of a saved machine, and of its snapshots. */
  state: z.boolean(),
  /** With all snapshots; without, each disk becomes one file. */
  snapshots: z.boolean(),
  /** With the images in its drives. What a saved guest has in its drives comes with its state in any case. */
  media: z.boolean(),
  /** The snapshot to be exported in place of what the machine is now, as a machine without snapshots. */
  snapshotId: snapshotIdSchema.optional(),
})
export type ExportMachine = z.infer<typeof exportMachineSchema>

export const importMachineSchema = z.object({
  /** What an export has made: the file or the folder, absolute. */
  path: filePathSchema,
  /** Without it the exported name, with a number behind it where that is taken. */
  name: machineNameSchema.optional(),
  /** A copy, or the folder itself: it becomes the machine's, moved into the machines' folder where it is not there. */
  mode: z.enum(['copy', 'inPlace']),
  /** `kept` is refused where a machine of that id is here already. */
  identity: z.enum(['new', 'kept']),
})
export type ImportMachine = z.infer<typeof importMachineSchema>

/** What is in a file or folder that can be imported, as far as can be told without reading all of it. */
export const importFactsSchema = z.object({
  format: z.enum(['folder', 'file']),
  name: z.string(),
  id: z.string(),
  /** Bytes it takes here. */
  size: z.number(),
  snapshots: z.int(),
  /** True where the machine is Saved once it is imported. */
  hasState: z.boolean(),
  /** Of the program that exported it. */
  version: z.string(),
  /** ISO 8601, UTC. */
  exportedAt: z.string(),
  nameTaken: z.boolean(),
  idTaken: z.boolean(),
  /** Templates whose discs are in its drives and have not been made here, or are other ones. */
  missingTemplates: z.array(z.string()),
  /** Images that were in its drives and were not exported: these drives will be empty. */
  missingMedia: z.array(z.string()),
  /** Whether its saved states go on here; false where the engine, or a disc a guest knows, is of another version. */
  stateFits: z.boolean(),
})
export type ImportFacts = z.infer<typeof importFactsSchema>

/** Thirty for a classroom, and more for a large one. */
export const maximumClones = 100

export const cloneMachineSchema = z.object({
  id: machineIdSchema,
  /** Of the clone; of several each has its number behind it. */
  name: machineNameSchema,
  /** `full` copies the disks; `linked` makes differencing disks on those of a snapshot. */
  mode: z.enum(['full', 'linked']),
  count: z.int().min(1).max(maximumClones),
  /** The snapshot they are made of; without it what the machine is now. */
  snapshotId: snapshotIdSchema.optional(),
  /** What the snapshot is called that linked clones are based on, where one has to be taken; without it as any other. */
  baseName: snapshotNameSchema.optional(),
})
export type CloneMachine = z.infer<typeof cloneMachineSchema>

/** The names of the clones: "Lab", or "Lab 1" to "Lab 30". */
export function cloneNames({ name, count }: Pick<CloneMachine, 'name' | 'count'>): string[] {
  return count === 1 ? [name] : Array.from({ length: count }, (_, index) => `${name} ${index + 1}`)
}
