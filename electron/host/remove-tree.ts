import { lstat, rm } from 'node:fs/promises'
import { isOfAnother } from './private-file.ts'

/**
 * Removes a folder with all that is in it; nothing where there is none. Another user's is not: while it is being removed, its
 * owner could put a link to somewhere else into it. Rejects with what the system says, or with words fit for a person.
 */
export async function removeTree(folder: string): Promise<void> {
  const found = await lstat(folder).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  })
  if (found === null) return
  if (found.isDirectory() && isOfAnother(found.uid)) throw new Error('it belongs to another user')
  await rm(folder, { recursive: true, force: true })
}
