import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { hasEnded, jobSchema, type Job } from '#shared/job.ts'
import { isTorn, parseLines } from '../json-lines.ts'
import { LineWriter } from '../line-writer.ts'
import { appendPrivate, writePrivate } from '../private-file.ts'
import { clearPlace, readRecord } from '../record-file.ts'
import { storing } from '../storage-failure.ts'

/** Jobs that are remembered. */
export const jobsKept = 500

/** Lines after which the file is written anew, with what is remembered alone. */
const linesBeforeRewrite = 2000

/**
 * The jobs of a host on its disk: `history.jsonl`, a line when a job begins and one when it has ended. A later line of the
 * same job takes the place of an earlier one.
 */
export class JobHistory {
  /** Those that were at work when the host of then ended without a word; they are found as failed. */
  readonly interrupted: readonly Job[]
  readonly #file: string
  readonly #jobs: Map<string, Job>
  readonly #writer: LineWriter
  #lines: number

  private constructor(file: string, text: string) {
    const found = parseLines(text, jobSchema)
    this.#file = file
    this.#jobs = new Map(found.map((job) => [job.id, job]))
    this.#lines = found.length
    this.#writer = new LineWriter((lines) => this.#write(lines), { torn: isTorn(text) })
    this.interrupted = this.jobs.filter((job) => !hasEnded(job)).map(interrupted)
    this.#forgetOldest()
    for (const job of this.interrupted) this.add(job)
  }

  /** Throws STORAGE_FAILED, but not where nothing is to be written to the data folder. */
  static async open(folder: string, { isWritable } = { isWritable: true }): Promise<JobHistory> {
    const file = path.join(folder, 'history.jsonl')
    if (isWritable) {
      await storing(folder, () => mkdir(folder, { recursive: true, mode: 0o700 }))
      await storing(folder, () => clearPlace(file))
    }
    return new JobHistory(file, await readRecord(file))
  }

  /** Oldest first. */
  get jobs(): Job[] {
    return [...this.#jobs.values()]
  }

  add(job: Job): void {
    this.#jobs.set(job.id, job)
    this.#forgetOldest()
    this.#writer.add(job)
  }

  /** Resolves when all is written. */
  settled(): Promise<void> {
    return this.#writer.settled()
  }

  #forgetOldest(): void {
    const ended = this.jobs.filter(hasEnded)
    for (const { id } of ended.slice(0, -jobsKept)) this.#jobs.delete(id)
  }

  async #write(lines: string): Promise<void> {
    this.#lines += lines.split('\n').length - 1
    if (this.#lines <= linesBeforeRewrite) {
      await appendPrivate(this.#file, lines)
      return
    }
    const kept = this.jobs
    await writePrivate(this.#file, kept.map((job) => `${JSON.stringify(job)}\n`).join(''), { flush: true })
    this.#lines = kept.length
  }
}

function interrupted(job: Job): Job {
  const facts = { path: job.path, detail: 'the host ended while it was at work' }
  return {
    ...job,
    state: 'Failed',
    remaining: null,
    endedAt: new Date().toISOString(),
    error: { code: 'JOB_INTERRUPTED', facts },
  }
}
