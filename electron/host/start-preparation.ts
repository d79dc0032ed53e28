import type { Engine, EngineDrive } from '#electron/engines/engine.ts'
import type { DiskConnections } from './disk-connections.ts'
import type { MachineConfiguration } from './machine-configuration.ts'
import { requireFloppy, resolveDisc } from './media.ts'
import type { MemoryBudget } from './memory-budget.ts'
import type { Templates } from './templates.ts'

export interface PreparationServices {
  readonly engine: Engine
  readonly budget: MemoryBudget
  readonly templates: Templates
}

/**
 * Checks that a machine can be powered on now, and gives what is in its drives. Throws MEMORY_EXCEEDS_HOST and the MEDIA_,
 * TEMPLATE_ and DISK_ errors.
 */
export async function prepareStart(
  machine: MachineConfiguration,
  { engine, budget, templates }: PreparationServices,
  connections: DiskConnections,
): Promise<EngineDrive[]> {
  const { drives, floppy } = machine
  budget.grant(machine, engine.memory.maximum)
  const bootable = drives.every(({ kind }) => kind === 'dvd') && floppy === null
  if (floppy !== null) await requireFloppy(floppy)
  await connections.reconnect(machine)
  return Promise.all(
    drives.map(async (drive) =>
      drive.kind === 'disk'
        ? drive
        : { kind: 'dvd', at: drive.at, path: await resolveDisc(drive.media, templates, { bootable }) },
    ),
  )
}
