import { z } from 'zod'
import type { DiskTask } from './disk.ts'

export const jobKinds = [
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
export type JobKind = (typeof jobKinds)[number]

export const jobStates = ['Running', 'Cancelling', 'Completed', 'Cancelled', 'Failed'] as const
export type JobState = (typeof jobStates)[number]

/** Work of the host that takes longer than a moment. */
export const jobSchema = z.object({
  id: z.string(),
  kind: z.enum(jobKinds),
  /** The file it is about. */
  path: z.string(),
  state: z.enum(jobStates),
  /** From 0 to 1, never less than before. */
  progress: z.number().min(0).max(1),
  /** ISO 8601, UTC. */
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  /** Why it failed: an error of the closed list. */
  error: z.object({ code: z.string(), facts: z.unknown() }).nullable(),
  /** Of `checkDisk` a `CheckResult`; null of the others. */
  result: z.unknown(),
})
export type Job = z.infer<typeof jobSchema>

export function hasEnded({ state }: Pick<Job, 'state'>): boolean {
  return state !== 'Running' && state !== 'Cancelling'
}
