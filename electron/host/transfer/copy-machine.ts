import { existsSync } from 'node:fs'
import { stat, utimes } from 'node:fs/promises'
import path from 'node:path'
import { systemError } from '#electron/disks/disk-error.ts'
import { openRegularFile } from '#electron/disks/regular-file.ts'
import type { DiskFiles } from '#electron/disks/disk-files.ts'
import { convertDisk } from '#electron/disks/tools/convert.ts'
import { inspectChain } from '#electron/disks/tools/inspect.ts'
import { partOf, type JobControl } from '#electron/disks/tools/job.ts'
import { reconnectDisk } from '#electron/disks/tools/reconnect.ts'
import { withSource } from '#electron/disks/tools/with-source.ts'
import { openVhd } from '#electron/disks/vhd/open-vhd.ts'
import { diskRisks } from '#shared/disk-error.ts'
import { safeFolderName, uniqueName } from '../folder-name.ts'
import { disksOf } from '../drives.ts'
import { mapFiles, type KeptSnapshot, type MachineConfiguration } from '../machine-configuration.ts'
import { pictureOf } from '../saved-state.ts'
import type { SavedStates } from '#electron/engines/engine.ts'
import { adoptStates, type SameMedia } from './adopt-states.ts'
import { configurationFile, manifestFile } from './package-manifest.ts'
import { writeFileFrom } from './write-file.ts'

/** Names that mean something in a machine's folder. */
const reserved = [configurationFile, manifestFile, 'running.json']

/** One file of the copy. */
export interface Part {
  readonly source: string
  readonly target: string
  /** Bytes of the source's file. */
  readonly size: number
  readonly how: 'copy' | 'flatten'
  /** The parent of a copied differencing disk, a source as well. */
  readonly parent: string | null
}

/**
 * Copies all files of a machine into a folder, but for images in drives where these stay where they are: whole chains, wherever they lie, or
 * without snapshots each disk as one dynamic disk. The sources are only read, and locked against writers while they are.
 * Resolves with the machine as it is in the folder. Rejects with a `DiskError` or the signal's reason; what was made stays.
 */
export async function copyMachine(
  files: DiskFiles,
  machine: MachineConfiguration,
  folder: string,
  media: SameMedia,
  states: SavedStates,
  control: JobControl,
): Promise<MachineConfiguration> {
  const { parts, copy } = await planCopy(files, machine, folder, media.images)
  const total = sizeOfAll(parts)
  const targets = new Map(parts.map(({ source, target }) => [source, target]))
  let done = 0
  for (const part of parts) {
    const { source, target, size, how, parent } = part
    const own = partOf(control, done / total, (done + size) / total)
    if (how === 'flatten') {
      await withSource(files, source, 'vhd', [], (disk) => convertDisk(files, disk, target, 'dynamic', own))
    } else {
      await copyFile(files, part, own)
    }
    // Its parent, which comes before it, lies elsewhere now.
    const below = parent === null ? undefined : targets.get(parent)
    if (below !== undefined) await reconnectDisk(files, target, below, { acceptOther: false, accept: diskRisks })
    done += size
  }
  const floppy = machine.floppy === null ? undefined : targets.get(path.normalize(machine.floppy))
  // By its time the state of a guest that goes on knows it.
  if (machine.floppy !== null && floppy !== undefined) await copyTime(machine.floppy, floppy)
  await adoptStates(copy, media, states)
  return copy
}

/** The files a copy of a machine is made of, parents before their children, and the machine as it will be with them. */
export async function planCopy(
  files: DiskFiles,
  machine: MachineConfiguration,
  folder: string,
  withImages: boolean,
): Promise<{ parts: Part[]; copy: MachineConfiguration }> {
  const parts = await planParts(files, machine, folder, withImages)
  const targets = new Map(parts.map(({ source, target }) => [source, target]))
  const placed = mapFiles(machine, (file) => targets.get(path.normalize(file)) ?? file)
  // What is to be merged with a disk that was not copied is of no use any more.
  const retired = placed.retired.filter((file) => path.dirname(file) === folder)
  return { parts, copy: { ...placed, retired, floppy: ownFloppy(placed.floppy, folder) } }
}

/** Bytes; no less than one, to be divided by. */
export function sizeOfAll(parts: readonly Pick<Part, 'size'>[]): number {
  return Math.max(
    1,
    parts.reduce((sum, { size }) => sum + size, 0),
  )
}

async function copyTime(from: string, to: string): Promise<void> {
  const { atime, mtimeMs } = await stat(from)
  await utimes(to, atime, mtimeMs / 1000)
}

/** None where there is none that could be copied: the drive is empty then. */
function ownFloppy(floppy: string | null, folder: string): string | null {
  return floppy !== null && path.dirname(floppy) === folder ? floppy : null
}

async function copyFile(files: DiskFiles, { source, target, size }: Part, control: JobControl): Promise<void> {
  const lock = await files.lock(source, 'read')
  try {
    let copied = 0
    const progress = (bytes: number) => control.progress(Math.min(1, (copied += bytes) / Math.max(1, size)))
    await writeFileFrom(readFile(source), target, { signal: control.signal, progress })
  } finally {
    await lock.release()
  }
}

export async function* readFile(source: string): AsyncIterable<Uint8Array> {
  try {
    const file = await openRegularFile(source)
    yield* file.createReadStream({ highWaterMark: 2 ** 20 }) as AsyncIterable<Buffer>
  } catch (error) {
    throw systemError(error, source)
  }
}

async function planParts(
  files: DiskFiles,
  machine: MachineConfiguration,
  folder: string,
  withImages: boolean,
): Promise<Part[]> {
  const parts = new Map<string, Part>()
  const stems = new Map<string, string[]>()
  const name = (stem: string, extension: string) => {
    const taken =
      stems.get(extension) ??
      reserved.flatMap((file) => (path.extname(file) === extension ? [path.parse(file).name] : []))
    const own = uniqueName(safeFolderName(stem), taken)
    stems.set(extension, [...taken, own])
    return path.join(folder, own + extension)
  }
  const add = (file: string, size: number, how: Part['how'], parent: string | null) => {
    const source = path.normalize(file)
    if (parts.has(source)) return
    const { name: stem, ext } = path.parse(source)
    const target = how === 'flatten' ? name(machine.name, '.vhd') : name(stem, ext.toLowerCase())
    parts.set(source, { source, target, size, how, parent })
  }
  /** Named after its state, by which it is found. */
  const addPicture = async (file: string, state: string) => {
    const [source, target] = [path.normalize(file), pictureOf(state)]
    stems.set('.png', [...(stems.get('.png') ?? []), path.parse(target).name])
    parts.set(source, { source, target, size: await sizeOf(file), how: 'copy', parent: null })
  }
  const whole = [machine, ...machine.snapshots]
  for (const disk of new Set(whole.flatMap((each) => disksOf(each)))) {
    if (machine.snapshots.length === 0) {
      add(disk, await sizeOf(disk), 'flatten', null)
      continue
    }
    // Opened as a whole, so that what is missing of a chain is told.
    await (await openVhd(files, disk, { writable: false })).close()
    for (const { path: layer, fileSize, parent } of (await inspectChain(files, disk)).reverse()) {
      add(layer, fileSize, 'copy', typeof parent?.path === 'string' ? path.normalize(parent.path) : null)
    }
  }
  for (const state of whole.flatMap(statesOf)) {
    add(state, await sizeOf(state), 'copy', null)
    const picture = pictureOf(state)
    if (existsSync(picture)) await addPicture(picture, parts.get(path.normalize(state))?.target ?? state)
  }
  // Discs are only read, but two guests must not write to one floppy disk.
  const floppies = whole.flatMap(({ floppy }) => (floppy !== null && existsSync(floppy) ? [floppy] : []))
  const images = withImages ? whole.flatMap((each) => imagesOf(each)) : floppies
  for (const image of images) add(image, await sizeOf(image), 'copy', null)
  return [...parts.values()]
}

function statesOf(kept: MachineConfiguration | KeptSnapshot): string[] {
  const state = 'state' in kept ? kept.state : kept.savedState
  return state === null ? [] : [state]
}

function imagesOf({ drives, floppy }: Pick<MachineConfiguration, 'drives' | 'floppy'>): string[] {
  const discs = drives.flatMap((drive) =>
    drive.kind === 'dvd' && drive.media.kind === 'image' ? [drive.media.path] : [],
  )
  return floppy === null ? discs : [...discs, floppy]
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size
  } catch (error) {
    throw systemError(error, file)
  }
}
