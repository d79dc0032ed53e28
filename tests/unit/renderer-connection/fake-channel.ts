import type { RawChannel } from '#renderer/transport/transport.ts'

/** A channel whose other end is the test. Closes later than it is asked to, as a WebSocket does. */
export class FakeChannel implements RawChannel {
  binaryType = 'blob'
  readonly protocol = ''
  readyState: RawChannel['readyState'] = 'connecting'
  onopen: RawChannel['onopen'] = null
  onmessage: RawChannel['onmessage'] = null
  onerror: RawChannel['onerror'] = null
  onclose: RawChannel['onclose'] = null
  /** Every byte the page sent. */
  readonly sent: number[] = []

  send(data: ArrayBuffer | Uint8Array): void {
    this.sent.push(...new Uint8Array(data))
  }

  close(): void {
    this.readyState = 'closing'
    queueMicrotask(() => this.endedByHost())
  }

  opens(): void {
    this.readyState = 'open'
    this.onopen?.(new Event('open'))
  }

  /** The host sends bytes. */
  brings(bytes: Uint8Array | readonly number[]): void {
    this.onmessage?.(new MessageEvent('message', { data: Uint8Array.from(bytes).buffer }))
  }

  endedByHost(): void {
    if (this.readyState === 'closed') return
    this.readyState = 'closed'
    this.onclose?.(new CloseEvent('close'))
  }
}
