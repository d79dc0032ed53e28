import type { Tagged, Wire } from '../wire/codec.ts'
import { createPageCodec } from '../wire/page-codec.ts'

type BridgeMessage =
  | { readonly kind: 'expose'; readonly name: string; readonly api: Wire }
  | { readonly kind: 'call'; readonly id: number; readonly args: Wire }
  | { readonly kind: 'returned'; readonly value: Wire }
  | { readonly kind: 'threw'; readonly error: Wire }
  | { readonly kind: 'resolved'; readonly id: number; readonly value: Wire }
  | { readonly kind: 'rejected'; readonly id: number; readonly error: Wire }

type AnyFunction = (...args: unknown[]) => unknown

/**
 * One end of Electron's contextBridge: values are copied, functions and promises stay where they are and are reached
 * through synchronous events whose name only the two ends know.
 */
export class WorldBridge {
  readonly #peer: string
  readonly #onExposed: (name: string, api: unknown) => void
  readonly #functions: AnyFunction[] = []
  readonly #promises = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>()
  #promiseCount = 0
  #answer: BridgeMessage | null = null
  readonly #codec = createPageCodec({
    encode: (value) => this.#encodeHandle(value),
    decode: (tagged) => this.#decodeHandle(tagged),
  })

  constructor(own: string, peer: string, onExposed: (name: string, api: unknown) => void) {
    this.#peer = peer
    this.#onExposed = onExposed
    window.addEventListener(own, (event) =>
      this.#receive(JSON.parse((event as CustomEvent<string>).detail) as BridgeMessage),
    )
  }

  expose(name: string, api: unknown): void {
    this.#post({ kind: 'expose', name, api: this.#codec.encode(api) })
  }

  #post(message: BridgeMessage): void {
    window.dispatchEvent(new CustomEvent(this.#peer, { detail: JSON.stringify(message) }))
  }

  #receive(message: BridgeMessage): void {
    switch (message.kind) {
      case 'expose':
        this.#onExposed(message.name, this.#codec.decode(message.api))
        break
      case 'call':
        this.#call(message.id, message.args)
        break
      case 'returned':
      case 'threw':
        this.#answer = message
        break
      case 'resolved':
        this.#settle(message.id)?.resolve(this.#codec.decode(message.value))
        break
      case 'rejected':
        this.#settle(message.id)?.reject(this.#codec.decode(message.error))
        break
    }
  }

  #call(id: number, args: Wire): void {
    try {
      const result = this.#functions[id]?.(...(this.#codec.decode(args) as unknown[]))
      this.#post({ kind: 'returned', value: this.#codec.encode(result) })
    } catch (error) {
      this.#post({ kind: 'threw', error: this.#codec.encode(error) })
    }
  }

  #settle(id: number) {
    const promise = this.#promises.get(id)
    this.#promises.delete(id)
    return promise
  }

  #encodeHandle(value: object): Tagged | undefined {
    if (typeof value === 'function') return { t: 'function', v: this.#functions.push(value as AnyFunction) - 1 }
    if (!(value instanceof Promise)) return undefined
    const id = (this.#promiseCount += 1)
    value.then(
      (result) => this.#post({ kind: 'resolved', id, value: this.#codec.encode(result) }),
      (error) => this.#post({ kind: 'rejected', id, error: this.#codec.encode(error) }),
    )
    return { t: 'promise', v: id }
  }

  #decodeHandle(tagged: Tagged): unknown {
    const id = tagged.v as number
    if (tagged.t === 'promise') return new Promise((resolve, reject) => this.#promises.set(id, { resolve, reject }))
    return (...args: unknown[]) => {
      this.#post({ kind: 'call', id, args: this.#codec.encode(args) })
      const answer = this.#answer
      this.#answer = null
      if (answer?.kind === 'returned') return this.#codec.decode(answer.value)
      throw answer?.kind === 'threw' ? this.#codec.decode(answer.error) : new Error('The other world did not answer.')
    }
  }
}
