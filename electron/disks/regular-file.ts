import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { DiskError, systemError } from './disk-error.ts'

/** Opens a regular file for reading, and waits for no pipe. Rejects with a `DiskError`. */
export async function openRegularFile(path: string): Promise<FileHandle> {
  let file: FileHandle | null = null
  try {
    // Without O_NONBLOCK to open a pipe would be to wait for its writer. Windows does not know it.
    file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    if ((await file.stat()).isFile()) return file
    throw new DiskError('NOT_A_FILE', { path })
  } catch (error) {
    await file?.close()
    throw systemError(error, path)
  }
}
