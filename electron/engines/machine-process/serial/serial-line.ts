import type { Duplex } from 'node:stream'
import { ReplayBuffer } from './replay-buffer.ts'

/** The guest's side of the serial cable. */
export interface SerialPort {
  /** How many bytes the guest takes now; 0 while its receive buffer is unread or it asks to wait. */
  room(): number
  /** At most `room()` bytes. */
  receive(bytes: Uint8Array): void
}

export interface SerialContents {
  /** What the guest sent last, for viewers that come later. */
  readonly shown: Uint8Array
  /** What viewers sent and the guest has not taken yet. */
  readonly waiting: Uint8Array
}

const replayLimit = 64 * 1024
/** A viewer that lets so much output lie is cut off: nothing may grow without bound, and no byte may go missing unseen. */
const unreadLimit = 4 * 1024 * 1024
/** Input held for the guest before its senders have to wait. */
const inputLimit = 64 * 1024

/** COM1 with any number of viewers: all see the guest's output, each may send input. */
export class SerialLine {
  readonly #port: SerialPort
  readonly #replay = new ReplayBuffer(replayLimit)
  readonly #viewers = new Set<Duplex>()
  readonly #waiting = new Set<Duplex>()
  readonly #input: Uint8Array[] = []
  #inputLength = 0
  #output: number[] = []

  constructor(port: SerialPort) {
    this.#port = port
  }

  attach(viewer: Duplex): void {
    this.#flush()
    this.#viewers.add(viewer)
    viewer.write(this.#replay.contents())
    viewer.on('data', (chunk: Uint8Array) => this.#accept(viewer, chunk))
    viewer.on('error', () => viewer.destroy())
    viewer.on('close', () => {
      this.#viewers.delete(viewer)
      this.#waiting.delete(viewer)
    })
  }

  /** A byte the guest sent; shown together with those that follow before the event loop turns. */
  output(byte: number): void {
    if (this.#output.push(byte) === 1) setImmediate(() => this.#flush())
  }

  /** Gives waiting input to the guest as far as it takes it. True when it got some. */
  feed(): boolean {
    let fed = false
    for (let chunk = this.#input[0]; chunk !== undefined; chunk = this.#input[0]) {
      const room = this.#port.room()
      if (room === 0) break
      const part = chunk.subarray(0, room)
      this.#port.receive(part)
      fed = true
      this.#inputLength -= part.length
      if (part.length < chunk.length) this.#input[0] = chunk.subarray(part.length)
      else this.#input.shift()
    }
    if (this.#inputLength < inputLimit && this.#waiting.size > 0) {
      for (const viewer of this.#waiting) viewer.resume()
      this.#waiting.clear()
    }
    return fed
  }

  /** What is in the cable, to be put into another. */
  contents(): SerialContents {
    this.#flush()
    return { shown: this.#replay.contents(), waiting: Buffer.concat(this.#input) }
  }

  /** Before the first viewer. */
  refill({ shown, waiting }: SerialContents): void {
    this.#replay.push(shown)
    if (waiting.length === 0) return
    this.#input.push(waiting)
    this.#inputLength += waiting.length
  }

  /** Hands the last output on and ends every viewer's stream. */
  close(): void {
    this.#flush()
    for (const viewer of this.#viewers) viewer.end()
  }

  #accept(viewer: Duplex, chunk: Uint8Array): void {
    this.#input.push(chunk)
    this.#inputLength += chunk.length
    if (this.#inputLength >= inputLimit) {
      viewer.pause()
      this.#waiting.add(viewer)
    }
    this.feed()
  }

  #flush(): void {
    if (this.#output.length === 0) return
    const bytes = Uint8Array.from(this.#output)
    this.#output = []
    this.#replay.push(bytes)
    for (const viewer of this.#viewers) {
      viewer.write(bytes)
      if (viewer.writableLength > unreadLimit) viewer.destroy()
    }
  }
}
