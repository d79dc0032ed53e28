import { hasEnded, percentOf, type Job } from '#shared/job.ts'
import { jobName, type Locale } from '#shared/messages/index.ts'

/** What a job does, and while it is at work how far it is: `Compacting (43%)`. */
export function operationText(job: Pick<Job, 'kind' | 'progress' | 'state'>, locale: Locale): string {
  const name = jobName(job.kind, locale)
  return hasEnded(job) ? name : `${name} (${percentOf(job)}%)`
}
