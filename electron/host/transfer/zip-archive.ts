import { stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import yauzl from 'yauzl'
import { systemError } from '#electron/disks/disk-error.ts'
import { errorText, isViridianError } from '../unexpected.ts'
import type { FileSource } from './file-source.ts'
import { packageUnusable } from './package-error.ts'
import { manifestFile } from './package-manifest.ts'
import { requireSafeName } from './safe-name.ts'

/** Far more than an export of the largest machine has. */
const mostFiles = 10_000

/** Unix file types in the upper half of an entry's external attributes (PKWARE appnote 4.4.15, zip's unix.c). */
const typeMask = 0o170000
const regularFile = 0o100000

/** The files of a ZIP archive. Rejects with PACKAGE_UNUSABLE, or a `DiskError` where the file cannot be read. */
export async function openArchive(file: string): Promise<FileSource> {
  // Asked before opening, because to open a pipe is to wait for its writer.
  const found = await stat(file).catch((error: unknown) => {
    throw systemError(error, file)
  })
  if (!found.isFile()) throw packageUnusable(file, 'NOT_A_PACKAGE', 'not a regular file')
  let zip: yauzl.ZipFile
  try {
    zip = await yauzl.openPromise(file, { autoClose: false, lazyEntries: true, decodeStrings: false })
  } catch (error) {
    const failure = error as NodeJS.ErrnoException
    throw failure.code === undefined
      ? packageUnusable(file, 'NOT_A_PACKAGE', failure.message)
      : systemError(error, file)
  }
  try {
    const entries = await readEntries(file, zip)
    const find = (name: string) => {
      const entry = entries.get(name)
      if (entry === undefined) throw packageUnusable(file, name === manifestFile ? 'NOT_A_PACKAGE' : 'DAMAGED', name)
      return entry
    }
    return {
      names: [...entries.keys()],
      sizeOf: (name) => Promise.resolve().then(() => find(name).uncompressedSize),
      async open(name): Promise<Readable> {
        const entry = find(name)
        try {
          const stream = await zip.openReadStreamPromise(entry)
          // It may fail before it is read, and whoever reads it then has to hear of that.
          return stream.on('error', (error: Error) => stream.destroy(error))
        } catch (error) {
          throw packageUnusable(file, 'DAMAGED', `${name}: ${errorText(error)}`)
        }
      },
      close: () => Promise.resolve(zip.close()),
    }
  } catch (error) {
    zip.close()
    throw error
  }
}

async function readEntries(file: string, zip: yauzl.ZipFile): Promise<Map<string, yauzl.Entry>> {
  if (zip.entryCount > mostFiles) throw packageUnusable(file, 'DAMAGED', `${zip.entryCount} files`)
  const entries = new Map<string, yauzl.Entry>()
  const keys = new Set<string>()
  try {
    for await (const entry of zip.eachEntry()) {
      const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry
      const name = yauzl.getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, true)
      const key = requireSafeName(file, name)
      const type = (entry.externalFileAttributes >>> 16) & typeMask
      if (type !== 0 && type !== regularFile) throw packageUnusable(file, 'UNSAFE', name)
      if (keys.has(key)) throw packageUnusable(file, 'UNSAFE', name)
      if (!entry.canDecodeFileData()) throw packageUnusable(file, 'DAMAGED', name)
      keys.add(key)
      entries.set(name, entry)
    }
  } catch (error) {
    throw isViridianError(error) ? error : packageUnusable(file, 'DAMAGED', errorText(error))
  }
  return entries
}
