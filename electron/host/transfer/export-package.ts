import { createReadStream, createWriteStream } from 'node:fs'
import { chmod, mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
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

/**
 * Makes a folder, or a file, with everything of a machine that is off. It appears at once and complete. Rejects with a
 * `DiskError`, SNAPSHOT_NOT_FOUND, or the signal's reason; then nothing is left.
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
  const [copying, packing] = options.format === 'file' ? [0.6, 0.65] : [0.9, 1]
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
    const manifest = await describe(
      copy,
      unfinished,
      missingMedia,
      discs,
      states.version,
      partOf(control, copying, packing),
    )
    await writeFile(path.join(unfinished, manifestFile), JSON.stringify(manifest, null, 2) + '\n', { mode: 0o600 })
    if (options.format === 'file') await pack(unfinished, manifest, archive, partOf(control, packing, 1))
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

async function describe(
  copy: MachineConfiguration,
  folder: string,
  missingMedia: readonly string[],
  discs: Discs,
  stateVersion: string,
  control: JobControl,
): Promise<PackageManifest> {
  const names = (await readdir(folder)).sort()
  const packed: PackedFile[] = []
  for (const [index, name] of names.entries()) {
    const file = path.join(folder, name)
    const { size, mtimeMs } = await stat(file)
    packed.push({ path: name, size, sha256: await digestOf(file, control.signal), modified: mtimeMs })
    control.progress((index + 1) / names.length)
  }
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
      return { name, sha256: disc === undefined ? null : await digestOf(disc, control.signal) }
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
    files: packed,
    templates,
    missingMedia: [...missingMedia],
  }
}

/** The manifest goes last, as it names all others. */
async function pack(folder: string, manifest: PackageManifest, archive: string, control: JobControl): Promise<void> {
  const zip = new ZipFile()
  const total = Math.max(
    1,
    manifest.files.reduce((sum, { size }) => sum + size, 0),
  )
  let read = 0
  for (const { path: name, size, modified } of manifest.files) {
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
      stream.on('data', (chunk) => control.progress(Math.min(1, (read += chunk.length) / total)))
      stream.on('error', (error) => zip.emit('error', error))
      give(null, stream)
    })
  }
  zip.addFile(path.join(folder, manifestFile), manifestFile, { mode: 0o100600 })
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
