import { packRgb } from './framebuffer.ts'
import type { PixelFormat } from './pixel-format.ts'

/** Bits of a framebuffer element that are colour; compare elements under this mask. */
export const COLOUR_MASK = 0xffffff

/** A channel's values 0 to 255 scaled to 0 to max and put in place. */
function channel(max: number, shift: number): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, value) => (Math.round((value * max) / 255) << shift) >>> 0)
}

/** Writes elements of the framebuffer as pixels of one format. */
export class PixelWriter {
  /** Bytes a pixel. */
  readonly size: number
  /** Are pixels of this format the framebuffer's own bytes, but for the unused one? */
  readonly native: boolean
  readonly #red: Uint32Array
  readonly #green: Uint32Array
  readonly #blue: Uint32Array
  readonly #bigEndian: boolean
  /** Bits to drop at the low end, for pixels of three bytes that use the high ones. */
  readonly #drop: number

  private constructor(format: PixelFormat, size: number, drop: number) {
    this.size = size
    this.#red = channel(format.redMax, format.redShift)
    this.#green = channel(format.greenMax, format.greenShift)
    this.#blue = channel(format.blueMax, format.blueShift)
    this.#bigEndian = format.bigEndian
    this.#drop = drop
    const probe = Buffer.alloc(size)
    this.native = false
    if (size === 4 && format.redMax === 255 && format.greenMax === 255 && format.blueMax === 255) {
      this.put(probe, 0, packRgb(0x010203))
      this.native = probe[0] === 1 && probe[1] === 2 && probe[2] === 3
    }
  }

  /** Pixels as the format says (RFC 6143 section 7.4). */
  static plain(format: PixelFormat): PixelWriter {
    return new PixelWriter(format, format.bitsPerPixel / 8, 0)
  }

  /** The CPIXELs of ZRLE: three bytes where the colours fit into these (RFC 6143 section 7.7.5). */
  static compressed(format: PixelFormat): PixelWriter {
    if (format.bitsPerPixel !== 32 || format.depth > 24) return PixelWriter.plain(format)
    const used =
      ((format.redMax << format.redShift) |
        (format.greenMax << format.greenShift) |
        (format.blueMax << format.blueShift)) >>>
      0
    if (used < 2 ** 24) return new PixelWriter(format, 3, 0)
    if ((used & 0xff) === 0) return new PixelWriter(format, 3, 8)
    return PixelWriter.plain(format)
  }

  /** The TPIXELs of Tight: red, green, blue where each has 8 bits (rfbproto, Tight encoding). */
  static tight(format: PixelFormat): PixelWriter {
    const { bitsPerPixel, depth, redMax, greenMax, blueMax } = format
    const three = bitsPerPixel === 32 && depth === 24 && redMax === 255 && greenMax === 255 && blueMax === 255
    if (!three) return PixelWriter.plain(format)
    return new PixelWriter({ ...format, bigEndian: false, redShift: 0, greenShift: 8, blueShift: 16 }, 3, 0)
  }

  /** Writes one pixel at the offset. */
  put(out: Uint8Array, offset: number, element: number): void {
    const red = element & 0xff
    const green = (element >>> 8) & 0xff
    const blue = (element >>> 16) & 0xff
    // The tables have all 256 entries.
    const value =
      ((this.#red[red] as number) | (this.#green[green] as number) | (this.#blue[blue] as number)) >>> this.#drop
    switch (this.size) {
      case 1:
        out[offset] = value
        return
      case 2:
        out[offset] = this.#bigEndian ? value >>> 8 : value
        out[offset + 1] = this.#bigEndian ? value : value >>> 8
        return
      case 3:
        out[offset] = this.#bigEndian ? value >>> 16 : value
        out[offset + 1] = value >>> 8
        out[offset + 2] = this.#bigEndian ? value : value >>> 16
        return
      default:
        out[offset] = this.#bigEndian ? value >>> 24 : value
        out[offset + 1] = this.#bigEndian ? value >>> 16 : value >>> 8
        out[offset + 2] = this.#bigEndian ? value >>> 8 : value >>> 16
        out[offset + 3] = this.#bigEndian ? value : value >>> 24
    }
  }
}
