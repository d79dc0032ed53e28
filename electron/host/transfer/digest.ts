import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import { systemError } from '#electron/disks/disk-error.ts'
import { openRegularFile } from '#electron/disks/regular-file.ts'

/** SHA-256 of a file, hexadecimal. Rejects with a `DiskError` or the signal's reason. */
export async function digestOf(file: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  try {
    const stream = (await openRegularFile(file)).createReadStream({ highWaterMark: 2 ** 20 })
    await pipeline(stream, hash, { signal })
  } catch (error) {
    signal.throwIfAborted()
    throw systemError(error, file)
  }
  return hash.digest('hex')
}
