import { Worker } from 'node:worker_threads'

/** Runs in a thread of its own: looks for the expression in each of the texts. */
const program = `
  const { parentPort, workerData } = require('node:worker_threads')
  const expression = new RegExp(workerData.source, workerData.flags)
  parentPort.on('message', (texts) => {
    for (const text of texts) {
      const match = expression.exec(text)
      if (match !== null) return parentPort.postMessage(match[0])
    }
    parentPort.postMessage(null)
  })
`

/**
 * Looks for a regular expression of the user's. It is done in a thread that can be ended: an expression may take for ever,
 * and nothing else would happen meanwhile, not even that the time is up.
 */
export class ExpressionSearch {
  readonly #worker: Worker
  /** Resolves when the thread has ended. */
  readonly ended: Promise<void>
  #last: Promise<unknown> = Promise.resolve()

  /** The signal ends a search that is under way, too. */
  constructor({ source, flags }: RegExp, signal: AbortSignal) {
    this.#worker = new Worker(program, { eval: true, workerData: { source, flags } })
    this.ended = new Promise((resolve) => this.#worker.once('exit', () => resolve()))
    // A program that has nothing else to do may end.
    this.#worker.unref()
    signal.addEventListener('abort', () => void this.#worker.terminate(), { once: true })
  }

  /** What matches in the first of the texts that has a match; null where none has. Never resolves once the signal has aborted. */
  find(...texts: string[]): Promise<string | null> {
    const search = this.#last.then(() => this.#ask(texts))
    this.#last = search.catch(() => undefined)
    return search
  }

  #ask(texts: readonly string[]): Promise<string | null> {
    return new Promise((resolve, reject) => {
      const settle = (answer: string | null) => {
        this.#worker.off('error', reject)
        resolve(answer)
      }
      this.#worker.once('message', settle)
      this.#worker.once('error', reject)
      this.#worker.postMessage(texts)
    })
  }

  close(): void {
    void this.#worker.terminate()
  }
}
