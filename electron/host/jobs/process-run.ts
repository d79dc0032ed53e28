import type { ChildProcess } from '#electron/engines/launcher.ts'
import { ViridianError } from '#shared/errors.ts'
import { asKnownError } from '#shared/messages/index.ts'
import type { JobEnd, JobRun } from './job-end.ts'
import type { JobTask } from './job-task.ts'
import { fromJobSchema, type FromJob, type ToJob } from './protocol.ts'

/** The process of one job, from its task to its end. */
export class ProcessRun implements JobRun {
  readonly ended: Promise<JobEnd>
  readonly #process: ChildProcess

  constructor(process: ChildProcess, task: JobTask, progress: (fraction: number) => void) {
    this.#process = process
    this.ended = new Promise((resolve) => {
      process.onMessage((raw) => {
        const parsed = fromJobSchema.safeParse(raw)
        if (parsed.data?.kind === 'progress') progress(parsed.data.fraction)
        const end = parsed.success ? endOf(parsed.data, task) : interrupted(task, parsed.error.message)
        if (end === null) return
        resolve(end)
        process.kill()
      })
      process.onExit(({ code, signal, errorOutput }) => {
        resolve(interrupted(task, errorOutput.trim() || `its process ended (${signal ?? code ?? 'unknown'})`))
      })
    })
    this.#post({ kind: 'run', task })
  }

  cancel(): void {
    this.#post({ kind: 'cancel' })
  }

  kill(): void {
    this.#process.kill()
  }

  #post(message: ToJob): void {
    this.#process.post(message)
  }
}

/** Null where the job goes on. */
function endOf(message: FromJob, task: JobTask): JobEnd | null {
  if (message.kind === 'progress') return null
  if (message.kind === 'completed') return { state: 'Completed', result: message.result }
  if (message.kind === 'cancelled') return { state: 'Cancelled' }
  const known = asKnownError(message.error)
  return known === null
    ? interrupted(task, message.detail)
    : { state: 'Failed', error: new ViridianError(known.code, known.facts) }
}

export function interrupted({ path }: Pick<JobTask, 'path'>, detail: string): JobEnd {
  return { state: 'Failed', error: new ViridianError('JOB_INTERRUPTED', { path, detail }) }
}
