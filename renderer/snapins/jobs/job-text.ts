import { useI18n } from 'vue-i18n'
import { hasEnded, type Job } from '#shared/job.ts'
import { jobName } from '#shared/messages/index.ts'
import { locale } from '../../i18n/index.ts'

/** Whole percents; what is still at work is never shown as done. */
export function percentOf({ progress, state }: Pick<Job, 'progress' | 'state'>): number {
  const percent = Math.floor(progress * 100)
  return state === 'Completed' ? 100 : Math.min(99, percent)
}

/** What a job does, and while it is at work how far it is: `Compacting (43%)`. */
export function useOperationText(): (job: Pick<Job, 'kind' | 'progress' | 'state'>) => string {
  const { t } = useI18n()
  return (job) => {
    const name = jobName(job.kind, locale.value)
    return hasEnded(job) ? name : t('disks.jobs.progress', { name, percent: percentOf(job) })
  }
}
