import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { lstat, open, rename, type FileHandle } from 'node:fs/promises'
import { isOfAnother, NotPrivate } from './private-file.ts'
import { errorText } from './unexpected.ts'

/** Bytes; far more than the longest file of ours has. */
const longestRecord = 64 * 2 ** 20

/** Neither is known to Windows. */
const cautiously = (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0)

export interface ReadOptions {
  /** Rejects with `NotPrivate` where the file is another user's, and not the system's. */
  readonly ofUser?: boolean
}

/**
 * The text of a file that a host wrote. Links are not followed, as what stands for a file of ours is written to and removed
 * as well; a pipe or a device is not waited for. Rejects with the system's error, or one fit for a person.
 */
export async function readOwnFile(file: string, how?: ReadOptions): Promise<string> {
  return (await readOwnBytes(file, how)).toString('utf8')
}

/** The same for a file that is no text. */
export async function readOwnBytes(file: string, { ofUser = false }: ReadOptions = {}): Promise<Buffer> {
  requireFile(await lstat(file))
  const handle = await open(file, constants.O_RDONLY | cautiously)
  try {
    const found = await handle.stat()
    requireFile(found)
    if (ofUser && isOfAnother(found.uid)) throw new NotPrivate('OTHER_OWNER')
    if (found.size > longestRecord) throw new Error(`the file is too long: ${found.size} bytes`)
    return await readWhole(handle, found.size)
  } finally {
    await handle.close()
  }
}

/** In one piece: of a file that has grown since, as far as it was. */
async function readWhole(handle: FileHandle, size: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(size)
  for (let length = 0; length < size;) {
    const { bytesRead } = await handle.read(buffer, length, size - length, null)
    if (bytesRead === 0) return buffer.subarray(0, length)
    length += bytesRead
  }
  return buffer
}

function requireFile(found: { isFile(): boolean }): void {
  if (!found.isFile()) throw new Error('not a regular file')
}

/** What earlier hosts wrote down. Empty where there is none; what cannot be read must not keep the host from working. */
export async function readRecord(file: string): Promise<string> {
  try {
    return await readOwnFile(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') console.error(`${file}: ${errorText(error)}`)
    return ''
  }
}

/**
 * Gives the place of a file of ours free where a folder, a link or a pipe has it, which stays under another name beside it.
 * Resolves with that name, or null where there is nothing, or a file. Rejects with the system's error.
 */
export async function clearPlace(file: string): Promise<string | null> {
  const found = await lstat(file).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  })
  if (found === null || found.isFile()) return null
  const aside = `${file}.damaged-${randomUUID()}`
  await rename(file, aside)
  return aside
}

/** Whether a folder is there, itself and not a link to one. */
export async function isOwnFolder(folder: string): Promise<boolean> {
  try {
    return (await lstat(folder)).isDirectory()
  } catch {
    return false
  }
}
