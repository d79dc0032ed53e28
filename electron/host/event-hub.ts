import type { Change, Snapshot, WatchMessage } from '#shared/host.ts'

/** Messages a watcher may be behind; where nothing happens but a message of samples a second, half an hour. */
export const watcherLimit = 2000

/** The one place where revisions are counted: every change of the host's state passes here and reaches every watcher. */
export class EventHub {
  readonly #watchers = new Set<Watcher>()
  readonly #snapshot: () => Snapshot
  #revision = 0
  #closed = false

  /** `snapshot` tells the whole state as of now. */
  constructor(snapshot: () => Snapshot) {
    this.#snapshot = snapshot
  }

  get watcherCount(): number {
    return this.#watchers.size
  }

  publish(change: Change): void {
    this.#revision += 1
    const message: WatchMessage = { type: 'change', revision: this.#revision, change }
    for (const watcher of this.#watchers) watcher.push(message)
  }

  /**
   * The snapshot, then every change, until the signal aborts, the hub closes, or the watcher falls too far behind: its
   * end then tells it to watch again, which costs less than the backlog. `prepare` runs before the snapshot is taken.
   */
  watch(
    signal: AbortSignal,
    prepare: () => Promise<void> = () => Promise.resolve(),
  ): AsyncIterableIterator<WatchMessage> {
    const watcher = new Watcher(signal, () => this.#watchers.delete(watcher))
    if (this.#closed || signal.aborted) watcher.end()
    else this.#watchers.add(watcher)
    void prepare().finally(() =>
      watcher.begin({ type: 'snapshot', revision: this.#revision, snapshot: this.#snapshot() }),
    )
    return watcher
  }

  /** Ends every watcher after what it has yet to read, and every later one at once. */
  close(): void {
    this.#closed = true
    for (const watcher of [...this.#watchers]) watcher.end()
  }
}

type Result = IteratorResult<WatchMessage>

const finished: Result = { done: true, value: undefined }

/** One watcher's queue. An iterator of its own making, because a generator's `return` would wait for a change. */
class Watcher implements AsyncIterableIterator<WatchMessage> {
  readonly #queue: WatchMessage[] = []
  readonly #readers: ((result: Result) => void)[] = []
  readonly #signal: AbortSignal
  readonly #onEnd: () => void
  readonly #abort = () => this.#discard()
  #begun = false
  #ended = false

  constructor(signal: AbortSignal, onEnd: () => void) {
    this.#signal = signal
    this.#onEnd = onEnd
    signal.addEventListener('abort', this.#abort, { once: true })
  }

  begin(snapshot: WatchMessage): void {
    this.#begun = true
    this.push(snapshot)
  }

  /** What happens before the snapshot is in the snapshot. */
  push(message: WatchMessage): void {
    if (this.#ended || !this.#begun) return
    const reader = this.#readers.shift()
    if (reader !== undefined) {
      reader({ done: false, value: message })
      return
    }
    this.#queue.push(message)
    if (this.#queue.length > watcherLimit) this.#discard()
  }

  end(): void {
    if (this.#ended) return
    this.#ended = true
    this.#signal.removeEventListener('abort', this.#abort)
    this.#onEnd()
    for (const reader of this.#readers.splice(0)) reader(finished)
  }

  next(): Promise<Result> {
    const message = this.#queue.shift()
    if (message !== undefined) return Promise.resolve({ done: false, value: message })
    if (this.#ended) return Promise.resolve(finished)
    return new Promise((resolve) => this.#readers.push(resolve))
  }

  return(): Promise<Result> {
    this.#discard()
    return Promise.resolve(finished)
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  #discard(): void {
    this.#queue.length = 0
    this.end()
  }
}
