import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { appendFile, lstat, rename, rm, writeFile } from 'node:fs/promises'

/** Why a file cannot be relied on to be its owner's word alone. */
export class NotPrivate extends Error {
  override readonly name = 'NotPrivate'
  readonly problem: 'NO_FILE' | 'OTHER_OWNER' | 'OPEN_TO_OTHERS'

  constructor(problem: NotPrivate['problem']) {
    super(problem)
    this.problem = problem
  }
}

/** Whether an owner is neither this user nor the system. Windows keeps users' files apart by other means. */
export function isOfAnother(owner: number): boolean {
  const user = process.getuid?.()
  return user !== undefined && owner !== user && owner !== 0
}

/** Permissions of others. */
export const others = { write: 0o022, all: 0o077 } as const

/**
 * Rejects with `NotPrivate` where a file is another user's, or others have one of the `forbidden` permissions, or is no file
 * but a link for instance; with the system's error where it is not there. Windows keeps users' folders apart by other means.
 */
export async function requirePrivate(file: string, forbidden: number): Promise<void> {
  const stats = await lstat(file)
  if (!stats.isFile()) throw new NotPrivate('NO_FILE')
  const user = process.getuid?.()
  if (user === undefined) return
  if (stats.uid !== user) throw new NotPrivate('OTHER_OWNER')
  if ((stats.mode & forbidden) !== 0) throw new NotPrivate('OPEN_TO_OTHERS')
}

/**
 * Readable by its owner alone from the first byte on; whole or not at all. What is there under the name is replaced, a link
 * instead of what it leads to. `flush`: the text is on the disk before the file has its name.
 */
export async function writePrivate(file: string, text: string, { flush = false } = {}): Promise<void> {
  const temporary = `${file}.${randomUUID()}`
  try {
    await writeFile(temporary, text, { mode: 0o600, flag: 'wx', flush })
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** Neither is known to Windows. */
const appending =
  constants.O_WRONLY |
  constants.O_APPEND |
  constants.O_CREAT |
  (constants.O_NOFOLLOW ?? 0) |
  (constants.O_NONBLOCK ?? 0)

/** Readable by its owner alone where it is new. A link is not followed, and a pipe not waited for. Rejects with what the system says. */
export async function appendPrivate(file: string, text: string): Promise<void> {
  await appendFile(file, text, { flag: appending, mode: 0o600 })
}
