import type { ChildProcess } from '#electron/engines/launcher.ts'
import type { DiskTask } from '#shared/disk.ts'
import { ViridianError } from '#shared/errors.ts'
import { fromJobSchema, type FromJob, type ToJob } from './protocol.ts'

export type JobEnd =
  | { readonly state: 'Completed'; readonly result: unknown }
  | { readonly state: 'Cancelled' }
  | { readonly state: 'Failed'; readonly error: ViridianError }

/** The process of one job, from its task to its end. */
export class JobRun {
  readonly ended: Promise<JobEnd>
  readonly #process: ChildProcess

  constructor(process: ChildProcess, task: DiskTask, progress: (fraction: number) => void) {
    this.#process = process
    this.ended = new Promise((resolve) => {
      process.onMessage((raw) => {
        const parsed = fromJobSchema.safeParse(raw)
        if (parsed.data?.kind === 'progress') progress(parsed.data.fraction)
        const end = parsed.success ? endOf(parsed.data, task) : failed(task, parsed.error.message)
        if (end === null) return
        resolve(end)
        process.kill()
      })
      process.onExit(({ code, signal, errorOutput }) => {
        resolve(failed(task, errorOutput.trim() || `its process ended (${signal ?? code ?? 'unknown'})`))
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
function endOf(message: FromJob, task: DiskTask): JobEnd | null {
  if (message.kind === 'progress') return null
  if (message.kind === 'completed') return { state: 'Completed', result: message.result }
  if (message.kind === 'cancelled') return { state: 'Cancelled' }
  if (message.disk === null) return failed(task, message.detail)
  return { state: 'Failed', error: new ViridianError('DISK_FAILED', message.disk) }
}

function failed({ path }: DiskTask, detail: string): JobEnd {
  return { state: 'Failed', error: new ViridianError('JOB_INTERRUPTED', { path, detail }) }
}
