import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { others, requirePrivate, writePrivate } from './private-file.ts'
import { readOwnFile } from './record-file.ts'

/**
 * The key that sessions of pages come of, in `session.key` of the data folder for its owner's eyes only. Where it is
 * missing, or others could have read it, there is a new one, and open pages have to sign in again.
 */
export async function readSessionKey(home: string): Promise<Buffer> {
  const file = path.join(home, 'session.key')
  try {
    await requirePrivate(file, others.all)
    const key = Buffer.from((await readOwnFile(file)).trim(), 'base64url')
    if (key.length === 32) return key
  } catch {
    // As without one.
  }
  const key = randomBytes(32)
  await writePrivate(file, key.toString('base64url') + '\n').catch((error: unknown) => {
    console.error('Pages will have to sign in again when this host has ended:', error)
  })
  return key
}
