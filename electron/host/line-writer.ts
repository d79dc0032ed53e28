import { errorText } from './unexpected.ts'

/** Lines that wait while nothing can be written, as on a full disk; the oldest are given up first. */
const waitingLimit = 1000

/** Writes values as lines of JSON in their order, without anybody having to wait; what fails is tried again with the next. */
export class LineWriter {
  readonly #write: (text: string) => Promise<void>
  #waiting: string[] = []
  #torn: boolean
  #work: Promise<void> = Promise.resolve()

  /** `torn`: what is there already ends in the middle of a line. */
  constructor(write: (text: string) => Promise<void>, { torn }: { torn: boolean }) {
    this.#write = write
    this.#torn = torn
  }

  /** Lines that are not written yet. */
  get waiting(): string {
    return this.#waiting.map((line) => `${line}\n`).join('')
  }

  add(value: unknown): void {
    this.#waiting.push(JSON.stringify(value))
    this.#work = this.#work.then(() => this.#writeWaiting())
  }

  /** Resolves when what was added is written, or could not be. */
  settled(): Promise<void> {
    return (this.#work = this.#work.then(() => this.#writeWaiting()))
  }

  async #writeWaiting(): Promise<void> {
    const lines = this.#waiting
    if (lines.length === 0) return
    this.#waiting = []
    const text = lines.map((line) => `${line}\n`).join('')
    try {
      await this.#write(this.#torn ? `\n${text}` : text)
      this.#torn = false
    } catch (error) {
      // A part of it may be there.
      this.#torn = true
      this.#waiting = [...lines, ...this.#waiting].slice(-waitingLimit)
      console.error(`What happened could not be written down: ${errorText(error)}`)
    }
  }
}
