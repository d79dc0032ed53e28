import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

const bytesPerPixel = 4
const rawEncoding = 0

/** A small RFB 3.8 client (RFC 6143) without authentication: raw pixels, keys, and word of which rows of pixels changed. */
export class RfbClient {
  readonly #socket: Socket
  #unread = Buffer.alloc(0)
  #more: (() => void) | null = null
  #width = 0
  #pixels = Buffer.alloc(0)
  /** Called after each update with every row of pixels that differs from before. */
  onChange: (rows: readonly number[]) => void = () => undefined

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('data', (chunk: Buffer) => {
      this.#unread = Buffer.concat([this.#unread, chunk])
      this.#more?.()
    })
    socket.on('error', () => undefined)
    socket.on('close', () => this.#more?.())
  }

  /** Resolves when the first picture is there. */
  static async open(host: string, port: number): Promise<RfbClient> {
    const socket = connect({ host, port })
    await once(socket, 'connect')
    const client = new RfbClient(socket)
    await client.#shakeHands()
    const first = new Promise<void>((resolve) => (client.onChange = () => resolve()))
    client.#request(false)
    client.#receive().catch((error: unknown) => socket.destroy(error as Error))
    await first
    return client
  }

  key(keysym: number): void {
    for (const down of [1, 0]) {
      const message = Buffer.alloc(8)
      message.writeUInt8(4, 0)
      message.writeUInt8(down, 1)
      message.writeUInt32BE(keysym, 4)
      this.#socket.write(message)
    }
  }

  close(): void {
    this.#socket.destroy()
  }

  async #shakeHands(): Promise<void> {
    await this.#read(12)
    this.#socket.write('RFB 003.008\n')
    const types = await this.#read((await this.#read(1)).readUInt8())
    if (!types.includes(1)) throw new Error('The RFB server asks for a password.')
    this.#socket.write(Buffer.of(1))
    if ((await this.#read(4)).readUInt32BE() !== 0) throw new Error('The RFB server refused.')
    this.#socket.write(Buffer.of(1))
    const init = await this.#read(24)
    this.#width = init.readUInt16BE(0)
    this.#pixels = Buffer.alloc(this.#width * init.readUInt16BE(2) * bytesPerPixel)
    await this.#read(init.readUInt32BE(20))
    if (init.readUInt8(4) !== 8 * bytesPerPixel) throw new Error('The RFB server has no 32-bit pixels.')
    const encodings = Buffer.alloc(8)
    encodings.writeUInt8(2, 0)
    encodings.writeUInt16BE(1, 2)
    encodings.writeInt32BE(rawEncoding, 4)
    this.#socket.write(encodings)
  }

  #request(incremental: boolean): void {
    const message = Buffer.alloc(10)
    message.writeUInt8(3, 0)
    message.writeUInt8(incremental ? 1 : 0, 1)
    message.writeUInt16BE(this.#width, 6)
    message.writeUInt16BE(this.#pixels.length / this.#width / bytesPerPixel, 8)
    this.#socket.write(message)
  }

  async #receive(): Promise<never> {
    for (;;) {
      const type = (await this.#read(1)).readUInt8()
      if (type === 0) await this.#receiveUpdate()
      else if (type === 3) await this.#read((await this.#read(7)).readUInt32BE(3))
      else if (type !== 2) throw new Error(`The RFB server sent a message of unexpected type ${type}.`)
    }
  }

  async #receiveUpdate(): Promise<void> {
    const rectangles = (await this.#read(3)).readUInt16BE(1)
    // Asked for at once, as viewers do: the server need not wait for us to look at this one.
    this.#request(true)
    const changed = new Set<number>()
    for (let count = 0; count < rectangles; count++) await this.#receiveRectangle(changed)
    this.onChange([...changed])
  }

  async #receiveRectangle(changed: Set<number>): Promise<void> {
    const header = await this.#read(12)
    const [x, y, width, height] = [0, 2, 4, 6].map((at) => header.readUInt16BE(at)) as [number, number, number, number]
    if (header.readInt32BE(8) !== rawEncoding) throw new Error('The RFB server sent an encoding it was not asked for.')
    const length = width * bytesPerPixel
    const data = await this.#read(length * height)
    for (let row = 0; row < height; row++) {
      const at = ((y + row) * this.#width + x) * bytesPerPixel
      const line = data.subarray(row * length, (row + 1) * length)
      if (!line.equals(this.#pixels.subarray(at, at + length))) changed.add(y + row)
      line.copy(this.#pixels, at)
    }
  }

  async #read(length: number): Promise<Buffer> {
    while (this.#unread.length < length) {
      if (this.#socket.destroyed) throw new Error('The RFB connection ended.')
      await new Promise<void>((resolve) => (this.#more = resolve))
    }
    const bytes = this.#unread.subarray(0, length)
    this.#unread = this.#unread.subarray(length)
    return bytes
  }
}
