import { asDiskError } from '#electron/disks/disk-error.ts'
import { diskFailureFacts } from '#electron/disks/disk-failure.ts'
import { createNodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { runTask } from '#electron/disks/tools/run-task.ts'
import { connectToParent } from '#electron/engines/parent-link.ts'
import type { DiskTask } from '#shared/disk.ts'
import { toJobSchema, type FromJob } from './protocol.ts'

/** Entry of the process of one job: long work on a disk, which must not hold up the host. */

const link = connectToParent()
/** Nobody else waits for this process. */
const files = createNodeDiskFiles({ mayWait: true })
const controller = new AbortController()
const post = (message: FromJob) => link.post(message)

/** Told no more often than people can see. */
const progressStep = 0.01

async function run(task: DiskTask): Promise<FromJob> {
  let told = 0
  const progress = (fraction: number) => {
    if (fraction < told + progressStep) return
    told = fraction
    post({ kind: 'progress', fraction: Math.min(1, fraction) })
  }
  try {
    return { kind: 'completed', result: await runTask(files, task, { signal: controller.signal, progress }) }
  } catch (error) {
    if (error === controller.signal.reason) return { kind: 'cancelled' }
    const disk = asDiskError(error)
    const detail = error instanceof Error ? error.message : String(error)
    return { kind: 'failed', detail, disk: disk === null ? null : diskFailureFacts(disk) }
  }
}

link.onMessage((raw) => {
  const message = toJobSchema.parse(raw)
  if (message.kind === 'cancel') controller.abort(new Error('cancelled'))
  else void run(message.task).then(post)
})
// What is half done is cleaned up: nobody will ask for it.
link.onGone(() => {
  controller.abort(new Error('cancelled'))
  process.exitCode = 1
})
