import { errorText } from '../unexpected.ts'

/** Carries out what is done with a machine one after the other. */
export class CommandQueue {
  readonly #before: () => Promise<void>
  readonly #after: () => void
  #last: Promise<unknown> = Promise.resolve()

  /** `before` and `after` are for what is done between the turns. */
  constructor(before: () => Promise<void>, after: () => void) {
    this.#before = before
    this.#after = after
  }

  /** Resolves when all that waits has come to its end. Never rejects. */
  async settled(): Promise<void> {
    await this.#last
  }

  /** Checks what is asked for when it is asked for, and again when its turn comes. */
  async take<T>(check: () => void, work: () => Promise<T>): Promise<T> {
    check()
    const turn = this.#last.then(async () => {
      await this.#before()
      try {
        check()
        return await work()
      } finally {
        this.#after()
      }
    })
    this.#last = turn.catch(() => undefined)
    return turn
  }

  /** Behind what waits already, and beside what is done between the turns. A failure is told of as that of `what`. */
  later(what: string, work: () => Promise<void>): void {
    this.#last = this.#last.then(work).catch((error: unknown) => console.error(`${what}: ${errorText(error)}`))
  }
}
