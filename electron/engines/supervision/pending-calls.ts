import { failureOf } from '../protocol/failure.ts'
import {
  callResultSchemas,
  type Call,
  type CallResult,
  type FromMachine,
  type ToMachine,
} from '../protocol/messages.ts'

/** What a call is told before its answer. */
export interface CallListener {
  progress?(fraction: number): void
  disksReady?(): void
}

interface Pending {
  readonly name: Call['name']
  readonly listener: CallListener
  resolve(result: unknown): void
  reject(error: Error): void
}

/** Calls to a machine's process that wait for their answer. */
export class PendingCalls {
  readonly #post: (message: ToMachine) => void
  readonly #pending = new Map<number, Pending>()
  #lastId = 0
  #closed: Error | null = null

  constructor(post: (message: ToMachine) => void) {
    this.#post = post
  }

  make<Name extends Call['name']>(call: Call & { name: Name }, listener: CallListener = {}): Promise<CallResult<Name>> {
    if (this.#closed !== null) return Promise.reject(this.#closed)
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { name: call.name, listener, resolve, reject })
      this.#post({ kind: 'call', id, call })
    })
  }

  /** Says what is known of a call before its answer. */
  tell(message: FromMachine & { kind: 'progress' | 'disksReady' }): void {
    const listener = this.#pending.get(message.id)?.listener
    if (message.kind === 'progress') listener?.progress?.(message.fraction)
    else listener?.disksReady?.()
  }

  settle(message: FromMachine & { kind: 'reply' | 'refusal' }): void {
    const call = this.#pending.get(message.id)
    if (call === undefined) return
    this.#pending.delete(message.id)
    if (message.kind === 'refusal') {
      call.reject(failureOf(message))
      return
    }
    const result = callResultSchemas[call.name].safeParse(message.result)
    if (result.success) call.resolve(result.data)
    else
      call.reject(new Error(`The machine's process answered ${call.name} with something else: ${result.error.message}`))
  }

  /** Rejects what waits, and every call from now on. */
  close(reason: Error): void {
    this.#closed = reason
    for (const call of this.#pending.values()) call.reject(reason)
    this.#pending.clear()
  }
}
