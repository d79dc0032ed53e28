import type { Progress } from '#electron/engines/engine.ts'
import type { SnapshotTexts } from '../host.ts'
import type { JobRegistry } from '../jobs/job-registry.ts'
import type { VirtualMachine } from '../virtual-machine.ts'
import type { Despite } from '#shared/snapshot.ts'

type Jobs = Pick<JobRegistry, 'carryOut' | 'result'>

/** Resolves with the snapshot's id. Throws as the machine does. */
export async function takeSnapshotAsJob(jobs: Jobs, machine: VirtualMachine, texts: SnapshotTexts): Promise<string> {
  let snapshotId = ''
  await asJob(jobs, 'takeSnapshot', machine, async (progress) => {
    snapshotId = await machine.takeSnapshot(texts, progress)
  })
  return snapshotId
}

/** Throws as the machine does. */
export function applySnapshotAsJob(
  jobs: Jobs,
  machine: VirtualMachine,
  snapshotId: string,
  despite?: Despite,
): Promise<void> {
  return asJob(jobs, 'applySnapshot', machine, () => machine.applySnapshot(snapshotId, despite))
}

/** The same for the snapshot the machine came of. */
export function revertAsJob(jobs: Jobs, machine: VirtualMachine, despite?: Despite): Promise<void> {
  return asJob(jobs, 'applySnapshot', machine, () => machine.revert(despite))
}

/** It takes more than a moment and must come to its end. */
async function asJob(
  jobs: Jobs,
  kind: 'takeSnapshot' | 'applySnapshot',
  { id, name, folder }: VirtualMachine,
  work: (progress: Progress) => Promise<void>,
): Promise<void> {
  const description = { kind, path: folder, machine: { id, name }, cancellable: false }
  await jobs.result(jobs.carryOut(description, ({ progress }) => work(progress)))
}
