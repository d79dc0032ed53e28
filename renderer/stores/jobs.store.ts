import { computed, shallowRef } from 'vue'
import type { DiskTask } from '#shared/disk.ts'
import type { WatchMessage } from '#shared/host.ts'
import { hasEnded, type Job } from '#shared/job.ts'
import { defineHostStore } from '../sessions/host-store.ts'
import { useHostStore } from './host.store.ts'
import { useNoticesStore } from './notices.store.ts'
import { shownName } from './shown.ts'

/** Ended jobs kept on the page; the host keeps its own history. */
const endedKept = 500

/**
 * The host's jobs, and the calls that begin and end them. Only messages of the watch change jobs; of those that ended before it
 * began, which nothing changes any more, the host is asked.
 */
export const useJobsStore = defineHostStore('jobs', (session) => {
  const host = useHostStore(session)
  const notices = useNoticesStore()

  const byId = shallowRef<ReadonlyMap<string, Job>>(new Map())
  /** Oldest first. */
  const all = computed(() => [...byId.value.values()])
  const atWork = computed(() => all.value.filter((job) => !hasEnded(job)))
  /** By their machines, of each the first that was begun. */
  const atWorkOn = computed(
    () => new Map(atWork.value.toReversed().flatMap((job) => (job.machineId === null ? [] : [[job.machineId, job]]))),
  )

  host.onMessage((message: WatchMessage) => {
    if (message.type === 'snapshot') keep(message.snapshot.jobs)
    else if (message.change.type === 'job') {
      const { job } = message.change
      keep(new Map(byId.value).set(job.id, job).values())
    }
  })

  function keep(jobs: Iterable<Job>): void {
    const known = [...jobs].map(shownName)
    const forgotten = new Set(known.filter(hasEnded).slice(0, -endedKept))
    byId.value = new Map(known.filter((job) => !forgotten.has(job)).map((job) => [job.id, job]))
  }

  function find(id: string): Job | null {
    return byId.value.get(id) ?? null
  }

  /** Resolves with the job's id. Rejects with what the host answers, so that a wizard shows it at what it concerns. */
  async function start(task: DiskTask): Promise<string> {
    const { jobId } = await host.call((client) => client.disks.run(task))
    return jobId
  }

  /** Asks a job to end; a failure to ask is shown to the user. */
  async function cancel(id: string): Promise<void> {
    await notices.attempt({ kind: 'cancelJob', machine: null }, () => host.call((client) => client.jobs.cancel({ id })))
  }

  /** Fetches what the host remembers beyond what it told at first. Resolves with whether it could be fetched. */
  async function loadAll(): Promise<boolean> {
    try {
      const remembered = await host.call((client) => client.jobs.list())
      byId.value = new Map([
        ...remembered.filter(hasEnded).map((job) => [job.id, shownName(job)] as const),
        ...byId.value,
      ])
      return true
    } catch (error) {
      notices.report({ kind: 'listJobs', machine: null }, error)
      return false
    }
  }

  return { all, atWork, atWorkOn, find, start, cancel, loadAll }
})
