/** Bytes a pixel: red, green, blue and one that is not used. */
export const PIXEL_BYTES = 4

/** Pixels are compared in pieces of this many, the width of a damage cell. */
const PIECE = 16

/** Longest edge, in pixels: beyond what v86's display adapter offers, and a bound on what a guest can make us allocate. */
export const MAX_EDGE = 4096

/**
 * An element of `Framebuffer.pixels` for 0xRRGGBB: the bytes red, green, blue and 255 on a little-endian machine, which
 * any machine that runs v86 is. So a copy of the bytes is RGBA.
 */
export function packRgb(rgb: number): number {
  return (0xff000000 | ((rgb & 0xff) << 16) | (rgb & 0xff00) | ((rgb >>> 16) & 0xff)) >>> 0
}

/** Pixels of the guest's screen, row by row without padding. Tells what it changed through `onDamage`. */
export class Framebuffer {
  width: number
  height: number
  bytes: Buffer
  pixels: Uint32Array
  /** Counts the changes; another number means another picture. */
  changes = 0
  readonly #onDamage: (x: number, y: number, width: number, height: number) => void

  constructor(width: number, height: number, onDamage: (x: number, y: number, width: number, height: number) => void) {
    this.width = width
    this.height = height
    this.pixels = black(width, height)
    this.bytes = bytesOf(this.pixels)
    this.#onDamage = onDamage
  }

  /** A new, black screen. Nothing happens when it has this size already. */
  resize(width: number, height: number): boolean {
    const w = Math.min(Math.max(width, 1), MAX_EDGE)
    const h = Math.min(Math.max(height, 1), MAX_EDGE)
    if (w === this.width && h === this.height) return false
    this.width = w
    this.height = h
    this.pixels = black(w, h)
    this.bytes = bytesOf(this.pixels)
    return true
  }

  clear(): void {
    this.pixels.fill(packRgb(0))
    this.damage(0, 0, this.width, this.height)
  }

  damage(x: number, y: number, width: number, height: number): void {
    this.changes++
    this.#onDamage(x, y, width, height)
  }

  /** Takes over one row of RGBA pixels that lies within the screen; what is the same already is no damage. */
  copyRow(source: Buffer, sourceOffset: number, x: number, y: number, width: number): void {
    const start = (y * this.width + x) * PIXEL_BYTES
    const end = start + width * PIXEL_BYTES
    if (source.compare(this.bytes, start, end, sourceOffset, sourceOffset + width * PIXEL_BYTES) === 0) return
    for (let piece = 0; piece < width; piece += PIECE) {
      const count = Math.min(PIECE, width - piece)
      const to = start + piece * PIXEL_BYTES
      const from = sourceOffset + piece * PIXEL_BYTES
      const bytes = count * PIXEL_BYTES
      if (source.compare(this.bytes, to, to + bytes, from, from + bytes) === 0) continue
      source.copy(this.bytes, to, from, from + bytes)
      this.damage(x + piece, y, count, 1)
    }
  }
}

function black(width: number, height: number): Uint32Array {
  return new Uint32Array(width * height).fill(packRgb(0))
}

function bytesOf(pixels: Uint32Array): Buffer {
  return Buffer.from(pixels.buffer, pixels.byteOffset, pixels.byteLength)
}
