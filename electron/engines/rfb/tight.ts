import type { Framebuffer } from './framebuffer.ts'
import type { Rect } from './rect.ts'
import type { Encoder, PackedRect } from './encoder.ts'
import { Palette } from './palette.ts'
import type { PixelFormat } from './pixel-format.ts'
import { COLOUR_MASK, PixelWriter } from './pixel-writer.ts'

export const TIGHT = 7

/** Widest rectangle Tight allows. */
const MAX_WIDTH = 2048
/** Pixels a rectangle; smaller ones have fewer colours, larger ones less overhead. */
const AREA = 65536
/** Data shorter than this is sent as it is. */
const MIN_TO_COMPRESS = 12

/** Compression control: all data goes through zlib stream 0. */
const BASIC = 0x00
const BASIC_WITH_FILTER = 0x40
const FILL = 0x80
const FILTER_PALETTE = 1

const palette = new Palette()
const indexes = new Uint8Array(AREA)

/** Tight without JPEG, as the community's rfbproto text describes it. */
export const encodeTight: Encoder = (frame, rect, format) => {
  const packed: PackedRect[] = []
  for (let x = 0; x < rect.width; x += MAX_WIDTH) {
    const width = Math.min(MAX_WIDTH, rect.width - x)
    const rows = Math.floor(AREA / width)
    for (let y = 0; y < rect.height; y += rows) {
      const height = Math.min(rows, rect.height - y)
      packed.push(pack(frame, { x: rect.x + x, y: rect.y + y, width, height }, format))
    }
  }
  return packed
}

function pack(frame: Framebuffer, rect: Rect, format: PixelFormat): PackedRect {
  const writer = PixelWriter.tight(format)
  const limit = writer.size === 1 ? 2 : 256
  if (!index(frame, rect, limit)) return packed(rect, Buffer.from([BASIC]), fullColour(frame, rect, writer))
  const colours = Buffer.alloc(palette.size * writer.size)
  for (let i = 0; i < palette.size; i++) writer.put(colours, i * writer.size, palette.colours[i] as number)
  if (palette.size === 1) {
    return { rect, encoding: TIGHT, head: Buffer.concat([Buffer.from([FILL]), colours]), body: { kind: 'none' } }
  }
  const head = Buffer.concat([Buffer.from([BASIC_WITH_FILTER, FILTER_PALETTE, palette.size - 1]), colours])
  if (palette.size === 2) return packed(rect, head, bitmap(rect))
  return packed(rect, head, Buffer.from(indexes.subarray(0, rect.width * rect.height)))
}

function packed(rect: Rect, head: Buffer, data: Buffer): PackedRect {
  if (data.length < MIN_TO_COMPRESS) {
    return { rect, encoding: TIGHT, head: Buffer.concat([head, data]), body: { kind: 'none' } }
  }
  return { rect, encoding: TIGHT, head, body: { kind: 'zlib', data, length: 3 } }
}

/** Fills `palette` and `indexes`; false when the rectangle has too many colours. */
function index(frame: Framebuffer, rect: Rect, limit: number): boolean {
  palette.reset(limit)
  let last = -1
  let place = 0
  let at = 0
  for (let y = 0; y < rect.height; y++) {
    const from = (rect.y + y) * frame.width + rect.x
    for (let x = 0; x < rect.width; x++) {
      const colour = (frame.pixels[from + x] as number) & COLOUR_MASK
      if (colour !== last) {
        last = colour
        place = palette.indexOf(colour)
        if (place < 0) return false
      }
      indexes[at++] = place
    }
  }
  return true
}

/** Two colours: one bit a pixel, each row from a new byte on. */
function bitmap(rect: Rect): Buffer {
  const stride = Math.ceil(rect.width / 8)
  const bits = Buffer.alloc(stride * rect.height)
  for (let y = 0; y < rect.height; y++) {
    for (let x = 0; x < rect.width; x++) {
      if (indexes[y * rect.width + x] === 0) continue
      const at = y * stride + (x >> 3)
      bits[at] = (bits[at] as number) | (0x80 >> (x & 7))
    }
  }
  return bits
}

function fullColour(frame: Framebuffer, rect: Rect, writer: PixelWriter): Buffer {
  const data = Buffer.allocUnsafe(rect.width * rect.height * writer.size)
  let at = 0
  for (let y = 0; y < rect.height; y++) {
    const from = (rect.y + y) * frame.width + rect.x
    for (let x = 0; x < rect.width; x++) {
      writer.put(data, at, frame.pixels[from + x] as number)
      at += writer.size
    }
  }
  return data
}
