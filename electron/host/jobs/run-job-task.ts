import { createNodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import type { JobControl } from '#electron/disks/tools/job.ts'
import { runTask } from '#electron/disks/tools/run-task.ts'
import { runTransferTask } from '../transfer/transfer-task.ts'
import type { JobTask } from './job-task.ts'

/** Does a task in this process, which nobody else waits for. Resolves with the job's result. */
export function runJobTask(task: JobTask, control: JobControl): Promise<unknown> {
  const files = createNodeDiskFiles({ mayWait: true })
  switch (task.kind) {
    case 'exportMachine':
    case 'cloneMachine':
    case 'importMachine':
      return runTransferTask(files, task, control)
    default:
      return runTask(files, task, control)
  }
}
