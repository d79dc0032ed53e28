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
  #socket: WebSocket | null = null

  constructor(socket: Promise<WebSocket>) {
    socket.then(
      (opening) => this.#attach(opening),
      () => this.#end(new CloseEvent('close', { wasClean: false, code: 1006 })),
    )
  }

  send(data: ArrayBuffer | Uint8Array): void {
    this.#socket?.send(data instanceof Uint8Array ? data.slice() : data)
  }

  close(): void {
    if (this.readyState !== 'closed') this.readyState = 'closing'
    this.#socket?.close()
  }

  #attach(socket: WebSocket): void {
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
    socket.addEventListener('close', (event) => this.#end(event))
    // Closed by its user before there was a socket.
    if (this.readyState === 'closing') socket.close()
  }

  #end(event: CloseEvent): void {
    this.readyState = 'closed'
    this.onclose?.(event)
  }
}
