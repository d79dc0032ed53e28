import { i18n } from '../i18n/index.ts'
import { computed, type ComputedRef } from 'vue'
import { useHostStore } from '../stores/host.store.ts'
import { useJobsStore } from '../stores/jobs.store.ts'
import { splitPath } from '../disks/fields/host-path.ts'
import { useOperationText } from './job-text.ts'

/** What the status bar says of jobs at work; nothing while there are none. */
export function useJobsAtWork(): ComputedRef<readonly string[]> {
  const { t } = i18n.global
  const host = useHostStore()
  const jobs = useJobsStore()
  const operationText = useOperationText()

  return computed(() => {
    const [job, ...others] = jobs.atWork
    if (job === undefined) return []
    if (others.length > 0) return [t('disks.jobs.atWork', { count: jobs.atWork.length })]
    const file = host.info === null ? job.path : splitPath(job.path, host.info).name
    return [t('disks.jobs.ofFile', { operation: operationText(job), file })]
  })
}
