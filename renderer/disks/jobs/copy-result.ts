import type { CopyRemark, CopyResult } from '#shared/disk.ts'
import type { Job } from '#shared/job.ts'

/** What is to be said of the disk that a job has made by copying; nothing of other jobs. */
export function copyRemarksOf({ kind, state, result }: Job): readonly CopyRemark[] {
  if ((kind !== 'convertDisk' && kind !== 'mergeDisk') || state !== 'Completed') return []
  // The contract leaves a job's result open, and says what it is of a copy.
  return (result as CopyResult | null)?.remarks ?? []
}
