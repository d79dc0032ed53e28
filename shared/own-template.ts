import * as z from 'zod'
import { filePathSchema } from './drive.ts'
import { memorySchema, shownHardwareSchema } from './hardware.ts'
import { machineIdSchema, machineNameSchema, machineProblemSchema, notesSchema } from './machine.ts'
import { snapshotIdSchema } from './snapshot.ts'
import { maximumClones } from './transfer.ts'

/** A copy of a machine that its user keeps to make machines of; nobody writes to its disks. */
export const ownTemplateSchema = z.object({
  id: machineIdSchema,
  name: z.string(),
  description: z.string(),
  /** True where it has a saved state: machines made of it go on from there. */
  isWarm: z.boolean(),
  /** False where this version cannot go on from its state. */
  stateFits: z.boolean(),
  ...shownHardwareSchema.shape,
  /** Absolute path on the host. */
  folder: z.string(),
  /** ISO 8601, UTC. */
  createdAt: z.string(),
  problem: machineProblemSchema.nullable(),
})
export type OwnTemplate = z.infer<typeof ownTemplateSchema>

export const createTemplateSchema = z.object({
  /** The machine it is a copy of, off or saved. */
  id: machineIdSchema,
  name: machineNameSchema,
  /** Without it the machine's notes. */
  description: notesSchema.optional(),
  /** The snapshot it is made of; without it what the machine is now. */
  snapshotId: snapshotIdSchema.optional(),
})
export type CreateTemplate = z.infer<typeof createTemplateSchema>

export const createFromTemplateSchema = z.object({
  templateId: machineIdSchema,
  /** Of the machine; of several each has its number behind it. */
  name: machineNameSchema,
  count: z.int().min(1).max(maximumClones),
  /** Megabytes; without it the template's. A machine that goes on has what it had. */
  memory: memorySchema.optional(),
  notes: notesSchema.optional(),
  /** As of any new machine. */
  location: filePathSchema.optional(),
})
export type CreateFromTemplate = z.infer<typeof createFromTemplateSchema>
