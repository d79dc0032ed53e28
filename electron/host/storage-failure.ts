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
  // Node's words go on with its call and the path once more: `EACCES: permission denied, mkdir '/srv'`.
  const detail = error.message.replace(/, \w+ '.*$/s, '')
  return new ViridianError('STORAGE_FAILED', { path, detail }, { cause: error })
}
