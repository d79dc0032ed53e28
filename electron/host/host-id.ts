import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { hostIdSchema } from '#shared/remote-host.ts'
import { writePrivate } from './private-file.ts'
import { clearPlace, readOwnFile } from './record-file.ts'
import { errorText } from './unexpected.ts'

/**
 * What a host is known by to others, for as long as its data folder lives. Never rejects: one that cannot be kept is this
 * host's alone.
 */
export async function readHostId(home: string): Promise<string> {
  const file = path.join(home, 'host.id')
  try {
    return hostIdSchema.parse((await readOwnFile(file)).trim())
  } catch {
    // As without one.
  }
  const id = randomUUID()
  try {
    await clearPlace(file)
    await writePrivate(file, `${id}\n`, { flush: true })
  } catch (error) {
    console.error(`${file} could not be written: ${errorText(error)}`)
  }
  return id
}
