import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { usingDisks } from '#electron/disks/disk-failure.ts'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { inspectChain } from '#electron/disks/tools/inspect.ts'
import type { DiskFacts, DiskTask } from '#shared/disk.ts'
import { ViridianError } from '#shared/errors.ts'
import { machineWith, requireOutsideLayers } from './disk-usage.ts'
import { requireAbsolute } from './drives.ts'
import type { JobRegistry } from './jobs/job-registry.ts'
import type { MachineConfiguration } from './machine-configuration.ts'
import { storing } from './storage-failure.ts'

/** What the host does with virtual hard disks beside using them in machines. */
export class HostDisks {
  readonly #home: string
  readonly #jobs: JobRegistry
  readonly #machines: () => readonly MachineConfiguration[]
  readonly #requireOutsideTemplates: (file: string) => void

  /** `requireOutsideTemplates` throws DISK_OF_TEMPLATE. */
  constructor(
    home: string,
    jobs: JobRegistry,
    machines: () => readonly MachineConfiguration[],
    requireOutsideTemplates: (file: string) => void,
  ) {
    this.#home = home
    this.#jobs = jobs
    this.#machines = machines
    this.#requireOutsideTemplates = requireOutsideTemplates
  }

  /** A disk and its parents, the disk first, as far as they are found. Throws DISK_FAILED and INPUT_INVALID. */
  inspect(file: string): Promise<DiskFacts[]> {
    requireAbsolute(file, 'path')
    return usingDisks(() => inspectChain(nodeDiskFiles, file, { blocks: true }))
  }

  /** Begins work and gives its job's id. Throws DISK_ATTACHED, DISK_IN_SNAPSHOTS, DISK_OF_TEMPLATE, INPUT_INVALID and STORAGE_FAILED. */
  async run(task: DiskTask): Promise<string> {
    for (const [field, value] of Object.entries(task)) {
      if (!['path', 'source', 'parent', 'backing', 'into'].includes(field)) continue
      for (const file of [value].flat()) if (typeof file === 'string') requireAbsolute(file, field)
    }
    for (const written of await disksWrittenBy(task)) {
      requireOutsideLayers(written, this.#machines())
      this.#requireOutsideTemplates(written)
    }
    // A merge into the parent removes the file that the machine starts from.
    const machine = task.kind === 'mergeDisk' && task.into === null ? machineWith(task.path, this.#machines()) : null
    if (machine !== null) throw new ViridianError('DISK_ATTACHED', { path: task.path, name: machine.name })
    const file = fileMadeBy(task)
    if (file !== null) await this.#makeFolder(path.dirname(file))
    return this.#jobs.start(task)
  }

  /** As Virtual Server did: whoever names a place for a new disk need not make its folder first. */
  async #makeFolder(folder: string): Promise<void> {
    const isOurs = !path.relative(this.#home, folder).startsWith('..')
    await storing(folder, () => mkdir(folder, { recursive: true, mode: isOurs ? 0o700 : 0o777 }))
  }
}

/** The disks that are there already and are others afterwards. */
async function disksWrittenBy(task: DiskTask): Promise<string[]> {
  if (task.kind !== 'mergeDisk' || task.into !== null) return changes(task) ? [task.path] : []
  // The job itself tells of one that cannot be read.
  const chain = await inspectChain(nodeDiskFiles, task.path).catch(() => [])
  return [task.path, ...chain.slice(1, 2).map((parent) => parent.path)]
}

/** Whether the disk at the task's path is another one afterwards. */
function changes(task: DiskTask): boolean {
  switch (task.kind) {
    case 'checkDisk':
      return task.repair
    case 'mergeDisk':
      return task.into === null
    case 'compactDisk':
    case 'expandDisk':
    case 'reconnectDisk':
      return true
    case 'createDisk':
    case 'createChildDisk':
    case 'createFloppy':
    case 'convertDisk':
      return false
  }
}

/** The new file at a path of the user's choice; null where none is made. */
function fileMadeBy(task: DiskTask): string | null {
  switch (task.kind) {
    case 'createDisk':
    case 'createChildDisk':
    case 'createFloppy':
    case 'convertDisk':
      return task.path
    case 'mergeDisk':
      return task.into
    case 'checkDisk':
    case 'compactDisk':
    case 'expandDisk':
    case 'reconnectDisk':
      return null
  }
}
