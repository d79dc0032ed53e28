import { constants } from 'node:fs'
import { lstat, open } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { packageUnusable } from './package-error.ts'
import { manifestFile } from './package-manifest.ts'
import { requireSafeName } from './safe-name.ts'

/** Files by relative name, of an archive or a folder; nothing in it is trusted. Its methods reject with PACKAGE_UNUSABLE. */
export interface FileSource {
  /** What it has beside its manifest; null where that is not of interest, as of a folder. */
  readonly names: readonly string[] | null
  /** Bytes as it says itself. */
  sizeOf(name: string): Promise<number>
  open(name: string): Promise<Readable>
  close(): Promise<void>
}

/** The files of a folder, with no name in it that is a link. */
export function folderSource(folder: string): FileSource {
  const regular = async (name: string) => {
    const file = path.join(folder, requireSafePath(folder, name))
    try {
      const stats = await lstat(file)
      if (!stats.isFile()) throw packageUnusable(folder, 'UNSAFE', name)
      return { file, size: stats.size }
    } catch (error) {
      const failure = error instanceof Error && 'code' in error && error.code === 'ENOENT'
      if (failure) throw packageUnusable(folder, name === manifestFile ? 'NOT_A_PACKAGE' : 'DAMAGED', name)
      throw error
    }
  }
  return {
    names: null,
    sizeOf: async (name) => (await regular(name)).size,
    async open(name) {
      const { file } = await regular(name)
      // Not followed either where it has become a link since.
      const handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
      return handle.createReadStream({ highWaterMark: 2 ** 20 })
    },
    close: () => Promise.resolve(),
  }
}

function requireSafePath(folder: string, name: string): string {
  requireSafeName(folder, name)
  return name
}
