import { ViridianError, type DiskFailureFacts } from '#shared/errors.ts'
import { asDiskError } from '#electron/disks/disk-error.ts'
import { diskFailureFacts } from '#electron/disks/disk-failure.ts'

/** What went wrong in a machine's process, as it is told to the host. */
export interface Failure {
  /** Fit for a person. */
  readonly detail: string
  /** Where a disk was the reason. */
  readonly disk: DiskFailureFacts | null
}

export function toFailure(error: unknown): Failure {
  const disk = asDiskError(error)
  return {
    detail: error instanceof Error ? error.message : String(error),
    disk: disk === null ? null : diskFailureFacts(disk),
  }
}

export function failureOf({ detail, disk }: Failure): Error {
  return disk === null ? new Error(detail) : new ViridianError('DISK_FAILED', disk)
}
