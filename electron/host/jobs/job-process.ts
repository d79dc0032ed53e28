import { usingDisks } from '#electron/disks/disk-failure.ts'
import { installedStates } from '#electron/engines/installed-engines.ts'
import { connectToParent } from '#electron/engines/parent-link.ts'
import { errorText, isViridianError } from '../unexpected.ts'
import type { JobTask } from './job-task.ts'
import { inSteps } from './progress-steps.ts'
import { toJobSchema, type FromJob } from './protocol.ts'
import { runJobTask } from './run-job-task.ts'

/** Entry of the process of one job: long work, which must not hold up the host. */

const link = connectToParent()
const controller = new AbortController()
const post = (message: FromJob) => link.post(message)

async function run(task: JobTask): Promise<FromJob> {
  const progress = inSteps((fraction) => post({ kind: 'progress', fraction }))
  try {
    const result = await usingDisks(() => runJobTask(task, installedStates, { signal: controller.signal, progress }))
    return { kind: 'completed', result }
  } catch (error) {
    if (error === controller.signal.reason) return { kind: 'cancelled' }
    const known = isViridianError(error) ? { code: error.code, facts: error.facts } : null
    return { kind: 'failed', detail: errorText(error), error: known }
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
