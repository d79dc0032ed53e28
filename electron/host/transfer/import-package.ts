import { readdir, readFile, rm, statfs, utimes } from 'node:fs/promises'
import path from 'node:path'
import { asDiskError, DiskError, systemError } from '#electron/disks/disk-error.ts'
import type { DiskFiles } from '#electron/disks/disk-files.ts'
import type { JobControl } from '#electron/disks/tools/job.ts'
import { inspectChain } from '#electron/disks/tools/inspect.ts'
import type { SavedStates, SavedStatesOf } from '#electron/engines/engine.ts'
import { disksOf } from '../drives.ts'
import {
  ConfigurationError,
  mapFiles,
  parseConfiguration,
  type MachineConfiguration,
} from '../machine-configuration.ts'
import { nameKey } from '../folder-name.ts'
import { errorText, isViridianError } from '../unexpected.ts'
import { adoptStates, discOf, type Discs } from './adopt-states.ts'
import { digestOf } from './digest.ts'
import { packageUnusable } from './package-error.ts'
import { configurationFile, manifestFile, type PackageManifest } from './package-manifest.ts'
import { asPackageError, openPackage, type PackageSource } from './package-source.ts'
import { reservedNames } from './safe-name.ts'
import { writeFileFrom } from './write-file.ts'

/**
 * Copies what an export has made into an empty folder, checks all of it, and lets its saved states go on there. `discs` are
 * those of the templates of this host. Resolves with the machine as it is in the folder, which has its `machine.json` too.
 * Rejects with PACKAGE_UNUSABLE, a `DiskError`, or the signal's reason; what was made stays.
 */
export async function unpackPackage(
  files: DiskFiles,
  file: string,
  folder: string,
  discs: Discs,
  statesOf: SavedStatesOf,
  control: JobControl,
): Promise<MachineConfiguration> {
  const source = await openPackage(file)
  try {
    await extract(source, folder, control)
  } finally {
    await source.files.close()
  }
  return settle(files, source, folder, discs, statesOf, control)
}

/** The same for the exported folder itself, which stays where it is. */
export async function takePackage(
  files: DiskFiles,
  folder: string,
  discs: Discs,
  statesOf: SavedStatesOf,
  control: JobControl,
): Promise<MachineConfiguration> {
  const source = await openPackage(folder)
  await requirePlain(folder)
  const total = totalSize(source.manifest)
  let checked = 0
  for (const { path: name, size, sha256 } of source.manifest.files) {
    if ((await digestOf(path.join(folder, name), control.signal)) !== sha256)
      throw packageUnusable(folder, 'DAMAGED', name)
    control.progress((checked += size) / total)
  }
  const machine = await settle(files, source, folder, discs, statesOf, control)
  await rm(path.join(folder, manifestFile), { force: true })
  return machine
}

/** What else is in the folder becomes a part of the machine's, and must not lead out of it or make the host act. */
async function requirePlain(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw systemError(error, folder)
  })
  for (const entry of entries) {
    const isPlain = entry.isFile() || entry.isDirectory()
    if (!isPlain || reservedNames.includes(nameKey(entry.name))) throw packageUnusable(folder, 'UNSAFE', entry.name)
  }
}

function totalSize({ files }: PackageManifest): number {
  return Math.max(
    1,
    files.reduce((sum, { size }) => sum + size, 0),
  )
}

async function extract(
  { path: file, manifest, files }: PackageSource,
  folder: string,
  control: JobControl,
): Promise<void> {
  const total = totalSize(manifest)
  const { bavail, bsize } = await statfs(folder)
  if (total > bavail * bsize) throw new DiskError('NO_SPACE', { path: folder })
  let written = 0
  const progress = (bytes: number) => control.progress(Math.min(1, (written += bytes) / total))
  for (const { path: name, sha256, modified } of manifest.files) {
    const target = path.join(folder, name)
    const stream = await files.open(name)
    const found = await writeFileFrom(stream, target, { signal: control.signal, progress }).catch((error: unknown) => {
      if (asDiskError(error) !== null || control.signal.aborted) throw error
      throw asPackageError(file, name, error)
    })
    if (found.sha256 !== sha256) throw packageUnusable(file, 'DAMAGED', name)
    // Disks remember when their parents were changed.
    await utimes(target, modified / 1000, modified / 1000)
  }
}

async function settle(
  files: DiskFiles,
  { path: file, manifest }: PackageSource,
  folder: string,
  discs: Discs,
  statesOf: SavedStatesOf,
  { signal }: JobControl,
): Promise<MachineConfiguration> {
  const machine = parseMachine(
    file,
    await readFile(path.join(folder, configurationFile), 'utf8').catch(() => ''),
    folder,
  )
  const states = statesOfPackage(file, machine, statesOf)
  const present = new Set(manifest.files.map(({ path: name }) => path.join(folder, name)))
  mapFiles(machine, (named) => {
    if (!present.has(named)) throw packageUnusable(file, 'UNSAFE', named)
    return named
  })
  for (const disk of new Set([machine, ...machine.snapshots].flatMap((each) => disksOf(each)))) {
    await requireWithin(files, file, disk, present)
  }
  await adoptStates(machine, { discs: await sameDiscs(manifest, discs, signal), images: true }, states)
  return machine
}

function statesOfPackage(file: string, { engine }: MachineConfiguration, statesOf: SavedStatesOf): SavedStates {
  try {
    return statesOf(engine)
  } catch (error) {
    throw isViridianError(error) ? packageUnusable(file, 'OTHER_ENGINE', engine) : error
  }
}

export function parseMachine(file: string, text: string, folder: string): MachineConfiguration {
  try {
    return parseConfiguration(text, folder)
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    const problem = error.code === 'CONFIGURATION_NEWER' ? 'NEWER' : 'DAMAGED'
    throw packageUnusable(file, problem, `${configurationFile}: ${errorText(error)}`)
  }
}

/** A disk could name a parent anywhere on this computer. */
async function requireWithin(
  files: DiskFiles,
  file: string,
  disk: string,
  present: ReadonlySet<string>,
): Promise<void> {
  const chain = await inspectChain(files, disk)
  const outside = chain.find((layer) => !present.has(layer.path))
  if (outside !== undefined) throw packageUnusable(file, 'UNSAFE', outside.path)
  const orphan = chain.at(-1)?.parent
  if (orphan?.path === null) throw packageUnusable(file, 'DAMAGED', orphan.name)
}

/** The discs of this host that are the ones the machine had. */
export async function sameDiscs({ templates }: PackageManifest, discs: Discs, signal: AbortSignal): Promise<Discs> {
  const same = await Promise.all(
    templates.map(async ({ name, sha256 }) => {
      const disc = discOf(discs, name)
      if (disc === undefined || sha256 === null) return []
      return (await digestOf(disc, signal)) === sha256 ? [[name, disc] as const] : []
    }),
  )
  return Object.fromEntries(same.flat())
}
