import { Duplex } from 'node:stream'

/**
 * The server's end of a connection. Delivers both ways one byte at a time, so that nothing can rely on how a stream
 * cuts messages; `everyByte: false` delivers as written.
 */
export class FakeStream extends Duplex {
  /** All the server sent so far. */
  received: Buffer = Buffer.alloc(0)
  /** Called with each piece the server sent. */
  onBytes: (bytes: Buffer) => void = () => undefined
  /** Resolves when the server has hung up. */
  readonly ended: Promise<void>
  readonly #everyByte: boolean
  #held: (() => void)[] | null = null
  #waiting: { count: number; resolve: () => void }[] = []

  constructor(options: { everyByte?: boolean; highWaterMark?: number } = {}) {
    super({ highWaterMark: options.highWaterMark ?? 65536 })
    this.#everyByte = options.everyByte ?? true
    this.ended = new Promise((resolve) => this.once('finish', resolve))
  }

  /** Sends to the server. */
  say(...parts: (Buffer | readonly number[])[]): void {
    const bytes = Buffer.concat(parts.map((part) => Buffer.from(part)))
    if (!this.#everyByte) {
      this.push(bytes)
      return
    }
    for (const byte of bytes) this.push(Buffer.of(byte))
  }

  /** The peer hangs up. */
  hangUp(): void {
    this.push(null)
  }

  /** Stops taking what the server writes, until `release`. */
  hold(): void {
    this.#held ??= []
  }

  release(): void {
    const held = this.#held ?? []
    this.#held = null
    for (const deliver of held) deliver()
  }

  /** Resolves with the first `count` bytes once the server sent that many. */
  async first(count: number): Promise<Buffer> {
    if (this.received.length < count) {
      await new Promise<void>((resolve) => this.#waiting.push({ count, resolve }))
    }
    return this.received.subarray(0, count)
  }

  /** Takes the next `count` bytes the server sends. */
  async next(count: number): Promise<Buffer> {
    const bytes = Buffer.from(await this.first(count))
    this.received = this.received.subarray(count)
    return bytes
  }

  override _read(): void {
    // What the viewer says is pushed by `say`.
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    const deliver = () => {
      this.received = Buffer.concat([this.received, chunk])
      if (this.#everyByte) for (const byte of chunk) this.onBytes(Buffer.of(byte))
      else this.onBytes(chunk)
      const arrived = this.#waiting.filter(({ count }) => this.received.length >= count)
      this.#waiting = this.#waiting.filter((wait) => !arrived.includes(wait))
      for (const { resolve } of arrived) resolve()
      done()
    }
    if (this.#held === null) deliver()
    else this.#held.push(deliver)
  }
}
