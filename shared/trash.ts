import * as z from 'zod'
import { machineIdSchema } from './machine.ts'

/** How long a deleted machine can be restored, days. */
export const trashDays = 7

/** How long files are kept that no machine's configuration names, days. */
export const setAsideDays = 7

export const trashIdSchema = z.uuid()

/** A deleted machine that can be restored. */
export const trashEntrySchema = z.object({
  id: trashIdSchema,
  machineId: machineIdSchema,
  name: z.string(),
  /** Where its folder was, absolute. */
  folder: z.string(),
  /** Absolute paths of its virtual hard disks that were kept; the others are in the trash with it. */
  keptDisks: z.array(z.string()),
  /** ISO 8601, UTC. */
  deletedAt: z.string(),
  /** When it is removed for good at the earliest: days count when the host has seen them. */
  expiresAt: z.string(),
})
export type TrashEntry = z.infer<typeof trashEntrySchema>

/** What becomes of a deleted machine: its folder goes to the trash, unless `permanently`; disks in it may be kept. */
export const deleteMachineSchema = z.object({
  disks: z.enum(['delete', 'keep']).default('delete'),
  permanently: z.boolean().default(false),
})
export type DeleteMachine = z.infer<typeof deleteMachineSchema>
