import { ViridianError } from '#shared/errors.ts'

/** Runs file operations; what the system refuses becomes STORAGE_FAILED with the system's words. */
export async function storing<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw storageFailure(path, error)
  }
}

function storageFailure(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || error instanceof ViridianError) return error
  return new ViridianError('STORAGE_FAILED', { path, detail: error.message }, { cause: error })
}
