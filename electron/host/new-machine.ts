import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { firstDiskPosition, firstDvdPosition, sortDrives, type Drive, type DvdMedia } from '#shared/drive.ts'
import { usualHardware } from '#shared/hardware.ts'
import type { CreateMachine } from '#shared/machine.ts'
import type { Engine } from '#electron/engines/engine.ts'
import type { EngineRegistry } from '#electron/engines/registry.ts'
import { prepareDisk, type PreparedDisk } from './first-disk.ts'
import { newMachineHistory, type MachineConfiguration } from './machine-configuration.ts'
import { resolveDisc } from './media.ts'
import { requirePossible, type HostMemory } from './memory.ts'
import type { TemplateDisks } from './template-disks.ts'
import type { Templates } from './templates.ts'

/** Guest memory, in megabytes, where neither the user nor a template says. */
const defaultMemory = 128

export interface PlanServices {
  readonly engines: EngineRegistry
  readonly memory: HostMemory
  readonly templates: Templates
  readonly templateDisks: TemplateDisks
}

/** What a new machine will be, checked. */
export interface MachinePlan {
  readonly engine: string
  /** Megabytes. */
  readonly memory: number
  readonly disk: PreparedDisk | null
}

/** Throws the MEDIA_, TEMPLATE_, ENGINE_ and DISK_ errors, MEMORY_EXCEEDS_HOST and STORAGE_FAILED. */
export async function planMachine(options: CreateMachine, services: PlanServices): Promise<MachinePlan> {
  const { templates, templateDisks, engines } = services
  const { name, dvd, disk = { kind: 'none' }, floppy } = options
  const engine = options.engine === undefined ? engines.usual : engines.engine(options.engine)
  const memory = await memoryFor(options, engine, services)
  // Nothing but the disc is there to start from.
  await resolveDisc(dvd, templates, {
    bootable: floppy === undefined && (disk.kind === 'none' || disk.kind === 'new'),
    field: 'dvd.path',
  })
  return { engine: engine.id, memory, disk: await prepareDisk(name, disk, templates, templateDisks) }
}

async function memoryFor(
  { name, dvd, disk, memory: wished }: CreateMachine,
  engine: Engine,
  { memory, templates }: PlanServices,
): Promise<number> {
  const recommended = async () => {
    if (dvd.kind === 'template') return (await templates.resolve(dvd.template, 'dvd')).template.memory
    if (disk?.kind === 'template') return (await templates.resolve(disk.template, 'disk')).template.memory
    return defaultMemory
  }
  const wanted = wished ?? (await recommended())
  requirePossible(memory, { name, memory: wanted, ...usualHardware }, engine)
  return wanted
}

/** `folder` is where the machine will be. */
export function newConfiguration(
  { name, notes, dvd, floppy }: CreateMachine,
  { engine, memory, disk }: MachinePlan,
  folder: string,
): MachineConfiguration {
  return {
    id: randomUUID(),
    name,
    notes: notes ?? '',
    memory,
    engine,
    drives: firstDrives(dvd, disk === null ? null : path.resolve(folder, disk.file)),
    floppy: floppy ?? null,
    ...usualHardware,
    ...newMachineHistory,
    startsWarm: dvd.kind === 'template',
    createdAt: new Date().toISOString(),
  }
}

/** As Hyper-V has them. */
function firstDrives(media: DvdMedia, disk: string | null): Drive[] {
  const dvd: Drive = { kind: 'dvd', at: firstDvdPosition, media }
  return sortDrives(disk === null ? [dvd] : [{ kind: 'disk', at: firstDiskPosition, path: disk }, dvd])
}
