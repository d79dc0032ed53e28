import { FakeStream } from './fake-stream.ts'
import type { Scene } from './scene.ts'

const NAME_BYTES = Buffer.byteLength('lab ü')

/** Messages of a client, written down from RFC 6143 section 7.5 and rfbproto. */
export const say = {
  setPixelFormat: (format: readonly number[]) => Buffer.from([0, 0, 0, 0, ...format]),
  setEncodings: (...encodings: number[]) => {
    const bytes = Buffer.alloc(4 + encodings.length * 4)
    bytes[0] = 2
    bytes.writeUInt16BE(encodings.length, 2)
    encodings.forEach((encoding, index) => bytes.writeInt32BE(encoding, 4 + index * 4))
    return bytes
  },
  request: (incremental: boolean, x: number, y: number, width: number, height: number) =>
    numbers([3, incremental ? 1 : 0], [x, y, width, height]),
  key: (keysym: number, down: boolean) => numbers([4, down ? 1 : 0, 0, 0], [keysym >>> 16, keysym & 0xffff]),
  extendedKey: (keysym: number, code: number, down: boolean) =>
    numbers([255, 0, 0, down ? 1 : 0], [keysym >>> 16, keysym & 0xffff, 0, code]),
  pointer: (mask: number, x: number, y: number) => numbers([5, mask], [x, y]),
  cutText: (length: number) => numbers([6, 0, 0, 0], [length >>> 16, length & 0xffff]),
  continuous: (on: boolean, width: number, height: number) => numbers([150, on ? 1 : 0], [0, 0, width, height]),
  fence: (flags: number, payload: readonly number[]) =>
    Buffer.concat([numbers([248, 0, 0, 0], [flags >>> 16, flags & 0xffff]), Buffer.from([payload.length, ...payload])]),
  setDesktopSize: (width: number, height: number) => numbers([251, 0], [width, height, 0]),
}

function numbers(bytes: readonly number[], words: readonly number[]): Buffer {
  return Buffer.from([...bytes, ...words.flatMap((word) => [word >> 8, word & 0xff])])
}

/** A viewer after the handshake; what the handshake said is taken. */
export async function connectViewer(scene: Scene, stream = new FakeStream()): Promise<FakeStream> {
  scene.server.attach(stream, { kind: 'none' })
  stream.say(Buffer.from('RFB 003.008\n'), [1], [1])
  await stream.next(12 + 2 + 4 + 4 + 16 + 4 + NAME_BYTES)
  return stream
}

export interface ReceivedRect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly encoding: number
}

export async function takeRectHeader(stream: FakeStream): Promise<ReceivedRect> {
  const bytes = await stream.next(12)
  return {
    x: bytes.readUInt16BE(0),
    y: bytes.readUInt16BE(2),
    width: bytes.readUInt16BE(4),
    height: bytes.readUInt16BE(6),
    encoding: bytes.readInt32BE(8),
  }
}

/** The next update, which has to hold only raw rectangles of 32 bits a pixel. */
export async function takeRawUpdate(stream: FakeStream): Promise<(ReceivedRect & { pixels: Buffer })[]> {
  const header = await stream.next(4)
  if (header[0] !== 0) throw new Error(`expected an update, got message ${header[0] ?? 'none'}`)
  const rects: (ReceivedRect & { pixels: Buffer })[] = []
  for (let i = 0; i < header.readUInt16BE(2); i++) {
    const rect = await takeRectHeader(stream)
    if (rect.encoding !== 0) throw new Error(`expected raw, got encoding ${rect.encoding}`)
    rects.push({ ...rect, pixels: await stream.next(rect.width * rect.height * 4) })
  }
  return rects
}
