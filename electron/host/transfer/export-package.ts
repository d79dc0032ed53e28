import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { chmod, mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { version } from '#shared/version.ts'
import { DiskError, systemError } from '#electron/disks/disk-error.ts'
import type { DiskFiles } from '#electron/disks/disk-files.ts'
import { partOf, type JobControl } from '#electron/disks/tools/job.ts'
import type { SavedStates } from '#electron/engines/engine.ts'
import { formatConfiguration, type MachineConfiguration } from '../machine-configuration.ts'
import type { Discs } from './adopt-states.ts'
import { selectContents, type ContentsOptions } from './contents.ts'
import { copyMachine } from './copy-machine.ts'
import { digestOf } from './digest.ts'
import {
  configurationFile,
  manifestFile,
  packageFormat,
  type PackageManifest,
  type PackedFile,
} from './package-manifest.ts'
import { unfinishedExport } from './unfinished-export.ts'

export interface ExportOptions extends ContentsOptions {
  readonly format: 'folder' | 'file'
}

/** A file of the copy, before its digest is known. */
type CopiedFile = Omit<PackedFile, 'sha256'>

/**
 * Makes a folder, or a file, with everything of a machine that is off. It appears at once and complete. Rejects with a
 * `DiskError`, SNAPSHOT_NOT_FOUND, or the signal's reason; then nothing is left.
 *
 * A file is packed from a copy, too: a chain of disks becomes one disk, whose table is complete only when all of it was read;
 * disks above others are told where these lie now, and states which disks they go on with. Their digests are taken on their way into it.
 */
export async function exportPackage(
  files: DiskFiles,
  source: MachineConfiguration,
  target: string,
  options: ExportOptions,
  discs: Discs,
  states: SavedStates,
  control: JobControl,
): Promise<void> {
  const { machine, missingMedia } = selectContents(source, options)
  await requireFree(target)
  const { folder: unfinished, archive } = unfinishedExport(target)
  const copying = options.format === 'file' ? 0.6 : 0.9
  try {
    await mkdir(unfinished, { mode: 0o700 })
    const copy = await copyMachine(
      files,
      machine,
      unfinished,
      { discs, images: true },
      states,
      partOf(control, 0, copying),
    )
    await writeFile(path.join(unfinished, configurationFile), formatConfiguration(copy, unfinished), { mode: 0o600 })
    const packing = partOf(control, copying, 1)
    const found = await filesIn(unfinished)
    const manifest = await describe(copy, missingMedia, discs, states.version, control.signal)
    if (options.format === 'file') await pack(unfinished, found, manifest, archive, packing)
    else {
      const packed = await withDigests(unfinished, found, packing)
      await writeFile(path.join(unfinished, manifestFile), formatManifest(manifest, packed), { mode: 0o600 })
    }
    control.signal.throwIfAborted()
    await requireFree(target)
    await rename(options.format === 'file' ? archive : unfinished, target)
  } catch (error) {
    await rm(archive, { force: true })
    await rm(unfinished, { recursive: true, force: true })
    throw 'code' in (error as object) && (error as NodeJS.ErrnoException).syscall !== undefined
      ? systemError(error, target)
      : error
  }
  if (options.format === 'file') await rm(unfinished, { recursive: true, force: true })
}

async function requireFree(target: string): Promise<void> {
  const taken = await stat(target).then(
    () => true,
    () => false,
  )
  if (taken) throw new DiskError('ALREADY_EXISTS', { path: target })
}

async function filesIn(folder: string): Promise<CopiedFile[]> {
  const names = (await readdir(folder)).sort()
  return Promise.all(
    names.map(async (name) => {
      const { size, mtimeMs } = await stat(path.join(folder, name))
      return { path: name, size, modified: mtimeMs }
    }),
  )
}

async function withDigests(folder: string, files: readonly CopiedFile[], control: JobControl): Promise<PackedFile[]> {
  const packed: PackedFile[] = []
  for (const file of files) {
    packed.push({ ...file, sha256: await digestOf(path.join(folder, file.path), control.signal) })
    control.progress(packed.length / files.length)
  }
  return packed
}

/** All that the manifest says but of the files. */
async function describe(
  copy: MachineConfiguration,
  missingMedia: readonly string[],
  discs: Discs,
  stateVersion: string,
  signal: AbortSignal,
): Promise<Omit<PackageManifest, 'files'>> {
  const used = new Set(
    [copy, ...copy.snapshots].flatMap(({ drives }) =>
      drives.flatMap((drive) =>
        drive.kind === 'dvd' && drive.media.kind === 'template' ? [drive.media.template] : [],
      ),
    ),
  )
  const templates = await Promise.all(
    [...used].map(async (name) => {
      const disc = discs[name]
      return { name, sha256: disc === undefined ? null : await digestOf(disc, signal) }
    }),
  )
  const hasStates = copy.savedState !== null || copy.snapshots.some(({ state }) => state !== null)
  return {
    format: packageFormat,
    program: version,
    exportedAt: new Date().toISOString(),
    machine: { id: copy.id, name: copy.name },
    snapshots: copy.snapshots.length,
    hasState: copy.savedState !== null,
    states: hasStates ? stateVersion : null,
    templates,
    missingMedia: [...missingMedia],
  }
}

function formatManifest(manifest: Omit<PackageManifest, 'files'>, files: PackedFile[]): string {
  return JSON.stringify({ ...manifest, files } satisfies PackageManifest, null, 2) + '\n'
}

/** The manifest goes last, as it names all others with the digests of what has gone before it. */
async function pack(
  folder: string,
  files: readonly CopiedFile[],
  manifest: Omit<PackageManifest, 'files'>,
  archive: string,
  control: JobControl,
): Promise<void> {
  const zip = new ZipFile()
  const total = Math.max(
    1,
    files.reduce((sum, { size }) => sum + size, 0),
  )
  let read = 0
  const digests = files.map(() => createHash('sha256'))
  for (const [index, { path: name, size, modified }] of files.entries()) {
    // States are compressed already; of disks the fastest way takes most of what there is to take.
    const compressionLevel = path.extname(name) === '.bin' ? 0 : 1
    const options = {
      size,
      mtime: new Date(modified),
      mode: 0o100600,
      compress: compressionLevel > 0,
      compressionLevel,
    }
    zip.addReadStreamLazy(name, options, (give) => {
      const stream = createReadStream(path.join(folder, name), { highWaterMark: 2 ** 20 })
      stream.on('data', (chunk) => {
        digests[index]?.update(chunk)
        control.progress(Math.min(1, (read += chunk.length) / total))
      })
      stream.on('error', (error) => zip.emit('error', error))
      give(null, stream)
    })
  }
  zip.addReadStreamLazy(manifestFile, { mode: 0o100600 }, (give) => {
    const packed = files.map((file, index) => ({ ...file, sha256: digests[index]?.digest('hex') ?? '' }))
    give(null, Readable.from([Buffer.from(formatManifest(manifest, packed))]))
  })
  zip.end()
  const output = zip.outputStream as NodeJS.ReadableStream & { destroy(error: Error): void }
  zip.on('error', (error: Error) => output.destroy(error))
  try {
    await pipeline(output, createWriteStream(archive, { flags: 'wx', mode: 0o600 }), { signal: control.signal })
  } catch (error) {
    control.signal.throwIfAborted()
    throw systemError(error, archive)
  }
  await chmod(archive, 0o644).catch(() => undefined)
  const handle = await open(archive, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
