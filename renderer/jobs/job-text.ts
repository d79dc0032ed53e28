import { hasEnded, percentOf, type Job } from '#shared/job.ts'
import { jobName } from '#shared/messages/index.ts'
import { i18n, locale } from '../i18n/index.ts'

/** What a job does, and while it is at work how far it is: `Compacting (43%)`. */
export function useOperationText(): (job: Pick<Job, 'kind' | 'progress' | 'state'>) => string {
  const { t } = i18n.global
  return (job) => {
    const name = jobName(job.kind, locale.value)
    return hasEnded(job) ? name : t('disks.jobs.progress', { name, percent: percentOf(job) })
  }
}
