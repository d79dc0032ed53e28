import { DiskError } from '#electron/disks/disk-error.ts'

/** Null for an error of the kind that users are told. */
export async function expected<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof DiskError) return null
    throw error
  }
}
