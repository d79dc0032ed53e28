import { stat } from 'node:fs/promises'
import * as z from 'zod'
import { systemError } from '#electron/disks/disk-error.ts'
import { errorText, isViridianError } from '../unexpected.ts'
import { folderSource, type FileSource } from './file-source.ts'
import { packageUnusable } from './package-error.ts'
import {
  longestManifest,
  manifestFile,
  manifestSchema,
  packageFormat,
  type PackageManifest,
} from './package-manifest.ts'
import { requireSafeName, reservedNames } from './safe-name.ts'
import { openArchive } from './zip-archive.ts'

/** What an export has made, with its manifest read and held against what there is. */
export interface PackageSource {
  readonly path: string
  readonly format: 'folder' | 'file'
  readonly manifest: PackageManifest
  readonly files: FileSource
}

/** Rejects with PACKAGE_UNUSABLE, or a `DiskError` where it cannot be read. */
export async function openPackage(file: string): Promise<PackageSource> {
  const stats = await stat(file).catch((error: unknown) => {
    throw systemError(error, file)
  })
  const format = stats.isDirectory() ? 'folder' : 'file'
  const files = format === 'folder' ? folderSource(file) : await openArchive(file)
  try {
    const manifest = parseManifest(file, await readText(file, files, manifestFile))
    await requireComplete(file, files, manifest)
    return { path: file, format, manifest, files }
  } catch (error) {
    await files.close()
    throw error
  }
}

/** A small file of it, as UTF-8. */
export async function readText(file: string, files: FileSource, name: string): Promise<string> {
  const size = await files.sizeOf(name)
  if (size > longestManifest) throw packageUnusable(file, 'DAMAGED', `${name}: ${size} bytes`)
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for await (const chunk of (await files.open(name)) as AsyncIterable<Uint8Array>) {
      length += chunk.byteLength
      if (length > longestManifest) break
      chunks.push(chunk)
    }
  } catch (error) {
    throw asPackageError(file, name, error)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** What a stream of it failed with, told of the package. */
export function asPackageError(file: string, name: string, error: unknown): Error {
  return isViridianError(error) ? error : packageUnusable(file, 'DAMAGED', `${name}: ${errorText(error)}`)
}

function parseManifest(file: string, text: string): PackageManifest {
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch (error) {
    throw packageUnusable(file, 'NOT_A_PACKAGE', `${manifestFile}: ${errorText(error)}`)
  }
  const format = z.object({ format: z.int().min(1) }).safeParse(document)
  if (format.success && format.data.format > packageFormat) {
    throw packageUnusable(file, 'NEWER', `format ${format.data.format}`)
  }
  const manifest = manifestSchema.safeParse(document)
  if (!manifest.success) throw packageUnusable(file, 'DAMAGED', `${manifestFile}: ${z.prettifyError(manifest.error)}`)
  return manifest.data
}

/** Every file the manifest names is there in the size it says, and an archive has no other. */
async function requireComplete(file: string, files: FileSource, manifest: PackageManifest): Promise<void> {
  const names = manifest.files.map((each) => requireSafeName(file, each.path))
  const keys = new Set(names)
  for (const name of reservedNames) if (keys.has(name)) throw packageUnusable(file, 'UNSAFE', name)
  if (keys.size !== names.length || keys.has(manifestFile)) throw packageUnusable(file, 'DAMAGED', manifestFile)
  const stray = files.names?.find((name) => name !== manifestFile && !manifest.files.some((each) => each.path === name))
  if (stray !== undefined) throw packageUnusable(file, 'DAMAGED', stray)
  for (const { path: name, size } of manifest.files) {
    const actual = await files.sizeOf(name)
    if (actual !== size) throw packageUnusable(file, 'DAMAGED', `${name}: ${actual} ≠ ${size}`)
  }
}
