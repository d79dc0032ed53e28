import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { others, requirePrivate, writePrivate } from './private-file.ts'
import { clearPlace, readOwnFile } from './record-file.ts'
import { storing } from './storage-failure.ts'
import { errorText } from './unexpected.ts'

/** Sessions of pages come of it. Where it is another one, open pages have to sign in again. */
export const sessionKey = 'session.key'
/** What a host writes down of its machines' processes is signed with it. */
export const processKey = 'process.key'

type KeyName = typeof sessionKey | typeof processKey

/**
 * A key that a data folder keeps for its owner's eyes only. Where it is missing, or others could have read it, there is a
 * new one. Never rejects: one that cannot be kept is this host's alone.
 */
export async function readOwnKey(home: string, name: KeyName): Promise<Buffer> {
  const file = path.join(home, name)
  try {
    await requirePrivate(file, others.all)
    const key = Buffer.from((await readOwnFile(file)).trim(), 'base64url')
    if (key.length === 32) return key
  } catch {
    // As without one.
  }
  const key = randomBytes(32)
  await write(file, key).catch((error: unknown) => console.error(`${file} could not be written: ${errorText(error)}`))
  return key
}

/** Another key in the place of the one that a data folder has. Throws STORAGE_FAILED. */
export async function replaceOwnKey(home: string, name: KeyName): Promise<Buffer> {
  const file = path.join(home, name)
  const key = randomBytes(32)
  await storing(file, () => write(file, key))
  return key
}

async function write(file: string, key: Buffer): Promise<void> {
  await clearPlace(file)
  await writePrivate(file, key.toString('base64url') + '\n', { flush: true })
}
