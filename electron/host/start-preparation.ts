import type { FoundDrive } from '#shared/hardware.ts'
import type { EngineRegistry } from '#electron/engines/registry.ts'
import { inspectImage } from '#electron/disks/media/check-image.ts'
import type { DrivePosition } from '#shared/drive.ts'
import type { DiskConnections } from './disk-connections.ts'
import { requireWithinEngine } from './engine-limits.ts'
import type { MachineConfiguration } from './machine-configuration.ts'
import { requireFloppy, resolveDisc } from './media.ts'
import type { MemoryBudget } from './memory-budget.ts'
import type { Templates } from './templates.ts'

export interface PreparationServices {
  readonly engines: EngineRegistry
  readonly budget: MemoryBudget
  readonly templates: Templates
}

export interface DiscForEfi {
  readonly at: DrivePosition
  readonly path: string
}

/**
 * Checks that a machine can be powered on now, and gives what is in its drives; tells of discs that it does not start from
 * though it would. Throws ENGINE_LIMIT, MEMORY_EXCEEDS_HOST and the MEDIA_, TEMPLATE_ and DISK_ errors.
 */
export async function prepareStart(
  machine: MachineConfiguration,
  { engines, budget, templates }: PreparationServices,
  connections: DiskConnections,
  passedOver: (disc: DiscForEfi) => void,
): Promise<FoundDrive[]> {
  const { drives, floppy } = machine
  const engine = engines.engine(machine.engine)
  requireWithinEngine(machine, engine)
  budget.grant(machine, engine.capabilities.memory.maximum)
  const bootable = drives.every(({ kind }) => kind === 'dvd') && floppy === null
  if (floppy !== null) await requireFloppy(floppy)
  await connections.reconnect(machine)
  const prepared = await Promise.all<FoundDrive>(
    drives.map(async (drive) =>
      drive.kind === 'disk'
        ? drive
        : { kind: 'dvd', at: drive.at, path: await resolveDisc(drive.media, templates, { bootable }) },
    ),
  )
  if (boots(machine)) for (const disc of await discsForEfi(prepared)) passedOver(disc)
  return prepared
}

/** Whether a disc would be started from, if it could. */
function boots({ savedState, settings }: MachineConfiguration): boolean {
  const { order } = settings.startup
  return savedState === null && order.indexOf('cd') < order.indexOf('disk')
}

async function discsForEfi(drives: readonly FoundDrive[]): Promise<DiscForEfi[]> {
  const discs = drives.flatMap(({ kind, at, path }) => (kind === 'dvd' && path !== null ? [{ at, path }] : []))
  const forEfi = await Promise.all(discs.map(async ({ path }) => (await inspectImage(path)).kind === 'efiOnly'))
  return discs.filter((_, index) => forEfi[index])
}
