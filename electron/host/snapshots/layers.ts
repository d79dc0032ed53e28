import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Drive, DrivePosition } from '#shared/drive.ts'
import { ViridianError } from '#shared/errors.ts'
import { usingDisks } from '#electron/disks/disk-failure.ts'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { createDifferencing } from '#electron/disks/tools/create.ts'
import { disksOf } from '../drives.ts'
import type { MachineConfiguration } from '../machine-configuration.ts'
import { isOwnFolder } from '../record-file.ts'
import { storing } from '../storage-failure.ts'

/** Folder of a machine's layers, and of the states of its snapshots, inside the machine's. */
export const snapshotsFolder = 'snapshots'

/** What the host tells its files apart by. */
export const identity = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/
const layerName = new RegExp(`-${identity.source}\\.(avhd|vud)$`)

/** A differencing disk that takes the place of the one it is based on in a drive. */
export interface Layer {
  readonly at: DrivePosition
  readonly base: string
  readonly path: string
}

/** The disks that the machine, as it is now, its snapshots and its undo disks need. */
export function namedDisks(configuration: MachineConfiguration): Set<string> {
  const { snapshots, undoDisks } = configuration
  return new Set([
    ...disksOf(configuration),
    ...snapshots.flatMap((snapshot) => disksOf(snapshot)),
    ...undoDisks.bases.map((base) => base.path),
  ])
}

/** All disks the configuration names. */
export function layersOf(configuration: MachineConfiguration): Set<string> {
  const { retired, merging } = configuration
  return new Set([...namedDisks(configuration), ...retired, ...(merging === null ? [] : [merging.child, merging.into])])
}

/** Whether a disk is a layer, or one that layers are based on: nobody but the host may change it, or take it out. */
export function isPartOfLayers(file: string, configuration: MachineConfiguration): boolean {
  const wanted = path.normalize(file)
  if (!layersOf(configuration).has(wanted)) return false
  const isLayer = path.basename(path.dirname(wanted)) === snapshotsFolder && /\.(avhd|vud)$/.test(wanted)
  return isLayer || !disksOf(configuration).includes(wanted)
}

/** The layers that a change of a machine has made superfluous. A disk that its user takes out of its drive is none. */
export function droppedLayers(before: MachineConfiguration, after: MachineConfiguration): string[] {
  const { snapshots, retired, merging } = before
  const needed = layersOf(after)
  const replaced = before.drives.filter(({ kind, at }) =>
    after.drives.some((drive) => kind === 'disk' && drive.kind === 'disk' && drive.at === at),
  )
  const layers = [
    ...snapshots.flatMap((snapshot) => disksOf(snapshot)),
    ...retired,
    ...(merging === null ? [] : [merging.child, merging.into]),
    ...disksOf({ drives: replaced }),
  ]
  return layers.filter((file) => layerName.test(path.basename(file)) && !needed.has(file))
}

/** New layers on each disk of these drives, to be made: snapshots' are called `.avhd`, undo disks `.vud`. */
export function planLayers(folder: string, drives: readonly Drive[], extension: 'avhd' | 'vud'): Layer[] {
  return drives.flatMap((drive) => {
    if (drive.kind !== 'disk') return []
    const file = `${baseName(drive.path)}-${randomUUID()}.${extension}`
    return [{ at: drive.at, base: drive.path, path: path.join(folder, snapshotsFolder, file) }]
  })
}

/** Throws DISK_FAILED and STORAGE_FAILED; what has been made then is left over. */
export async function makeLayers(folder: string, layers: readonly Layer[]): Promise<void> {
  await prepareSnapshotsFolder(folder)
  await usingDisks(async () => {
    for (const layer of layers) await createDifferencing(nodeDiskFiles, layer.path, layer.base)
  })
}

/** Throws STORAGE_FAILED. */
export async function prepareSnapshotsFolder(folder: string): Promise<void> {
  const snapshots = path.join(folder, snapshotsFolder)
  await storing(snapshots, () => mkdir(snapshots, { recursive: true, mode: 0o700 }))
  if (await isOwnFolder(snapshots)) return
  throw new ViridianError('STORAGE_FAILED', { path: snapshots, detail: 'a link, not a folder of its own' })
}

/** The drives with the layers in the place of what these are based on. */
export function withLayers(drives: readonly Drive[], layers: readonly Layer[]): Drive[] {
  return drives.map((drive) => {
    const layer = layers.find(({ at }) => at === drive.at)
    return drive.kind === 'disk' && layer !== undefined ? { ...drive, path: layer.path } : drive
  })
}

/** Of the disk that all came of. Short, since file systems allow 255 bytes a name, with what follows and claims add. */
function baseName(file: string): string {
  const { name } = path.parse(file)
  return [...name.replace(new RegExp(`-${identity.source}$`), '')].slice(0, 40).join('')
}
