import type { WatchMessage } from '#shared/host.ts'
import { splitMessage, type WatchPart } from '#shared/watch-parts.ts'

/**
 * A watch as it goes over a connection, which takes the next part of a snapshot when it has sent the last. An iterator of its
 * own making, because a generator's `return` would wait for a change.
 */
export class PartedWatch implements AsyncIterableIterator<WatchPart> {
  readonly #watch: AsyncIterableIterator<WatchMessage>
  readonly #sent: () => Promise<void>
  readonly #parts: WatchPart[] = []

  /** @param sent resolves when the connection has little left to send, or is gone */
  constructor(watch: AsyncIterableIterator<WatchMessage>, sent: () => Promise<void>) {
    this.#watch = watch
    this.#sent = sent
  }

  async next(): Promise<IteratorResult<WatchPart>> {
    const part = this.#parts.shift()
    if (part !== undefined) {
      await this.#sent()
      return { done: false, value: part }
    }
    const result = await this.#watch.next()
    if (result.done === true) return { done: true, value: undefined }
    const [first = result.value, ...others] = splitMessage(result.value)
    this.#parts.push(...others)
    return { done: false, value: first }
  }

  async return(): Promise<IteratorResult<WatchPart>> {
    this.#parts.length = 0
    await this.#watch.return?.()
    return { done: true, value: undefined }
  }

  [Symbol.asyncIterator](): this {
    return this
  }
}
