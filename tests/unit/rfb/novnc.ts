import './browser-globals.ts'
import type { FakeStream } from './fake-stream.ts'

/** The part of noVNC's RFB object the tests use. */
export interface NovncRfb extends EventTarget {
  getImageData(): { width: number; height: number; data: Uint8ClampedArray }
  sendKey(keysym: number, code: string, down?: boolean): void
  sendCredentials(credentials: { password: string }): void
  sendCtrlAltDel(): void
  clipboardPasteFrom(text: string): void
  disconnect(): void
}

/** Keeps pixels as a canvas does, of what noVNC calls; happy-dom's canvas draws nothing. */
class PixelContext {
  fillStyle = ''
  readonly #canvas: HTMLCanvasElement
  #pixels = { width: 0, height: 0, data: new Uint8ClampedArray(0) }

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas
  }

  getImageData(): { width: number; height: number; data: Uint8ClampedArray } {
    const { width, height } = this.#canvas
    if (width !== this.#pixels.width || height !== this.#pixels.height) {
      this.#pixels = { width, height, data: new Uint8ClampedArray(width * height * 4) }
    }
    return this.#pixels
  }

  putImageData(image: { width: number; height: number; data: Uint8ClampedArray }, x: number, y: number): void {
    const target = this.getImageData()
    const width = Math.min(image.width, target.width - x)
    for (let row = 0; row < Math.min(image.height, target.height - y); row++) {
      const pixels = image.data.subarray(row * image.width * 4, (row * image.width + width) * 4)
      target.data.set(pixels, ((y + row) * target.width + x) * 4)
    }
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    const rgb = /^rgb\((\d+),(\d+),(\d+)\)$/.exec(this.fillStyle)?.slice(1).map(Number)
    if (rgb === undefined) return
    const target = this.getImageData()
    for (let row = y; row < y + height; row++) {
      for (let column = x; column < x + width; column++)
        target.data.set([...rgb, 255], (row * target.width + column) * 4)
    }
  }

  clearRect(): void {
    // Only the pointer's own little canvas is cleared.
  }

  drawImage(): void {
    // The visible canvas is not looked at.
  }
}

const contexts = new WeakMap<HTMLCanvasElement, PixelContext>()
HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement) {
  const context = contexts.get(this) ?? new PixelContext(this)
  contexts.set(this, context)
  return context
} as unknown as typeof HTMLCanvasElement.prototype.getContext
// So noVNC makes no data URL of the pointer's picture.
HTMLCanvasElement.prototype.toDataURL = () => ''

// noVNC warns where there is no secure context, as in a page without TLS.
Object.defineProperty(window, 'isSecureContext', { value: true })

const { default: Rfb } = (await import('@novnc/novnc')) as unknown as {
  default: new (target: HTMLElement, channel: object, options: object) => NovncRfb
}

const SET_ENCODINGS = 2

/** noVNC itself, connected to the far end of a stream. `without`: encodings it shall not know. */
export function connectNovnc(
  stream: FakeStream,
  options: { without?: readonly number[]; password?: string } = {},
): NovncRfb {
  const channel = {
    binaryType: 'arraybuffer',
    protocol: '',
    readyState: 'open',
    onopen: null,
    onclose: null as ((event: { code: number; reason: string }) => void) | null,
    onerror: null,
    onmessage: null as ((event: { data: ArrayBuffer }) => void) | null,
    send: (data: Uint8Array) => stream.say(forget(Buffer.from(data), options.without ?? [])),
    close: () => stream.hangUp(),
  }
  const target = document.createElement('div')
  document.body.append(target)
  const credentials = options.password === undefined ? {} : { credentials: { password: options.password } }
  const rfb = new Rfb(target, channel, credentials)
  const deliver = (bytes: Buffer) => channel.onmessage?.({ data: Uint8Array.from(bytes).buffer })
  stream.onBytes = deliver
  deliver(stream.received)
  stream.on('close', () => channel.onclose?.({ code: 1000, reason: '' }))
  return rfb
}

/** Takes encodings out of a SetEncodings message. */
function forget(bytes: Buffer, without: readonly number[]): Buffer {
  if (bytes[0] !== SET_ENCODINGS || without.length === 0) return bytes
  const count = bytes.readUInt16BE(2)
  const kept: Buffer[] = []
  for (let i = 0; i < count; i++) {
    if (!without.includes(bytes.readInt32BE(4 + i * 4))) kept.push(bytes.subarray(4 + i * 4, 8 + i * 4))
  }
  const head = Buffer.from([SET_ENCODINGS, 0, 0, kept.length])
  return Buffer.concat([head, ...kept, bytes.subarray(4 + count * 4)])
}
