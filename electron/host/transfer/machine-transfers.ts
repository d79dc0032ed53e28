import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { ViridianError } from '#shared/errors.ts'
import { machineNameSchema } from '#shared/machine.ts'
import { type CloneMachine, type ExportMachine, type ImportFacts, type ImportMachine } from '#shared/transfer.ts'
import { usingDisks } from '#electron/disks/disk-failure.ts'
import type { EngineRegistry } from '#electron/engines/registry.ts'
import { requireAbsolute } from '../drives.ts'
import type { EventLog } from '../event-log.ts'
import type { Transfers } from '../host.ts'
import type { JobRegistry } from '../jobs/job-registry.ts'
import type { MachineCollection } from '../machine-collection.ts'
import type { MachineRegistry } from '../machine-registry.ts'
import { parseConfiguration, type MachineConfiguration } from '../machine-configuration.ts'
import type { MachineStore } from '../machine-store.ts'
import { takeSnapshotAsJob } from '../snapshots/snapshot-jobs.ts'
import { storing } from '../storage-failure.ts'
import type { Templates } from '../templates.ts'
import type { VirtualMachine } from '../virtual-machine.ts'
import type { Discs } from './adopt-states.ts'
import { asItWas, snapshotOf } from './contents.ts'
import { documentOf, requireCopyable, whileCopying } from './copyable.ts'
import { tellEmptyFloppy } from './empty-floppy.ts'
import { documentSchema, fullClone } from './full-clone.ts'
import { inspectPackage } from './inspect-package.ts'
import { chooseBase, fillLinkedClone } from './linked-clone.ts'
import { lanes, makeCopies, namesOfCopies } from './make-copies.ts'
import { openPackage } from './package-source.ts'

export interface TransferServices {
  readonly machines: Pick<MachineCollection, 'arrive'>
  readonly registry: MachineRegistry
  readonly jobs: JobRegistry
  readonly store: MachineStore
  readonly templates: Templates
  readonly events: EventLog
  readonly engines: EngineRegistry
}

/** Exports, imports and clones machines, each as a job. */
export class MachineTransfers implements Transfers {
  readonly #services: TransferServices

  constructor(services: TransferServices) {
    this.#services = services
  }

  /** Throws what a machine that is not there or on throws, INPUT_INVALID, SNAPSHOT_NOT_FOUND and STORAGE_FAILED. */
  async export({ id, path: target, snapshotId, ...options }: ExportMachine): Promise<string> {
    requireAbsolute(target, 'path')
    const { jobs, registry } = this.#services
    const machine = registry.machine(id)
    requireCopyable(machine, 'export', snapshotId)
    await storing(path.dirname(target), () => mkdir(path.dirname(target), { recursive: true }))
    const discs = await this.#discs()
    const { name } = machine
    return jobs.carryOut({ kind: 'exportMachine', path: target, machine: { id, name } }, (control) =>
      whileCopying(machine, 'export', snapshotId, async () => {
        const media = options.media ? ('copy' as const) : ('omit' as const)
        await jobs.perform(
          {
            kind: 'exportMachine',
            path: target,
            machine: documentOf(machine, name),
            options: { ...options, media, ...(snapshotId === undefined ? {} : { snapshotId }) },
            discs,
          },
          control,
        )
      }),
    )
  }

  async inspect(file: string): Promise<ImportFacts> {
    requireAbsolute(file, 'path')
    const { registry, engines } = this.#services
    return usingDisks(async () =>
      inspectPackage(file, registry.list(), await this.#discs(), engines, new AbortController().signal),
    )
  }

  /** Throws PACKAGE_UNUSABLE, MACHINE_NAME_TAKEN, MACHINE_ID_TAKEN, INPUT_INVALID and DISK_FAILED. */
  async import({ path: from, name, mode, identity }: ImportMachine): Promise<string> {
    requireAbsolute(from, 'path')
    const { jobs, machines, registry, store } = this.#services
    const file = path.resolve(from)
    const { format, manifest } = await usingDisks(() => describePackage(file))
    if (mode === 'inPlace') {
      if (format === 'file') throw invalid('mode', 'only a folder can become a machine where it is')
      await store.requireAdoptable(file)
    }
    const id = identity === 'kept' ? manifest.machine.id : randomUUID()
    const holder = registry.list().find((machine) => machine.id === id)
    if (holder !== undefined) throw new ViridianError('MACHINE_ID_TAKEN', { name: holder.name })
    const discs = await this.#discs()
    const own = machineNameSchema.catch('Imported').parse(manifest.machine.name)
    const chosen = name ?? registry.names.free(own)
    const release = registry.names.reserve([chosen])
    return jobs.carryOut({ kind: 'importMachine', path: file, machine: { id, name: chosen } }, async (control) => {
      const unpack = async (into: string | null) =>
        documentSchema.parse(await jobs.perform({ kind: 'importMachine', path: file, into, discs }, control))
      const identify = (document: string, folder: string) => ({
        ...parseConfiguration(document, folder),
        id,
        name: chosen,
      })
      try {
        await machines.arrive(
          mode === 'copy'
            ? await store.create(chosen, async (arriving, folder) => identify(await unpack(arriving), folder))
            : await unpack(null).then((document) => store.adopt(file, chosen, (folder) => identify(document, folder))),
        )
        return id
      } finally {
        release()
      }
    })
  }

  /** Throws what a machine that is not there or on throws, MACHINE_NAME_TAKEN, INPUT_INVALID and SNAPSHOT_NOT_FOUND. */
  async clone({ id, snapshotId, mode, baseName, ...wanted }: CloneMachine): Promise<string> {
    const { jobs, machines, registry, store, events } = this.#services
    const machine = registry.machine(id)
    requireCopyable(machine, 'clone', snapshotId)
    const names = namesOfCopies(wanted)
    const discs = await this.#discs()
    const release = registry.names.reserve(names)
    const { name, folder } = machine
    return jobs.carryOut({ kind: 'cloneMachine', path: folder, machine: { id, name } }, async (control) => {
      try {
        const base = mode === 'linked' ? await this.#baseOf(machine, snapshotId, baseName) : machine.configuration
        const { floppy } = snapshotId === undefined ? base : snapshotOf(machine.configuration, snapshotId)
        const made: MachineConfiguration[] = []
        await whileCopying(machine, 'clone', snapshotId, async () => {
          const clones =
            mode === 'full'
              ? await makeCopies(store, names, 1, control, fullClone(jobs, machine, snapshotId, discs))
              : await makeCopies(store, names, lanes, control, (own, arriving, into) =>
                  usingDisks(() => fillLinkedClone(base, own, arriving, into)),
                )
          for (const stored of clones) {
            await machines.arrive(stored)
            tellEmptyFloppy(events, floppy, stored.configuration)
            made.push(stored.configuration)
          }
        })
        return made.map((clone) => clone.id)
      } finally {
        release()
      }
    })
  }

  /** What is as it was at the current snapshot is based on that; else a snapshot is taken. */
  async #baseOf(
    machine: VirtualMachine,
    snapshotId: string | undefined,
    name: string | undefined,
  ): Promise<MachineConfiguration> {
    const present = machine.configuration
    const found = await usingDisks(() => chooseBase(present, snapshotId))
    if (found !== null) return found
    const taken = await takeSnapshotAsJob(this.#services.jobs, machine, { name })
    return asItWas(machine.configuration, snapshotOf(machine.configuration, taken))
  }

  /** Those that have been made on this host. */
  async #discs(): Promise<Discs> {
    return this.#services.templates.discs()
  }
}

function invalid(field: string, message: string): ViridianError<'INPUT_INVALID'> {
  return new ViridianError('INPUT_INVALID', { issues: [{ path: field, message }] })
}

async function describePackage(file: string) {
  const source = await openPackage(file)
  await source.files.close()
  return source
}
