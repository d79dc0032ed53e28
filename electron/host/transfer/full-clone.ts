import * as z from 'zod'
import type { JobRegistry } from '../jobs/job-registry.ts'
import { parseConfiguration } from '../machine-configuration.ts'
import type { VirtualMachine } from '../virtual-machine.ts'
import type { Discs } from './adopt-states.ts'
import { documentOf } from './copyable.ts'
import type { MakeCopy } from './make-copies.ts'

export const documentSchema = z.string()

/** Copies a machine, or one of its snapshots, as one without snapshots: each disk becomes one. Rejects as `JobRegistry.perform`. */
export function fullClone(
  jobs: JobRegistry,
  machine: VirtualMachine,
  snapshotId: string | undefined,
  discs: Discs,
): MakeCopy {
  const options = {
    state: true,
    snapshots: false,
    media: 'refer' as const,
    ...(snapshotId === undefined ? {} : { snapshotId }),
  }
  return async (name, arriving, folder, control) => {
    const task = { kind: 'cloneMachine' as const, path: arriving, machine: documentOf(machine, name), options, discs }
    return parseConfiguration(documentSchema.parse(await jobs.perform(task, control)), folder)
  }
}
