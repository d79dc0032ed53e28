import type { Framebuffer } from './framebuffer.ts'
import type { Encoder } from './encoder.ts'
import { Palette } from './palette.ts'
import { COLOUR_MASK, PixelWriter } from './pixel-writer.ts'

export const ZRLE = 16

const TILE = 64
/** Largest palettes of packed and of run-length tiles. */
const PACKED_COLOURS = 16
const RLE_COLOURS = 127

/** Work space, shared: packing a rectangle is synchronous. */
const tile = new Uint32Array(TILE * TILE)
const indexes = new Uint8Array(TILE * TILE)
const palette = new Palette()

/** RFC 6143 section 7.7.6. */
export const encodeZrle: Encoder = (frame, rect, format) => {
  const writer = PixelWriter.compressed(format)
  const tiles = Math.ceil(rect.width / TILE) * Math.ceil(rect.height / TILE)
  // No tile is larger than raw.
  const out = Buffer.allocUnsafe(tiles + rect.width * rect.height * writer.size)
  let length = 0
  for (let y = 0; y < rect.height; y += TILE) {
    const height = Math.min(TILE, rect.height - y)
    for (let x = 0; x < rect.width; x += TILE) {
      const width = Math.min(TILE, rect.width - x)
      length = packTile(frame, rect.x + x, rect.y + y, width, height, writer, out, length)
    }
  }
  const data = out.subarray(0, length)
  return [{ rect, encoding: ZRLE, head: Buffer.alloc(0), body: { kind: 'zlib', data, length: 4 } }]
}

/** What scanning a tile found: its colours (null: too many), and what run-length encoding would cost in bytes. */
interface TileScan {
  readonly colours: number | null
  readonly plainRunBytes: number
  readonly paletteRunBytes: number
}

function runLengthBytes(length: number): number {
  return Math.floor((length - 1) / 255) + 1
}

function scanTile(frame: Framebuffer, x: number, y: number, width: number, height: number, pixel: number): TileScan {
  palette.reset(RLE_COLOURS)
  let colours = true as boolean
  let plainRunBytes = 0
  let paletteRunBytes = 0
  let run = 0
  let last = -1
  let index = 0
  let at = 0
  const endRun = () => {
    plainRunBytes += pixel + runLengthBytes(run)
    paletteRunBytes += run === 1 ? 1 : 1 + runLengthBytes(run)
  }
  for (let row = 0; row < height; row++) {
    const from = (y + row) * frame.width + x
    for (let column = 0; column < width; column++) {
      const colour = (frame.pixels[from + column] as number) & COLOUR_MASK
      if (colour === last) {
        run++
      } else {
        if (run > 0) endRun()
        run = 1
        last = colour
        if (colours) {
          index = palette.indexOf(colour)
          colours = index >= 0
        }
      }
      indexes[at] = index
      tile[at++] = colour
    }
  }
  endRun()
  return { colours: colours ? palette.size : null, plainRunBytes, paletteRunBytes }
}

/** Packs one tile in the shortest of the ways ZRLE knows. Returns the new length of `out`. */
function packTile(
  frame: Framebuffer,
  x: number,
  y: number,
  width: number,
  height: number,
  writer: PixelWriter,
  out: Buffer,
  start: number,
): number {
  const { size } = writer
  const scan = scanTile(frame, x, y, width, height, size)
  const pixels = width * height
  if (scan.colours === 1) {
    out[start] = 1
    writer.put(out, start + 1, tile[0] as number)
    return start + 1 + size
  }
  let best = pixels * size
  let pack: (at: number) => number = (at) => packRaw(pixels, writer, out, at)
  if (scan.plainRunBytes < best) {
    best = scan.plainRunBytes
    pack = (at) => packRuns(pixels, writer, out, at)
  }
  const { colours } = scan
  if (colours !== null) {
    const bits = bitsFor(colours)
    const packed = colours * size + Math.ceil((width * bits) / 8) * height
    if (colours <= PACKED_COLOURS && packed < best) {
      best = packed
      pack = (at) => packIndexes(width, height, bits, out, packPalette(colours, colours, writer, out, at))
    }
    if (colours * size + scan.paletteRunBytes < best) {
      pack = (at) => packIndexRuns(pixels, out, packPalette(128 + colours, colours, writer, out, at))
    }
  }
  return pack(start)
}

function bitsFor(colours: number): number {
  if (colours <= 2) return 1
  return colours <= 4 ? 2 : 4
}

function packPalette(kind: number, colours: number, writer: PixelWriter, out: Buffer, start: number): number {
  out[start] = kind
  let at = start + 1
  for (let index = 0; index < colours; index++) {
    writer.put(out, at, palette.colours[index] as number)
    at += writer.size
  }
  return at
}

function packRaw(pixels: number, writer: PixelWriter, out: Buffer, start: number): number {
  out[start] = 0
  let at = start + 1
  for (let pixel = 0; pixel < pixels; pixel++) {
    writer.put(out, at, tile[pixel] as number)
    at += writer.size
  }
  return at
}

function packRunLength(length: number, out: Buffer, start: number): number {
  let at = start
  let left = length - 1
  for (; left >= 255; left -= 255) out[at++] = 255
  out[at++] = left
  return at
}

function packRuns(pixels: number, writer: PixelWriter, out: Buffer, start: number): number {
  out[start] = 128
  let at = start + 1
  for (let pixel = 0; pixel < pixels;) {
    const colour = tile[pixel] as number
    let run = 1
    while (pixel + run < pixels && tile[pixel + run] === colour) run++
    writer.put(out, at, colour)
    at = packRunLength(run, out, at + writer.size)
    pixel += run
  }
  return at
}

function packIndexRuns(pixels: number, out: Buffer, start: number): number {
  let at = start
  for (let pixel = 0; pixel < pixels;) {
    const index = indexes[pixel] as number
    let run = 1
    while (pixel + run < pixels && indexes[pixel + run] === index) run++
    out[at++] = run === 1 ? index : index | 0x80
    if (run > 1) at = packRunLength(run, out, at)
    pixel += run
  }
  return at
}

function packIndexes(width: number, height: number, bits: number, out: Buffer, start: number): number {
  let at = start
  for (let row = 0; row < height; row++) {
    let byte = 0
    let shift = 8
    for (let column = 0; column < width; column++) {
      shift -= bits
      byte |= (indexes[row * width + column] as number) << shift
      if (shift === 0) {
        out[at++] = byte
        byte = 0
        shift = 8
      }
    }
    if (shift < 8) out[at++] = byte
  }
  return at
}
