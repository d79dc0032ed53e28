import { usingDisks } from '#electron/disks/disk-failure.ts'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { inspectChain } from '#electron/disks/tools/inspect.ts'
import type { DiskFacts, DiskTask } from '#shared/disk.ts'
import { ViridianError } from '#shared/errors.ts'
import { machineWith } from './disk-usage.ts'
import { requireAbsolute } from './drives.ts'
import type { JobRegistry } from './jobs/job-registry.ts'
import type { MachineConfiguration } from './machine-configuration.ts'

/** What the host does with virtual hard disks beside using them in machines. */
export class HostDisks {
  readonly #jobs: JobRegistry
  readonly #machines: () => readonly MachineConfiguration[]

  constructor(jobs: JobRegistry, machines: () => readonly MachineConfiguration[]) {
    this.#jobs = jobs
    this.#machines = machines
  }

  /** A disk and its parents, the disk first, as far as they are found. Throws DISK_FAILED and INPUT_INVALID. */
  inspect(file: string): Promise<DiskFacts[]> {
    requireAbsolute(file, 'path')
    return usingDisks(() => inspectChain(nodeDiskFiles, file))
  }

  /** Begins work and gives its job's id. Throws DISK_ATTACHED and INPUT_INVALID. */
  run(task: DiskTask): string {
    for (const [field, value] of Object.entries(task)) {
      if (['path', 'source', 'parent', 'backing', 'into'].includes(field) && typeof value === 'string') {
        requireAbsolute(value, field)
      }
    }
    // A merge into the parent removes the file that the machine starts from.
    const machine = task.kind === 'mergeDisk' && task.into === null ? machineWith(task.path, this.#machines()) : null
    if (machine !== null) throw new ViridianError('DISK_ATTACHED', { path: task.path, name: machine.name })
    return this.#jobs.start(task)
  }
}
