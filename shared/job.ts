import * as z from 'zod'
import type { DiskTask } from './disk.ts'

const diskJobKinds = [
  'createDisk',
  'createChildDisk',
  'createFloppy',
  'checkDisk',
  'compactDisk',
  'convertDisk',
  'expandDisk',
  'mergeDisk',
  'reconnectDisk',
] as const satisfies readonly DiskTask['kind'][]

const machineJobKinds = [
  'shutDown',
  'takeSnapshot',
  'applySnapshot',
  'mergeSnapshots',
  'commitUndoDisks',
  'cloneMachine',
  'createTemplate',
  'createFromTemplate',
  'exportMachine',
  'importMachine',
] as const

export const jobKinds = [...diskJobKinds, ...machineJobKinds] as const
export type JobKind = (typeof jobKinds)[number]

export const jobStates = ['Running', 'Cancelling', 'Completed', 'Cancelled', 'Failed'] as const
export type JobState = (typeof jobStates)[number]

/** What a job did to one file or folder. Sizes in bytes; null where there was none, and of folders. */
export const fileChangeSchema = z.object({
  path: z.string(),
  change: z.enum(['made', 'changed', 'removed']),
  before: z.number().nullable(),
  after: z.number().nullable(),
})
export type FileChange = z.infer<typeof fileChangeSchema>

/** Work of the host that takes longer than a moment. */
export const jobSchema = z.object({
  id: z.string(),
  kind: z.enum(jobKinds),
  /** The file or folder it is about. */
  path: z.string(),
  /** The machine it is done to; null of work on disks alone. */
  machineId: z.string().nullable(),
  machineName: z.string().nullable(),
  /** Who asked for it: the name of a user of the computer, or `host` where it began it by itself. */
  user: z.string(),
  state: z.enum(jobStates),
  cancellable: z.boolean(),
  /** From 0 to 1, never less than before. */
  progress: z.number().min(0).max(1),
  /** Seconds until it is done if it goes on like this; null where that cannot be told. */
  remaining: z.number().nonnegative().nullable(),
  /** ISO 8601, UTC. */
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  /** Why it failed: an error of the closed list. */
  error: z.object({ code: z.string(), facts: z.unknown() }).nullable(),
  /** Of `checkDisk` a `CheckResult`; of `convertDisk`, and `mergeDisk` into a new one, a `CopyResult`; of the others what their commands say, or null. */
  result: z.unknown(),
  /** Of the files it was to work on, those that are not as they were; known when it has ended. */
  changes: z.array(fileChangeSchema),
})
export type Job = z.infer<typeof jobSchema>

export function hasEnded({ state }: Pick<Job, 'state'>): boolean {
  return state !== 'Running' && state !== 'Cancelling'
}

/** Whole percents; what is still at work is never shown as done. */
export function percentOf({ progress, state }: Pick<Job, 'progress' | 'state'>): number {
  const percent = Math.floor(progress * 100)
  return state === 'Completed' ? 100 : Math.min(99, percent)
}
