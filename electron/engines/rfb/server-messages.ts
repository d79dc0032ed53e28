import type { Rect } from './rect.ts'
import type { PixelFormat } from './pixel-format.ts'
import { serializePixelFormat } from './pixel-format.ts'
import { PixelWriter } from './pixel-writer.ts'
import { packRgb } from './framebuffer.ts'

/** Pseudo-encodings (RFC 6143 section 7.8 and the community's rfbproto text). */
export const pseudo = {
  compressLevel0: -256,
  compressLevel9: -247,
  desktopSize: -223,
  cursor: -239,
  pointerMotion: -257,
  extendedKeyEvent: -258,
  extendedDesktopSize: -308,
  fence: -312,
  continuousUpdates: -313,
} as const

export const FENCE_REQUEST = 0x80000000
/** BlockBefore, BlockAfter and SyncNext: the server handles messages one after the other, so it keeps all three. */
export const FENCE_FLAGS = 0x00000007

const NO_RECT: Rect = { x: 0, y: 0, width: 0, height: 0 }

export function serverInit(width: number, height: number, format: PixelFormat, name: string): Buffer {
  const text = Buffer.from(name, 'utf8')
  const head = Buffer.alloc(4)
  head.writeUInt16BE(width, 0)
  head.writeUInt16BE(height, 2)
  return Buffer.concat([head, serializePixelFormat(format), lengthBefore(text)])
}

/** A text or block with its length in four bytes before it. */
export function lengthBefore(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

/** FramebufferUpdate; so many rectangles follow. */
export function updateHeader(rects: number): Buffer {
  const header = Buffer.alloc(4)
  header.writeUInt16BE(rects, 2)
  return header
}

export function rectHeader(rect: Rect, encoding: number): Buffer {
  const header = Buffer.alloc(12)
  header.writeUInt16BE(rect.x, 0)
  header.writeUInt16BE(rect.y, 2)
  header.writeUInt16BE(rect.width, 4)
  header.writeUInt16BE(rect.height, 6)
  header.writeInt32BE(encoding, 8)
  return header
}

export function extendedKeyEventRect(): Buffer {
  return rectHeader(NO_RECT, pseudo.extendedKeyEvent)
}

/** QEMU Pointer Motion Change: whether the viewer is to send positions, or how far its mouse was moved. */
export function pointerMotionRect(positions: boolean): Buffer {
  return rectHeader({ ...NO_RECT, x: positions ? 1 : 0 }, pseudo.pointerMotion)
}

export function desktopSizeRect(width: number, height: number): Buffer {
  return rectHeader({ x: 0, y: 0, width, height }, pseudo.desktopSize)
}

/** Why a size is told, and how a viewer's wish for another one ended; the guest alone decides. */
export const sizeReason = {
  server: { reason: 0, status: 0 },
  prohibited: { reason: 1, status: 1 },
} as const

export function extendedDesktopSizeRect(
  width: number,
  height: number,
  why: { readonly reason: number; readonly status: number },
): Buffer {
  const oneScreen = Buffer.alloc(4 + 16)
  oneScreen[0] = 1
  oneScreen.writeUInt16BE(width, 4 + 8)
  oneScreen.writeUInt16BE(height, 4 + 10)
  const rect = { x: why.reason, y: why.status, width, height }
  return Buffer.concat([rectHeader(rect, pseudo.extendedDesktopSize), oneScreen])
}

/** A dot five pixels wide: the guest draws its own pointer, this one shows where the hand is meanwhile. */
const DOT = ['.###.', '#ooo#', '#ooo#', '#ooo#', '.###.']

export function cursorRect(format: PixelFormat): Buffer {
  const writer = PixelWriter.plain(format)
  const size = DOT.length
  const pixels = Buffer.alloc(size * size * writer.size)
  const mask = Buffer.alloc(size)
  DOT.forEach((row, y) => {
    ;[...row].forEach((dot, x) => {
      writer.put(pixels, (y * size + x) * writer.size, packRgb(dot === '#' ? 0xffffff : 0x000000))
      if (dot !== '.') mask[y] = (mask[y] ?? 0) | (0x80 >> x)
    })
  })
  const rect = { x: size >> 1, y: size >> 1, width: size, height: size }
  return Buffer.concat([rectHeader(rect, pseudo.cursor), pixels, mask])
}

export function endOfContinuousUpdates(): Buffer {
  return Buffer.from([150])
}

export function fence(flags: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(9)
  head[0] = 248
  head.writeUInt32BE(flags >>> 0, 4)
  head[8] = payload.length
  return Buffer.concat([head, payload])
}
