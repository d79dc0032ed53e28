import type { MachineConfiguration } from '../machine-configuration.ts'
import type { MachineFolder } from '../machine-folder.ts'
import { makeLayers, planLayers, withLayers } from './layers.ts'

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

/** The undo disks that keep something. */
export function undoDisksOf({ drives, undoDisks }: MachineConfiguration): string[] {
  const { bases } = undoDisks
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
