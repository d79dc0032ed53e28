import { ViridianError } from '#shared/errors.ts'

export interface BudgetLimits {
  readonly calls: number
  /** Of `host.watch`; each costs a copy of every change. */
  readonly watches: number
}

/** What one client may have under way at a time, so that it does not keep the others waiting. */
export class ClientBudget {
  readonly #limits: BudgetLimits
  #calls = 0
  #watches = 0

  constructor(limits: BudgetLimits) {
    this.#limits = limits
  }

  /** Throws TOO_MANY_CALLS. */
  async call<T>(work: () => Promise<T>): Promise<T> {
    if (this.#calls >= this.#limits.calls) throw new ViridianError('TOO_MANY_CALLS', { limit: this.#limits.calls })
    this.#calls += 1
    try {
      return await work()
    } finally {
      this.#calls -= 1
    }
  }

  /** Counts the watch until it ends or its client goes. Throws TOO_MANY_CALLS. */
  watch<T>(signal: AbortSignal, begin: () => AsyncIterableIterator<T>): AsyncIterableIterator<T> {
    if (this.#watches >= this.#limits.watches)
      throw new ViridianError('TOO_MANY_CALLS', { limit: this.#limits.watches })
    this.#watches += 1
    let over = false
    const end = () => {
      if (!over) this.#watches -= 1
      over = true
    }
    signal.addEventListener('abort', end, { once: true })
    return new CountedWatch(begin(), end)
  }
}

/** An iterator of its own making, because a generator's `return` would wait for a change. */
class CountedWatch<T> implements AsyncIterableIterator<T> {
  readonly #watch: AsyncIterableIterator<T>
  readonly #end: () => void

  constructor(watch: AsyncIterableIterator<T>, end: () => void) {
    this.#watch = watch
    this.#end = end
  }

  async next(): Promise<IteratorResult<T>> {
    const result = await this.#watch.next()
    if (result.done === true) this.#end()
    return result
  }

  async return(): Promise<IteratorResult<T>> {
    this.#end()
    return (await this.#watch.return?.()) ?? { done: true, value: undefined }
  }

  [Symbol.asyncIterator](): this {
    return this
  }
}
