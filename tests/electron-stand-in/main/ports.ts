import { EventEmitter } from 'node:events'
import type Electron from 'electron'

/** One end of a channel in the main process; delivers in order and, like the real one, not before `start`. */
export class MessagePortMain
  extends EventEmitter
  implements Pick<Electron.MessagePortMain, 'start' | 'close' | 'postMessage'>
{
  #peer: MessagePortMain | null = null
  #started = false
  #open = true
  #queue: unknown[] = []
  #remote: { message(message: unknown): void; close(): void } | null = null

  static pair(): [MessagePortMain, MessagePortMain] {
    const ports: [MessagePortMain, MessagePortMain] = [new MessagePortMain(), new MessagePortMain()]
    ports[0].#peer = ports[1]
    ports[1].#peer = ports[0]
    return ports
  }

  start(): void {
    this.#started = true
    for (const data of this.#queue.splice(0)) this.emit('message', { data, ports: [] })
  }

  postMessage(message: unknown): void {
    if (!this.#open) return
    const copy = structuredClone(message)
    const peer = this.#peer
    if (peer !== null) queueMicrotask(() => peer.#deliver(copy))
  }

  close(): void {
    if (!this.#open) return
    this.#open = false
    // After the messages that were posted before.
    queueMicrotask(() => {
      this.#peer?.close()
      this.#remote?.close()
      this.emit('close')
    })
  }

  /** Hands this end to a page: what arrives goes there, and the page posts through `postMessage`. */
  transfer(remote: { message(message: unknown): void; close(): void }): void {
    this.#remote = remote
    for (const data of this.#queue.splice(0)) remote.message(data)
  }

  #deliver(data: unknown): void {
    if (this.#remote !== null) this.#remote.message(data)
    else if (this.#started) this.emit('message', { data, ports: [] })
    else this.#queue.push(data)
  }
}

export class MessageChannelMain {
  readonly port1: MessagePortMain
  readonly port2: MessagePortMain

  constructor() {
    const [port1, port2] = MessagePortMain.pair()
    this.port1 = port1
    this.port2 = port2
  }
}
