import type { RawChannel } from './transport.ts'

/** A byte stream over a WebSocket of its own, binary messages. */
export class WebSocketChannel implements RawChannel {
  binaryType = 'arraybuffer'
  readonly protocol = ''
  readyState: RawChannel['readyState'] = 'connecting'
  onopen: RawChannel['onopen'] = null
  onmessage: RawChannel['onmessage'] = null
  onerror: RawChannel['onerror'] = null
  onclose: RawChannel['onclose'] = null
  readonly #socket: WebSocket

  constructor(socket: WebSocket) {
    this.#socket = socket
    socket.binaryType = 'arraybuffer'
    socket.addEventListener('open', (event) => {
      this.readyState = 'open'
      this.onopen?.(event)
    })
    socket.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (event.data instanceof ArrayBuffer) this.onmessage?.(new MessageEvent('message', { data: event.data }))
    })
    socket.addEventListener('error', (event) => this.onerror?.(event))
    socket.addEventListener('close', (event) => {
      this.readyState = 'closed'
      this.onclose?.(event)
    })
  }

  send(data: ArrayBuffer | Uint8Array): void {
    this.#socket.send(data instanceof Uint8Array ? data.slice() : data)
  }

  close(): void {
    if (this.readyState !== 'closed') this.readyState = 'closing'
    this.#socket.close()
  }
}
