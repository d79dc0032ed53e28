import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { ViridianError } from '#shared/errors.ts'
import { hardwareOf } from '#shared/hardware.ts'
import { defaultSnapshotName, subtreeOf } from '#shared/snapshot.ts'
import type { DiskUser } from '../disk-users.ts'
import type { SnapshotTexts } from '../host.ts'
import type { KeptSnapshot, MachineConfiguration } from '../machine-configuration.ts'
import type { MachineFolder } from '../machine-folder.ts'
import { usersOf, withRetired } from './chains.ts'
import { makeLayers, namedDisks, planLayers, snapshotsFolder, withLayers, type Layer } from './layers.ts'

/** Throws SNAPSHOT_NOT_FOUND. */
export function findSnapshot({ name, snapshots }: MachineConfiguration, id: string): KeptSnapshot {
  const found = snapshots.find((snapshot) => snapshot.id === id && snapshot.complete)
  if (found === undefined) throw new ViridianError('SNAPSHOT_NOT_FOUND', { name, snapshot: id })
  return found
}

/** What the machine is now, as a snapshot. */
export function newSnapshot(now: MachineConfiguration, texts: SnapshotTexts): KeptSnapshot {
  const { name } = now
  const time = new Date()
  return {
    id: randomUUID(),
    name: texts.name ?? defaultSnapshotName(name, time, 'en'),
    notes: texts.notes ?? '',
    parent: now.currentSnapshot,
    createdAt: time.toISOString(),
    ...hardwareOf(now),
    state: now.savedState,
    complete: true,
  }
}

/** The machine after a snapshot was taken, which goes on with the layers. */
export function withSnapshot(
  now: MachineConfiguration,
  snapshot: KeptSnapshot,
  layers: readonly Layer[],
): MachineConfiguration {
  return {
    ...now,
    drives: withLayers(now.drives, layers),
    snapshots: [...now.snapshots, snapshot],
    currentSnapshot: snapshot.id,
  }
}

/** The machine once the state of its unfinished snapshot is kept. */
export function withCompleted(now: MachineConfiguration, snapshot: KeptSnapshot): MachineConfiguration {
  return { ...now, snapshots: now.snapshots.map((each) => (each.id === snapshot.id ? snapshot : each)) }
}

/** Where the state of a snapshot of a running machine is kept. */
export function stateFileOf(folder: string, { id }: KeptSnapshot): string {
  return path.join(folder, snapshotsFolder, `${id}.bin`)
}

/** Keeps a machine whose guest does not run. Throws DISK_FAILED and STORAGE_FAILED; the machine then is as before. */
export async function takeAtRest(folder: MachineFolder, snapshot: KeptSnapshot): Promise<void> {
  const now = folder.configuration
  const layers = planLayers(folder.path, now.drives, 'avhd')
  folder.plan(layers.map((layer) => layer.path))
  await makeLayers(folder.path, layers)
  await folder.commit(withSnapshot(now, snapshot, layers))
}

/** Makes a machine that is off or saved what it was. Throws as `takeAtRest` does. */
export async function applyAtRest(folder: MachineFolder, snapshot: KeptSnapshot): Promise<void> {
  const now = folder.configuration
  const { drives, state } = snapshot
  const layers = planLayers(folder.path, drives, 'avhd')
  folder.plan(layers.map((layer) => layer.path))
  await makeLayers(folder.path, layers)
  const applied = {
    ...now,
    ...hardwareOf(snapshot),
    drives: withLayers(drives, layers),
    savedState: state,
    currentSnapshot: snapshot.id,
  }
  await folder.commit(await withRetired(now, applied))
}

/** Renames a snapshot, or changes its notes. Throws SNAPSHOT_NOT_FOUND. */
export function withTexts(now: MachineConfiguration, id: string, texts: SnapshotTexts): MachineConfiguration {
  const { name, notes } = findSnapshot(now, id)
  const changed = { name: texts.name ?? name, notes: texts.notes ?? notes }
  return { ...now, snapshots: now.snapshots.map((each) => (each.id === id ? { ...each, ...changed } : each)) }
}

/**
 * Removes a snapshot, or all that came of it as well; what the machine is now stays. `others` are all
 * others that need disks. Throws SNAPSHOT_IN_USE and STORAGE_FAILED.
 */
export async function deleteSnapshot(
  folder: MachineFolder,
  snapshot: KeptSnapshot,
  { subtree, others }: { subtree: boolean; others: readonly DiskUser[] },
): Promise<void> {
  const now = folder.configuration
  const gone = subtree ? subtreeOf(now.snapshots, snapshot.id) : [snapshot]
  const isGone = (id: string | null) => gone.some((each) => each.id === id)
  const newParent = (id: string | null) => (isGone(id) ? snapshot.parent : id)
  const remaining = {
    ...now,
    snapshots: now.snapshots
      .filter(({ id }) => !isGone(id))
      .map((each) => ({ ...each, parent: newParent(each.parent) })),
    currentSnapshot: newParent(now.currentSnapshot),
  }
  const needed = namedDisks(remaining)
  const released = new Set([...namedDisks(now)].filter((file) => !needed.has(file)))
  const machines = await usersOf(released, others)
  if (machines.length > 0) {
    throw new ViridianError('SNAPSHOT_IN_USE', { name: now.name, snapshot: snapshot.name, machines })
  }
  await folder.commit(await withRetired(now, remaining))
}
