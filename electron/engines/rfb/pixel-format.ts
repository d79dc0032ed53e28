import { RfbError } from './rfb-error.ts'

/** RFC 6143 section 7.4. */
export interface PixelFormat {
  readonly bitsPerPixel: 8 | 16 | 32
  readonly depth: number
  readonly bigEndian: boolean
  readonly redMax: number
  readonly greenMax: number
  readonly blueMax: number
  readonly redShift: number
  readonly greenShift: number
  readonly blueShift: number
}

export const PIXEL_FORMAT_BYTES = 16

/** What the server offers: the 32 bits of its own framebuffer on a little-endian machine. */
export const serverPixelFormat: PixelFormat = {
  bitsPerPixel: 32,
  depth: 24,
  bigEndian: false,
  redMax: 255,
  greenMax: 255,
  blueMax: 255,
  redShift: 0,
  greenShift: 8,
  blueShift: 16,
}

export function serializePixelFormat(format: PixelFormat): Buffer {
  const bytes = Buffer.alloc(PIXEL_FORMAT_BYTES)
  bytes[0] = format.bitsPerPixel
  bytes[1] = format.depth
  bytes[2] = format.bigEndian ? 1 : 0
  bytes[3] = 1
  bytes.writeUInt16BE(format.redMax, 4)
  bytes.writeUInt16BE(format.greenMax, 6)
  bytes.writeUInt16BE(format.blueMax, 8)
  bytes[10] = format.redShift
  bytes[11] = format.greenShift
  bytes[12] = format.blueShift
  return bytes
}

/** Throws `RfbError` for formats that make no sense and for colour maps, which no viewer of this century needs. */
export function parsePixelFormat(bytes: Buffer): PixelFormat {
  const bitsPerPixel = bytes.readUInt8(0)
  if (bitsPerPixel !== 8 && bitsPerPixel !== 16 && bitsPerPixel !== 32) {
    throw new RfbError(`the viewer asked for ${bitsPerPixel} bits per pixel; 8, 16 and 32 are possible`)
  }
  if (bytes.readUInt8(3) === 0) throw new RfbError('the viewer asked for a colour map; only true colour is possible')
  const format: PixelFormat = {
    bitsPerPixel,
    depth: bytes.readUInt8(1),
    bigEndian: bytes.readUInt8(2) !== 0,
    redMax: bytes.readUInt16BE(4),
    greenMax: bytes.readUInt16BE(6),
    blueMax: bytes.readUInt16BE(8),
    redShift: bytes.readUInt8(10),
    greenShift: bytes.readUInt8(11),
    blueShift: bytes.readUInt8(12),
  }
  const fits = (max: number, shift: number) => shift < bitsPerPixel && max * 2 ** shift < 2 ** bitsPerPixel
  if (
    !fits(format.redMax, format.redShift) ||
    !fits(format.greenMax, format.greenShift) ||
    !fits(format.blueMax, format.blueShift)
  ) {
    throw new RfbError('the viewer asked for a pixel format whose colours do not fit its pixels')
  }
  return format
}
