import { ViridianError } from '#shared/errors.ts'
import type { Job } from '#shared/job.ts'
import { asKnownError } from '#shared/messages/index.ts'
import { joinParts } from '#shared/watch-parts.ts'
import type { HostClient } from '#electron/server/client.ts'
import type { Context } from './context.ts'
import { runJob } from './disk-job.ts'
import type { CliErrorFacts } from './errors.ts'

/**
 * Follows a job of the host to its end, as `runJob` does work of this program: progress on a terminal, cancelled when the
 * user wants the program to end. `about` is the file or folder, or what a cancelled job leaves. Resolves with the job's result. Throws what it failed with, and JOB_CANCELLED.
 */
export function followJob(
  context: Pick<Context, 'output'>,
  client: HostClient,
  jobId: string,
  about: string | CliErrorFacts['JOB_CANCELLED'],
): Promise<unknown> {
  const cancelled = typeof about === 'string' ? ({ path: about, left: 'source' } as const) : about
  return runJob(context, cancelled, async ({ signal, progress }) => {
    const ended = new AbortController()
    const cancel = () => void client.jobs.cancel({ id: jobId }).catch(() => undefined)
    signal.addEventListener('abort', cancel)
    if (signal.aborted) cancel()
    void watchProgress(client, jobId, progress, ended.signal).catch(() => undefined)
    try {
      const job = await client.jobs.wait({ id: jobId })
      if (job.state === 'Cancelled') {
        signal.throwIfAborted()
        throw new ViridianError('JOB_CANCELLED', { path: cancelled.path })
      }
      if (job.error !== null) throw errorOf(job)
      return job.result
    } finally {
      ended.abort()
      signal.removeEventListener('abort', cancel)
    }
  })
}

async function watchProgress(
  client: HostClient,
  jobId: string,
  progress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<void> {
  for await (const message of joinParts(await client.host.watch(undefined, { signal }))) {
    if (message.type === 'change' && message.change.type === 'job' && message.change.job.id === jobId) {
      progress(message.change.job.progress)
    }
  }
}

function errorOf({ path, error }: Job): Error {
  const known = asKnownError(error)
  return known === null
    ? new ViridianError('JOB_INTERRUPTED', { path, detail: error?.code ?? '' })
    : new ViridianError(known.code, known.facts)
}
