import { diskRisks } from '#shared/disk-error.ts'
import { createNodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import type { DiskFiles } from '#electron/disks/disk-files.ts'
import { partOf, type JobControl } from '#electron/disks/tools/job.ts'
import { mergeIntoParent } from '#electron/disks/tools/merge.ts'
import type { SavedStatesOf } from '#electron/engines/engine.ts'
import { runTask } from '#electron/disks/tools/run-task.ts'
import { runTransferTask } from '../transfer/transfer-task.ts'
import type { JobTask } from './job-task.ts'

/** Does a task in this process, which nobody else waits for. Resolves with the job's result. */
export async function runJobTask(task: JobTask, statesOf: SavedStatesOf, control: JobControl): Promise<unknown> {
  const files = createNodeDiskFiles({ mayWait: true })
  switch (task.kind) {
    case 'mergeSnapshots':
    case 'commitUndoDisks':
      await mergeLayers(files, task.layers, control)
      return null
    case 'exportMachine':
    case 'cloneMachine':
    case 'importMachine':
      return runTransferTask(files, task, statesOf, control)
    case 'createDisk':
    case 'createChildDisk':
    case 'createFloppy':
    case 'checkDisk':
    case 'compactDisk':
    case 'convertDisk':
    case 'expandDisk':
    case 'mergeDisk':
    case 'reconnectDisk':
      return runTask(files, task, control)
  }
}

async function mergeLayers(files: DiskFiles, layers: readonly string[], control: JobControl): Promise<void> {
  for (const [i, layer] of layers.entries()) {
    const part = partOf(control, i / layers.length, (i + 1) / layers.length)
    // The host's own layers: what it knows of them is more than their times tell.
    await mergeIntoParent(files, layer, { removeChild: false, accept: diskRisks }, part)
  }
}
