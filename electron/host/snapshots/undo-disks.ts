import { ViridianError } from '#shared/errors.ts'
import type { UndoAction } from '#shared/machine-settings.ts'
import type { MachineConfiguration } from '../machine-configuration.ts'
import type { MachineFolder } from '../machine-folder.ts'
import { makeLayers, planLayers, withLayers } from './layers.ts'

/** Throws SNAPSHOTS_EXIST and UNDO_DISKS_PRESENT. */
export function withUndoSettings(
  now: MachineConfiguration,
  { enabled, whenOff }: { enabled: boolean; whenOff: UndoAction },
): MachineConfiguration {
  const { name, snapshots, retired, undoDisks } = now
  if (enabled && snapshots.length + retired.length > 0) throw new ViridianError('SNAPSHOTS_EXIST', { name })
  if (!enabled && undoDisks.bases.length > 0) throw new ViridianError('UNDO_DISKS_PRESENT', { name })
  return { ...now, undoDisks: { ...undoDisks, enabled, whenOff } }
}

/** Gives each disk that has none an undo disk. Throws DISK_FAILED and STORAGE_FAILED. */
export async function beginUndo(folder: MachineFolder): Promise<void> {
  const now = folder.configuration
  const { enabled, bases } = now.undoDisks
  if (!enabled) return
  const bare = now.drives.filter(({ kind, at }) => kind === 'disk' && !bases.some((base) => base.at === at))
  if (bare.length === 0) return
  const layers = planLayers(folder.path, bare, 'vud')
  folder.plan(layers.map((layer) => layer.path))
  await makeLayers(folder.path, layers)
  await folder.commit({
    ...now,
    drives: withLayers(now.drives, layers),
    undoDisks: { ...now.undoDisks, bases: [...bases, ...layers.map(({ at, base }) => ({ at, path: base }))] },
  })
}

/** The undo disks that keep something. Throws NO_UNDO_DISKS. */
export function undoDisksOf({ name, drives, undoDisks }: MachineConfiguration): string[] {
  const { bases } = undoDisks
  if (bases.length === 0) throw new ViridianError('NO_UNDO_DISKS', { name })
  return drives.flatMap((drive) =>
    drive.kind === 'disk' && bases.some(({ at }) => at === drive.at) ? [drive.path] : [],
  )
}

/** The machine with the disks that its undo disks are based on. */
export function withoutUndo(now: MachineConfiguration): MachineConfiguration {
  const { drives, undoDisks } = now
  const layers = undoDisks.bases.map(({ at, path }) => ({ at, base: '', path }))
  return { ...now, drives: withLayers(drives, layers), undoDisks: { ...undoDisks, bases: [] } }
}
