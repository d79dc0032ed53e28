import { computed, ref, shallowRef, watch } from 'vue'
import { ViridianError } from '#shared/errors.ts'
import { hasEnded, type Job } from '#shared/job.ts'
import { useJobsStore } from '../stores/jobs.store.ts'

/** What a dialog has the host do, as far as its job is called by it: what kind of work, and on which file or folder. */
export type Task = Pick<Job, 'kind' | 'path'>

/** Whom `useTask` tells how its task ended. */
export interface TaskFollower {
  completed(job: Job): void
  cancelled(): void
  /** It was refused, or failed later. */
  failed(error: unknown): void
}

/**
 * A task as the dialog it was begun in follows it. The job goes on when the dialog is closed. `start` resolves with the
 * job's id, and rejects with what the host answers.
 */
export function useTask<Wanted extends Task>(start: (wanted: Wanted) => Promise<string>, follower: TaskFollower) {
  const jobs = useJobsStore()
  /** The task at work; null while there is none. */
  const task = shallowRef<Task | null>(null)
  const jobId = ref<string | null>(null)
  /** Null until the host has told of it. */
  const job = computed(() => (jobId.value === null ? null : jobs.find(jobId.value)))

  watch(job, (now, before) => {
    const id = jobId.value
    if (id === null || task.value === null) return
    // It was there, and a host that was started anew does not know it.
    if (now === null && before !== null) end(() => follower.failed(new ViridianError('JOB_NOT_FOUND', { id })))
    else if (now !== null && hasEnded(now)) end(() => tell(now))
  })

  function tell(ended: Job): void {
    if (ended.state === 'Completed') follower.completed(ended)
    else if (ended.state === 'Cancelled') follower.cancelled()
    else follower.failed(ended.error)
  }

  function end(then: () => void): void {
    task.value = null
    jobId.value = null
    then()
  }

  async function begin(wanted: Wanted): Promise<void> {
    if (task.value !== null) return
    task.value = wanted
    try {
      jobId.value = await start(wanted)
    } catch (error) {
      end(() => follower.failed(error))
    }
  }

  function cancel(): void {
    if (jobId.value !== null) void jobs.cancel(jobId.value)
  }

  return { task, job, begin, cancel }
}
