import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { chmod, mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises'
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
import type { Discs, SameMedia } from './adopt-states.ts'
import { selectContents, type ContentsOptions } from './contents.ts'
import { copyMachine, planCopy, sizeOfAll } from './copy-machine.ts'
import { digestOf } from './digest.ts'
import {
  configurationFile,
  manifestFile,
  packageFormat,
  type PackageManifest,
  type PackedFile,
} from './package-manifest.ts'
import { filesIn, textToPack, withPartsInPlace, type FileToPack } from './packed-files.ts'
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
  const contents = selectContents(source, options)
  await requireFree(target)
  const { folder, archive } = unfinishedExport(target)
  const describeCopy = (copy: MachineConfiguration) =>
    describe(copy, contents.missingMedia, discs, states.version, control.signal)
  const copyInto = (share: number) =>
    copyWhole(files, contents.machine, folder, { discs, images: true }, states, partOf(control, 0, share))
  try {
    if (options.format === 'folder') {
      const copy = await copyInto(0.9)
      const packed = await withDigests(folder, await filesIn(folder), partOf(control, 0.9, 1))
      await writeFile(path.join(folder, manifestFile), formatManifest(await describeCopy(copy), packed), {
        mode: 0o600,
      })
    } else if (knowsItsFiles(contents.machine)) {
      const copy = await copyInto(0.6)
      await pack(await filesIn(folder), await describeCopy(copy), archive, partOf(control, 0.6, 1))
    } else {
      const { parts, copy } = await planCopy(files, contents.machine, folder, true)
      const configuration = textToPack(configurationFile, formatConfiguration(copy, folder))
      const manifest = await describeCopy(copy)
      await withPartsInPlace(files, parts, (packed) => pack([...packed, configuration], manifest, archive, control))
    }
    control.signal.throwIfAborted()
    await requireFree(target)
    await rename(options.format === 'file' ? archive : folder, target)
  } catch (error) {
    await rm(archive, { force: true })
    await rm(folder, { recursive: true, force: true })
    throw 'code' in (error as object) && (error as NodeJS.ErrnoException).syscall !== undefined
      ? systemError(error, target)
      : error
  }
  if (options.format === 'file') await rm(folder, { recursive: true, force: true })
}

/**
 * Whether files of the machine say of others where and how they are, and have to be told so before they are packed: states of
 * their disks, and the disks of snapshots of their parents. All others go into a package as they are read.
 */
function knowsItsFiles({ savedState, snapshots }: MachineConfiguration): boolean {
  return savedState !== null || snapshots.length > 0
}

async function copyWhole(
  files: DiskFiles,
  machine: MachineConfiguration,
  folder: string,
  media: SameMedia,
  states: SavedStates,
  control: JobControl,
): Promise<MachineConfiguration> {
  await mkdir(folder, { mode: 0o700 })
  const copy = await copyMachine(files, machine, folder, media, states, control)
  await writeFile(path.join(folder, configurationFile), formatConfiguration(copy, folder), { mode: 0o600 })
  return copy
}

async function requireFree(target: string): Promise<void> {
  const taken = await stat(target).then(
    () => true,
    () => false,
  )
  if (taken) throw new DiskError('ALREADY_EXISTS', { path: target })
}

async function withDigests(folder: string, files: readonly FileToPack[], control: JobControl): Promise<PackedFile[]> {
  const packed: PackedFile[] = []
  for (const file of files) {
    const { name, size, modified } = file
    packed.push({ path: name, size, modified, sha256: await digestOf(path.join(folder, name), control.signal) })
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
  files: readonly FileToPack[],
  manifest: Omit<PackageManifest, 'files'>,
  archive: string,
  control: JobControl,
): Promise<void> {
  const zip = new ZipFile()
  const total = sizeOfAll(files)
  let read = 0
  const digests = files.map(() => createHash('sha256'))
  const opened: Readable[] = []
  for (const [index, file] of files.entries()) {
    // States are compressed already; of disks the fastest way takes most of what there is to take.
    const compressionLevel = path.extname(file.name) === '.bin' ? 0 : 1
    const options = {
      size: file.size,
      mtime: new Date(file.modified),
      mode: 0o100600,
      compress: compressionLevel > 0,
      compressionLevel,
    }
    zip.addReadStreamLazy(file.name, options, (give) => {
      const stream = file.open()
      opened.push(stream)
      stream.on('data', (chunk: Buffer) => {
        digests[index]?.update(chunk)
        control.progress(Math.min(1, (read += chunk.length) / total))
      })
      stream.on('error', (error) => zip.emit('error', error))
      give(null, stream)
    })
  }
  zip.addReadStreamLazy(manifestFile, { mode: 0o100600 }, (give) => {
    const packed = files.map(({ name, size, modified }, index) => {
      return { path: name, size, modified, sha256: digests[index]?.digest('hex') ?? '' }
    })
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
  } finally {
    for (const stream of opened) stream.destroy()
  }
  await chmod(archive, 0o644).catch(() => undefined)
  const handle = await open(archive, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
