import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Answer, Batch } from './messages.ts'
import type { Tally } from './tally.ts'

/** An image may take this long, milliseconds: a thousand times what it needs, also on a busy computer. */
const patience = 60_000
const watchInterval = 1000

/** For the objects of a worker, MiB; buffers are counted apart. What takes more ends the worker. */
const heapLimit = 128

export interface Reports {
  failure(seed: number, reason: string): void
  done(tallies: Readonly<Record<string, Tally>>): void
}

/** A worker of its own for each processor, each given one batch after the other. */
export async function fuzzInProcesses(
  script: string,
  only: readonly string[],
  batches: Iterable<Batch>,
  reports: Reports,
): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'viridian-fuzz-'))
  const waiting = batches[Symbol.iterator]()
  const lane = async (_: unknown, index: number) => {
    const file = path.join(folder, `${index}`)
    let worker: Worker | null = null
    try {
      for (let next = waiting.next(); next.done !== true; next = waiting.next()) {
        const parts = [next.value]
        for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
          worker ??= new Worker(script, file, only)
          const lost = await worker.work(part, reports)
          if (lost === null) continue
          worker = null
          reports.failure(lost.seed, lost.reason)
          // What the worker had done of its part is lost with it.
          parts.push({ seed: part.seed, images: lost.seed - part.seed })
          parts.push({ seed: lost.seed + 1, images: part.seed + part.images - lost.seed - 1 })
        }
      }
    } finally {
      worker?.end()
    }
  }
  try {
    await Promise.all(Array.from({ length: os.availableParallelism() }, lane))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A process that tries images, and is lost with the one it hangs or ends at. */
class Worker {
  readonly #mark: string
  readonly #process: ChildProcess
  readonly #ended: Promise<[number | null, string | null]>

  constructor(script: string, mark: string, only: readonly string[]) {
    this.#mark = mark
    this.#process = fork(script, [mark, ...only], { execArgv: [`--max-old-space-size=${heapLimit}`] })
    this.#ended = once(this.#process, 'exit') as Promise<[number | null, string | null]>
  }

  /** Null when the batch is done, else the image that the process did not survive. */
  async work(batch: Batch, reports: Reports): Promise<{ seed: number; reason: string } | null> {
    const watch = this.#watch()
    try {
      const lost = await Promise.race([this.#answers(batch, reports), this.#ended])
      if (lost === null) return null
      const [code, signal] = lost
      const how = watch.hung ? `no answer for ${patience / 1000} seconds` : `the process ended: ${signal ?? code}`
      return { seed: this.#marked() ?? batch.seed, reason: how }
    } finally {
      watch.end()
    }
  }

  end(): void {
    this.#process.disconnect()
  }

  #answers(batch: Batch, reports: Reports): Promise<null> {
    return new Promise((resolve) => {
      const hear = (answer: Answer) => {
        if (answer.kind === 'failure') return reports.failure(answer.seed, answer.reason)
        this.#process.off('message', hear)
        reports.done(answer.tallies)
        resolve(null)
      }
      this.#process.on('message', hear)
      this.#process.send(batch)
    })
  }

  /** Ends the process when it is at the same image for too long. */
  #watch() {
    let seed = this.#marked()
    let since = Date.now()
    const state = { hung: false, end: () => clearInterval(timer) }
    const timer = setInterval(() => {
      const now = this.#marked()
      if (now !== seed) {
        seed = now
        since = Date.now()
      } else if (Date.now() - since > patience) {
        state.hung = true
        this.#process.kill('SIGKILL')
      }
    }, watchInterval)
    return state
  }

  /** The seed of the image in work. */
  #marked(): number | null {
    try {
      return Number(readFileSync(this.#mark, 'utf8')) || null
    } catch {
      return null
    }
  }
}
