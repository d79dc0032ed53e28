import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { systemError } from '#electron/disks/disk-error.ts'

/** SHA-256 of a file, hexadecimal. Rejects with a `DiskError` or the signal's reason. */
export async function digestOf(file: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(file, { highWaterMark: 2 ** 20 }), hash, { signal })
  } catch (error) {
    signal.throwIfAborted()
    throw systemError(error, file)
  }
  return hash.digest('hex')
}
