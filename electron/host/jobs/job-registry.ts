import { randomUUID } from 'node:crypto'
import type { JobControl } from '#electron/disks/tools/job.ts'
import type { ProcessLauncher } from '#electron/engines/launcher.ts'
import { ViridianError } from '#shared/errors.ts'
import { hasEnded, type Job, type JobKind } from '#shared/job.ts'
import { currentUser } from '../caller.ts'
import { errorText } from '../unexpected.ts'
import { watchFiles } from './file-changes.ts'
import { HostRun } from './host-run.ts'
import { endOf, type JobEnd, type JobRun } from './job-end.ts'
import { jobsKept, type JobHistory } from './job-history.ts'
import type { JobTask } from './job-task.ts'
import { interrupted, ProcessRun } from './process-run.ts'
import { inSteps } from './progress-steps.ts'
import { remainingTime } from './remaining-time.ts'

/** Milliseconds a job has to clean up when the host closes. */
const cancelTime = 10_000

/** Jobs that have ended and that a console is told of when it connects; for the others it asks. */
export const recentJobs = 50

export interface JobServices {
  readonly launcher: ProcessLauncher
  /** The built entry of a job's process. */
  readonly jobProcess: string
  readonly publish: (job: Job) => void
  readonly history: Pick<JobHistory, 'jobs' | 'add'>
  /** Told of each that fails. */
  readonly failed?: (job: Job) => void
  /** Milliseconds that only ever grow. */
  readonly clock?: () => number
}

/** What is told of work before it begins. */
export interface JobDescription {
  readonly kind: JobKind
  /** The file or folder it is about. */
  readonly path: string
  /** The machine it is done to. */
  readonly machine?: { readonly id: string; readonly name: string }
  /** False of work that does not mind its signal. */
  readonly cancellable?: boolean
  /** Files and folders it may make, change or remove; what became of them is told at the end. Without it `path`. */
  readonly files?: readonly string[]
}

interface Entry {
  job: Job
  run: JobRun | null
  readonly ended: Promise<JobEnd>
}

/** The long work of a host, in processes of its own or in the host's: all of it in one list. */
export class JobRegistry {
  readonly #services: JobServices
  readonly #clock: () => number
  readonly #entries = new Map<string, Entry>()
  #closing = false

  constructor(services: JobServices) {
    this.#services = services
    this.#clock = services.clock ?? (() => performance.now())
    for (const job of services.history.jobs) {
      this.#entries.set(job.id, { job, run: null, ended: Promise.resolve(endOf(job)) })
    }
  }

  /** All that are remembered, oldest first. */
  get jobs(): Job[] {
    return [...this.#entries.values()].map(({ job }) => job)
  }

  /** Those at work, and the last ones that ended; oldest first. */
  get recent(): Job[] {
    const { jobs } = this
    const older = new Set(jobs.filter(hasEnded).slice(0, -recentJobs))
    return jobs.filter((job) => !older.has(job))
  }

  /** Does a task in a process of its own. The id of the job that has begun. */
  start(task: JobTask, description: Omit<JobDescription, 'kind' | 'path' | 'cancellable'> = {}): string {
    if (this.#closing) throw new ViridianError('INTERNAL', { detail: 'the host is closing' })
    const { launcher, jobProcess } = this.#services
    return this.#begin({ ...description, kind: task.kind, path: task.path }, async (progress) => {
      const child = await launcher.launch(jobProcess, { title: `viridian: ${task.kind}` })
      return new ProcessRun(child, task, progress)
    })
  }

  /**
   * Does work in the host itself, which rejects with its signal's reason where it is cancelled. The id of the job that
   * has begun. Not refused while the host closes: saving machines is part of that.
   */
  carryOut(description: JobDescription, work: (control: JobControl) => Promise<unknown>): string {
    return this.#begin(description, (progress) => Promise.resolve(new HostRun(work, progress)))
  }

  /**
   * Does a task in a process of its own that is a part of a job. Resolves with its result; rejects with what it failed with,
   * or the signal's reason.
   */
  async perform(task: JobTask, { signal, progress }: JobControl): Promise<unknown> {
    const { launcher, jobProcess } = this.#services
    const child = await launcher.launch(jobProcess, { title: `viridian: ${task.kind}` })
    const run = new ProcessRun(child, task, progress)
    const cancel = () => run.cancel()
    signal.addEventListener('abort', cancel)
    try {
      if (signal.aborted) cancel()
      const end = await run.ended
      if (end.state === 'Failed') throw end.error
      if (end.state === 'Cancelled') throw signal.reason
      return end.result
    } finally {
      signal.removeEventListener('abort', cancel)
    }
  }

  /** Throws JOB_NOT_FOUND, JOB_NOT_CANCELLABLE. */
  cancel(id: string): void {
    const { job } = this.#find(id)
    if (job.state !== 'Running') return
    if (!job.cancellable) throw new ViridianError('JOB_NOT_CANCELLABLE', { path: job.path })
    this.#cancel(id)
  }

  /** Resolves with the job when it has ended. Throws JOB_NOT_FOUND. */
  async wait(id: string): Promise<Job> {
    const entry = this.#find(id)
    await entry.ended
    return entry.job
  }

  /** Resolves with the job's result. Throws what the job failed with, JOB_CANCELLED and JOB_NOT_FOUND. */
  async result(id: string): Promise<unknown> {
    const { job, ended } = this.#find(id)
    const end = await ended
    if (end.state === 'Failed') throw end.error
    if (end.state === 'Cancelled') throw new ViridianError('JOB_CANCELLED', { path: job.path })
    return end.result
  }

  /** Cancels what runs and waits for it; a process that does not end in time is ended: its files are as they were. */
  async close(): Promise<void> {
    this.#closing = true
    const running = [...this.#entries.values()].filter(({ job }) => !hasEnded(job))
    for (const { job } of running) if (job.state === 'Running' && job.cancellable) this.#cancel(job.id)
    const impatient = setTimeout(() => running.forEach(({ run }) => run?.kill()), cancelTime)
    await Promise.all(running.map(({ ended }) => ended)).finally(() => clearTimeout(impatient))
  }

  #begin(description: JobDescription, begin: (progress: (fraction: number) => void) => Promise<JobRun>): string {
    const { kind, path, machine, cancellable = true } = description
    const id = randomUUID()
    const job: Job = {
      id,
      kind,
      path,
      machineId: machine?.id ?? null,
      machineName: machine?.name ?? null,
      user: currentUser(),
      state: 'Running',
      cancellable,
      progress: 0,
      remaining: null,
      startedAt: new Date().toISOString(),
      endedAt: null,
      error: null,
      result: null,
      changes: [],
    }
    this.#services.publish(job)
    this.#services.history.add(job)
    this.#entries.set(id, { job, run: null, ended: this.#run(job, description.files ?? [path], begin) })
    this.#forgetOldest()
    return id
  }

  async #run(
    { id, path }: Job,
    files: readonly string[],
    begin: (progress: (fraction: number) => void) => Promise<JobRun>,
  ): Promise<JobEnd> {
    const begun = this.#clock()
    const changes = await watchFiles(files)
    const end = await this.#carryOut(id, path, () =>
      begin(
        inSteps((progress) =>
          this.#update(id, { progress, remaining: remainingTime(progress, (this.#clock() - begun) / 1000) }),
        ),
      ),
    )
    this.#update(id, {
      state: end.state,
      remaining: null,
      endedAt: new Date().toISOString(),
      changes: await changes(),
      ...(end.state === 'Completed' ? { progress: 1, result: end.result ?? null } : {}),
      ...(end.state === 'Failed' ? { error: { code: end.error.code, facts: end.error.facts } } : {}),
    })
    const { job } = this.#find(id)
    this.#services.history.add(job)
    if (end.state === 'Failed') this.#services.failed?.(job)
    return end
  }

  async #carryOut(id: string, path: string, begin: () => Promise<JobRun>): Promise<JobEnd> {
    try {
      const run = await begin()
      const entry = this.#find(id)
      entry.run = run
      // It was cancelled before there was anybody to tell.
      if (entry.job.state === 'Cancelling') run.cancel()
      return await run.ended
    } catch (error) {
      return interrupted({ path }, errorText(error))
    }
  }

  #cancel(id: string): void {
    this.#update(id, { state: 'Cancelling', remaining: null })
    this.#find(id).run?.cancel()
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
    for (const { job } of ended.slice(0, -jobsKept)) this.#entries.delete(job.id)
  }
}
