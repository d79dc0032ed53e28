import { useI18n } from 'vue-i18n'
import { hasEnded, percentOf, type Job } from '#shared/job.ts'
import { jobName } from '#shared/messages/index.ts'
import { locale } from '../i18n/index.ts'

/** What a job does, and while it is at work how far it is: `Compacting (43%)`. */
export function useOperationText(): (job: Pick<Job, 'kind' | 'progress' | 'state'>) => string {
  const { t } = useI18n()
  return (job) => {
    const name = jobName(job.kind, locale.value)
    return hasEnded(job) ? name : t('disks.jobs.progress', { name, percent: percentOf(job) })
  }
}
