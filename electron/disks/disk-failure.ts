import { ViridianError, type DiskFailureFacts } from '#shared/errors.ts'
import { asDiskError, type DiskError } from './disk-error.ts'

/** A disk's error as the host's consoles are told of it. */
export function diskFailure(error: DiskError): ViridianError<'DISK_FAILED'> {
  return new ViridianError('DISK_FAILED', diskFailureFacts(error), { cause: error })
}

export function diskFailureFacts({ code, facts }: DiskError): DiskFailureFacts {
  return { problem: code, ...facts }
}

/** Does work on disks; what is wrong with one becomes DISK_FAILED. */
export async function usingDisks<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const known = asDiskError(error)
    throw known === null ? error : diskFailure(known)
  }
}
