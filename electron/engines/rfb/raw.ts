import { PIXEL_BYTES } from './framebuffer.ts'
import type { Encoder } from './encoder.ts'
import { PixelWriter } from './pixel-writer.ts'

export const RAW = 0

/** RFC 6143 section 7.7.1. */
export const encodeRaw: Encoder = (frame, rect, format) => {
  const writer = PixelWriter.plain(format)
  const row = rect.width * writer.size
  const head = Buffer.allocUnsafe(row * rect.height)
  for (let y = 0; y < rect.height; y++) {
    const from = (rect.y + y) * frame.width + rect.x
    if (writer.native) {
      frame.bytes.copy(head, y * row, from * PIXEL_BYTES, (from + rect.width) * PIXEL_BYTES)
      continue
    }
    for (let x = 0; x < rect.width; x++) {
      writer.put(head, y * row + x * writer.size, frame.pixels[from + x] as number)
    }
  }
  return [{ rect, encoding: RAW, head, body: { kind: 'none' } }]
}
