import { createHash } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { systemError } from '#electron/disks/disk-error.ts'
import { isZero } from '#electron/disks/bytes.ts'

export interface WrittenFile {
  /** Bytes. */
  readonly size: number
  readonly sha256: string
}

/**
 * Writes a new file, on stable storage when this resolves; what is zero takes no room where the file system is sparse.
 * `progress` is told of bytes as they are written. Rejects with a `DiskError`, the signal's reason, or what the source
 * fails with; then there is no file.
 */
export async function writeFileFrom(
  source: AsyncIterable<Uint8Array>,
  target: string,
  { signal, progress }: { signal: AbortSignal; progress: (bytes: number) => void },
): Promise<WrittenFile> {
  const hash = createHash('sha256')
  const file = await open(target, 'wx', 0o600).catch((error: unknown) => {
    throw systemError(error, target)
  })
  try {
    let size = 0
    for await (const chunk of source) {
      signal.throwIfAborted()
      hash.update(chunk)
      if (!isZero(chunk)) await storing(target, () => file.write(chunk, 0, chunk.byteLength, size))
      size += chunk.byteLength
      progress(chunk.byteLength)
    }
    await storing(target, () => file.truncate(size))
    await storing(target, () => file.sync())
    return { size, sha256: hash.digest('hex') }
  } catch (error) {
    await rm(target, { force: true }).catch(() => undefined)
    throw error
  } finally {
    await file.close()
  }
}

async function storing(target: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    throw systemError(error, target)
  }
}
