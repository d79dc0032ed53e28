/**
 * A conversation as a generator: it yields how many bytes it needs next and gets exactly these, however the stream
 * cut them. So a protocol reads like its specification, and never sees half a message.
 */
export type Conversation<Result = void> = Generator<number, Result, Buffer>

/** Bytes skipped at a time; what is only skipped is never gathered. */
const SKIP = 1024

/** Reads past so many bytes. */
export function* skip(count: number): Conversation {
  for (let left = count; left > 0; left -= SKIP) yield Math.min(left, SKIP)
}

/** Feeds a conversation from a stream's chunks. */
export class MessageReader {
  readonly #conversation: Conversation
  #waiting: Buffer = Buffer.alloc(0)
  #need = 0
  #done = false
  #advancing = false

  constructor(conversation: Conversation) {
    this.#conversation = conversation
    this.#advance(conversation.next())
  }

  /** Throws what the conversation throws; it is over then. */
  push(chunk: Buffer): void {
    this.#waiting = this.#waiting.length === 0 ? chunk : Buffer.concat([this.#waiting, chunk])
    // An answer may bring the next message at once, while the conversation still handles this one.
    if (this.#advancing) return
    this.#advancing = true
    while (!this.#done && this.#waiting.length >= this.#need) {
      const bytes = this.#waiting.subarray(0, this.#need)
      this.#waiting = this.#waiting.subarray(this.#need)
      this.#advance(this.#conversation.next(bytes))
    }
    this.#advancing = false
  }

  /** Ends the conversation where it stands; further bytes are ignored. */
  stop(): void {
    this.#done = true
    this.#waiting = Buffer.alloc(0)
  }

  #advance(step: IteratorResult<number, void>): void {
    if (step.done === true) this.#done = true
    else this.#need = step.value
  }
}
