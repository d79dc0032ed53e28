import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { ViridianError } from '#shared/errors.ts'
import type { MachineCopy } from '#shared/machine-state.ts'
import { machineNameSchema } from '#shared/machine.ts'
import {
  cloneNames,
  type CloneMachine,
  type ExportMachine,
  type ImportFacts,
  type ImportMachine,
} from '#shared/transfer.ts'
import { usingDisks } from '#electron/disks/disk-failure.ts'
import { partOf, type JobControl } from '#electron/disks/tools/job.ts'
import { requireAbsolute } from '../drives.ts'
import type { Machines, Transfers } from '../host.ts'
import type { JobRegistry } from '../jobs/job-registry.ts'
import type { MachineCollection } from '../machine-collection.ts'
import { formatConfiguration, parseConfiguration, type MachineConfiguration } from '../machine-configuration.ts'
import type { MachineStore, StoredMachine } from '../machine-store.ts'
import { storing } from '../storage-failure.ts'
import type { Templates } from '../templates.ts'
import type { VirtualMachine } from '../virtual-machine.ts'
import type { Discs } from './adopt-states.ts'
import { asItWas, snapshotOf } from './contents.ts'
import { inspectPackage } from './inspect-package.ts'
import { chooseBase, fillLinkedClone } from './linked-clone.ts'
import { openPackage } from './package-source.ts'

export interface TransferServices {
  readonly machines: MachineCollection
  readonly jobs: JobRegistry
  readonly store: MachineStore
  readonly templates: Templates
}

/** Linked clones that are made at the same time: each waits for the disk most of the time. */
const lanes = 8

/** Exports, imports and clones machines, each as a job. */
export class MachineTransfers implements Transfers {
  readonly #services: TransferServices

  constructor(services: TransferServices) {
    this.#services = services
  }

  /** Throws what a machine that is not there or on throws, INPUT_INVALID, SNAPSHOT_NOT_FOUND and STORAGE_FAILED. */
  async export({ id, path: target, snapshotId, ...options }: ExportMachine): Promise<string> {
    requireAbsolute(target, 'path')
    const { jobs, machines } = this.#services
    const machine = machines.machine(id)
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
    return usingDisks(async () =>
      inspectPackage(file, this.#services.machines.list(), await this.#discs(), new AbortController().signal),
    )
  }

  /** Throws PACKAGE_UNUSABLE, MACHINE_NAME_TAKEN, MACHINE_ID_TAKEN, INPUT_INVALID and DISK_FAILED. */
  async import({ path: from, name, mode, identity }: ImportMachine): Promise<string> {
    requireAbsolute(from, 'path')
    const { jobs, machines, store } = this.#services
    const file = path.resolve(from)
    const { format, manifest } = await usingDisks(() => describePackage(file))
    if (mode === 'inPlace') {
      if (format === 'file') throw invalid('mode', 'only a folder can become a machine where it is')
      await store.requireAdoptable(file)
    }
    const id = identity === 'kept' ? manifest.machine.id : randomUUID()
    const holder = machines.list().find((machine) => machine.id === id)
    if (holder !== undefined) throw new ViridianError('MACHINE_ID_TAKEN', { name: holder.name })
    const discs = await this.#discs()
    const own = machineNameSchema.catch('Imported').parse(manifest.machine.name)
    const chosen = name ?? machines.names.free(own)
    const release = machines.names.reserve([chosen])
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
    const { jobs, machines } = this.#services
    const machine = machines.machine(id)
    requireCopyable(machine, 'clone', snapshotId)
    const names = cloneNames(wanted)
    for (const each of names) {
      const parsed = machineNameSchema.safeParse(each)
      if (!parsed.success) throw invalid('name', z.prettifyError(parsed.error))
    }
    const discs = await this.#discs()
    const release = machines.names.reserve(names)
    const { name, folder } = machine
    return jobs.carryOut({ kind: 'cloneMachine', path: folder, machine: { id, name } }, async (control) => {
      try {
        const base = mode === 'linked' ? await this.#baseOf(machine, snapshotId, baseName) : machine.configuration
        const made: MachineConfiguration[] = []
        await whileCopying(machine, 'clone', snapshotId, async () => {
          const clones =
            mode === 'full'
              ? await this.#makeAll(names, 1, control, this.#fullClone(machine, snapshotId, discs))
              : await this.#makeAll(names, lanes, control, (own, arriving, into) =>
                  usingDisks(() => fillLinkedClone(base, own, arriving, into)),
                )
          for (const stored of clones) {
            await machines.arrive(stored)
            made.push(stored.configuration)
          }
        })
        return made.map((clone) => clone.id)
      } finally {
        release()
      }
    })
  }

  #fullClone(machine: VirtualMachine, snapshotId: string | undefined, discs: Discs): MakeClone {
    const options = {
      state: true,
      snapshots: false,
      media: 'refer' as const,
      ...(snapshotId === undefined ? {} : { snapshotId }),
    }
    return async (name, arriving, folder, control) => {
      const task = { kind: 'cloneMachine' as const, path: arriving, machine: documentOf(machine, name), options, discs }
      const document = documentSchema.parse(await this.#services.jobs.perform(task, control))
      return parseConfiguration(document, folder)
    }
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
    const { machines }: { machines: Machines } = this.#services
    const taken = await machines.takeSnapshot(machine.id, { name })
    return asItWas(machine.configuration, snapshotOf(machine.configuration, taken))
  }

  /** All of them, or none where one fails or the user cancels. */
  async #makeAll(
    names: readonly string[],
    atOnce: number,
    control: JobControl,
    make: MakeClone,
  ): Promise<StoredMachine[]> {
    const { store } = this.#services
    const made: StoredMachine[] = []
    const waiting = [...names.entries()]
    const lane = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        control.signal.throwIfAborted()
        const [index, name] = next
        const own = atOnce === 1 ? partOf(control, index / names.length, (index + 1) / names.length) : control
        const stored = await store.create(name, async (arriving, folder) => {
          const progress = atOnce === 1 ? own : { signal: control.signal, progress: () => undefined }
          const clone = await make(name, arriving, folder, progress)
          return { ...clone, id: randomUUID(), name, createdAt: new Date().toISOString(), wasOn: false }
        })
        made.push(stored)
        control.progress(made.length / names.length)
      }
    }
    const results = await Promise.allSettled(Array.from({ length: Math.min(atOnce, names.length) }, lane))
    const failed = results.find((result) => result.status === 'rejected')
    if (failed === undefined && !control.signal.aborted) return made
    await Promise.all(made.map(({ folder }) => store.remove(folder)))
    throw failed?.reason ?? control.signal.reason
  }

  /** Those that have been made on this host. */
  async #discs(): Promise<Discs> {
    return this.#services.templates.discs()
  }
}

type MakeClone = (name: string, arriving: string, folder: string, control: JobControl) => Promise<MachineConfiguration>

const documentSchema = z.string()

function invalid(field: string, message: string): ViridianError<'INPUT_INVALID'> {
  return new ViridianError('INPUT_INVALID', { issues: [{ path: field, message }] })
}

/** A snapshot's files do not change, so that a machine that is on does not matter to it. */
function isFrozen(machine: VirtualMachine, snapshotId: string | undefined): boolean {
  return snapshotId !== undefined && machine.state !== 'Off' && machine.state !== 'Saved'
}

function requireCopyable(machine: VirtualMachine, command: MachineCopy, snapshotId: string | undefined): void {
  if (snapshotId !== undefined) snapshotOf(machine.configuration, snapshotId)
  if (!isFrozen(machine, snapshotId)) machine.requireFor(command)
}

function whileCopying(
  machine: VirtualMachine,
  command: MachineCopy,
  snapshotId: string | undefined,
  work: () => Promise<void>,
): Promise<void> {
  return isFrozen(machine, snapshotId) ? work() : machine.copy(command, work)
}

/** For a process that copies it; `name` is what the copy is called. */
function documentOf(machine: VirtualMachine, name: string): { document: string; folder: string } {
  const { folder } = machine
  return { document: formatConfiguration({ ...machine.configuration, name }, folder), folder }
}

async function describePackage(file: string) {
  const source = await openPackage(file)
  await source.files.close()
  return source
}
