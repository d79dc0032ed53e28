import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import type { DiskFiles } from '#electron/disks/disk-files.ts'
import { packDisk } from '#electron/disks/tools/packed-disk.ts'
import { withSource } from '#electron/disks/tools/with-source.ts'
import { readFile, type Part } from './copy-machine.ts'

/** A file as it goes into a package. */
export interface FileToPack {
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** Milliseconds since 1970. */
  readonly modified: number
  open(): Readable
}

/** The files in a folder, in the order of their names. */
export async function filesIn(folder: string): Promise<FileToPack[]> {
  const names = (await readdir(folder)).sort()
  return Promise.all(
    names.map(async (name) => {
      const file = path.join(folder, name)
      const { size, mtimeMs } = await stat(file)
      return { name, size, modified: mtimeMs, open: () => createReadStream(file, { highWaterMark: 2 ** 20 }) }
    }),
  )
}

/** A file that is there only in the package. */
export function textToPack(name: string, text: string): FileToPack {
  const bytes = Buffer.from(text)
  return { name, size: bytes.byteLength, modified: Date.now(), open: () => Readable.from([bytes]) }
}

/** Does some work with the files that parts of a machine would be copied to, read from where they are; nobody writes to these meanwhile. */
export async function withPartsInPlace<Result>(
  files: DiskFiles,
  [part, ...others]: readonly Part[],
  work: (packed: FileToPack[]) => Promise<Result>,
): Promise<Result> {
  if (part === undefined) return work([])
  const { source, target, size, how } = part
  const name = path.basename(target)
  const withOthers = (file: FileToPack) => withPartsInPlace(files, others, (more) => work([file, ...more]))
  if (how === 'flatten') {
    return withSource(files, source, 'vhd', [], async (disk) => {
      const packed = await packDisk(disk, source)
      return withOthers({ name, size: packed.size, modified: Date.now(), open: () => Readable.from(packed.read()) })
    })
  }
  const lock = await files.lock(source, 'read')
  try {
    const { mtimeMs } = await stat(source)
    return await withOthers({ name, size, modified: mtimeMs, open: () => Readable.from(readFile(source)) })
  } finally {
    await lock.release()
  }
}
