import type { RawChannel } from './transport.ts'

/** A byte stream over a MessagePort of its own; see shared/channel.ts for its messages. */
export class MessagePortChannel implements RawChannel {
  binaryType = 'arraybuffer'
  readonly protocol = ''
  readyState: RawChannel['readyState'] = 'connecting'
  onopen: RawChannel['onopen'] = null
  onmessage: RawChannel['onmessage'] = null
  onerror: RawChannel['onerror'] = null
  onclose: RawChannel['onclose'] = null
  #port: MessagePort | null = null

  constructor(port: Promise<MessagePort>) {
    void port.then((arrived) => this.#attach(arrived))
  }

  send(data: ArrayBuffer | Uint8Array): void {
    if (this.readyState !== 'open') return
    // Copied: a structured clone of a view would carry the whole buffer behind it.
    this.#port?.postMessage(new Uint8Array(data).slice())
  }

  close(): void {
    if (this.readyState === 'closed') return
    this.#port?.postMessage(null)
    this.#end()
  }

  #attach(port: MessagePort): void {
    this.#port = port
    if (this.readyState === 'closed') {
      port.postMessage(null)
      port.close()
      return
    }
    port.addEventListener('message', (event: MessageEvent<unknown>) => this.#receive(event.data))
    port.addEventListener('close', () => this.#end())
    port.start()
    this.readyState = 'open'
    this.onopen?.(new Event('open'))
  }

  #receive(data: unknown): void {
    if (data === null) this.#end()
    else if (data instanceof Uint8Array) {
      this.onmessage?.(new MessageEvent('message', { data: new Uint8Array(data).buffer }))
      if (this.readyState === 'open') this.#port?.postMessage(data.byteLength)
    }
  }

  #end(): void {
    if (this.readyState === 'closed') return
    this.readyState = 'closed'
    this.#port?.close()
    // Later, as WebSocket does: who closes the channel is not yet done with doing so, and noVNC relies on that.
    queueMicrotask(() => this.onclose?.(new CloseEvent('close', { wasClean: true, code: 1000 })))
  }
}
