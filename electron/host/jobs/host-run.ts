import { usingDisks } from '#electron/disks/disk-failure.ts'
import type { JobControl } from '#electron/disks/tools/job.ts'
import { ViridianError } from '#shared/errors.ts'
import { errorText, isViridianError } from '../unexpected.ts'
import type { JobEnd, JobRun } from './job-end.ts'

/** Work of a job that is done in the host's own process. */
export class HostRun implements JobRun {
  readonly ended: Promise<JobEnd>
  readonly #controller = new AbortController()

  constructor(work: (control: JobControl) => Promise<unknown>, progress: (fraction: number) => void) {
    this.ended = this.#run(() => work({ signal: this.#controller.signal, progress }))
  }

  cancel(): void {
    this.#controller.abort(new Error('cancelled'))
  }

  /** It cannot be ended from outside: it comes to its end, or minds the signal. */
  kill(): void {
    this.cancel()
  }

  async #run(work: () => Promise<unknown>): Promise<JobEnd> {
    const { signal } = this.#controller
    try {
      return { state: 'Completed', result: await usingDisks(work) }
    } catch (error) {
      // Node's own calls that were given the signal reject with an error of theirs.
      if (signal.aborted && (error === signal.reason || (error as Error).name === 'AbortError')) {
        return { state: 'Cancelled' }
      }
      if (isViridianError(error)) return { state: 'Failed', error }
      console.error('A job met an unexpected error:', error)
      return { state: 'Failed', error: new ViridianError('INTERNAL', { detail: errorText(error) }, { cause: error }) }
    }
  }
}
