import { randomUUID } from 'node:crypto'
import type { ProcessLauncher } from '#electron/engines/launcher.ts'
import type { DiskTask } from '#shared/disk.ts'
import { ViridianError } from '#shared/errors.ts'
import { hasEnded, type Job } from '#shared/job.ts'
import { errorText } from '../unexpected.ts'
import { JobRun, type JobEnd } from './job-run.ts'

/** Milliseconds a job has to clean up when the host closes. */
const cancelTime = 10_000

/** Jobs that have ended and are kept for consoles that connect later. */
export const endedJobsKept = 50

export interface JobServices {
  readonly launcher: ProcessLauncher
  /** The built entry of a job's process. */
  readonly jobProcess: string
  readonly publish: (job: Job) => void
}

interface Entry {
  job: Job
  run: JobRun | null
  readonly ended: Promise<void>
}

/** The long work of a host: each job in a process of its own, all of them in one list. */
export class JobRegistry {
  readonly #services: JobServices
  readonly #entries = new Map<string, Entry>()
  #closing = false

  constructor(services: JobServices) {
    this.#services = services
  }

  /** Oldest first. */
  get jobs(): Job[] {
    return [...this.#entries.values()].map(({ job }) => job)
  }

  /** The id of the job that has begun. */
  start(task: DiskTask): string {
    if (this.#closing) throw new ViridianError('INTERNAL', { detail: 'the host is closing' })
    const id = randomUUID()
    const job: Job = {
      id,
      kind: task.kind,
      path: task.path,
      state: 'Running',
      progress: 0,
      startedAt: new Date().toISOString(),
      endedAt: null,
      error: null,
      result: null,
    }
    this.#services.publish(job)
    this.#entries.set(id, { job, run: null, ended: this.#run(id, task) })
    this.#forgetOldest()
    return id
  }

  /** Throws JOB_NOT_FOUND. */
  cancel(id: string): void {
    const entry = this.#find(id)
    if (entry.job.state !== 'Running') return
    this.#update(id, { state: 'Cancelling' })
    entry.run?.cancel()
  }

  /** Resolves with the job when it has ended. Throws JOB_NOT_FOUND. */
  async wait(id: string): Promise<Job> {
    const entry = this.#find(id)
    await entry.ended
    return entry.job
  }

  /** Cancels what runs and waits for it; what does not end in time is ended: its files are as they were. */
  async close(): Promise<void> {
    this.#closing = true
    const running = [...this.#entries.values()].filter(({ job }) => !hasEnded(job))
    for (const { job } of running) this.cancel(job.id)
    const impatient = setTimeout(() => running.forEach(({ run }) => run?.kill()), cancelTime)
    await Promise.all(running.map(({ ended }) => ended)).finally(() => clearTimeout(impatient))
  }

  async #run(id: string, task: DiskTask): Promise<void> {
    const end = await this.#carryOut(id, task)
    this.#update(id, {
      state: end.state,
      endedAt: new Date().toISOString(),
      ...(end.state === 'Completed' ? { progress: 1, result: end.result ?? null } : {}),
      ...(end.state === 'Failed' ? { error: { code: end.error.code, facts: end.error.facts } } : {}),
    })
  }

  async #carryOut(id: string, task: DiskTask): Promise<JobEnd> {
    const { launcher, jobProcess } = this.#services
    try {
      const child = await launcher.launch(jobProcess, { title: `viridian: ${task.kind}` })
      const run = new JobRun(child, task, (progress) => this.#update(id, { progress }))
      const entry = this.#find(id)
      entry.run = run
      // It was cancelled before there was anybody to tell.
      if (entry.job.state === 'Cancelling') run.cancel()
      return await run.ended
    } catch (error) {
      return {
        state: 'Failed',
        error: new ViridianError('JOB_INTERRUPTED', { path: task.path, detail: errorText(error) }),
      }
    }
  }

  #update(id: string, change: Partial<Job>): void {
    const entry = this.#find(id)
    entry.job = { ...entry.job, ...change }
    this.#services.publish(entry.job)
  }

  #find(id: string): Entry {
    const entry = this.#entries.get(id)
    if (entry === undefined) throw new ViridianError('JOB_NOT_FOUND', { id })
    return entry
  }

  #forgetOldest(): void {
    const ended = [...this.#entries.values()].filter(({ job }) => hasEnded(job))
    for (const { job } of ended.slice(0, -endedJobsKept)) this.#entries.delete(job.id)
  }
}
