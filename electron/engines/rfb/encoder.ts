import type { Framebuffer } from './framebuffer.ts'
import type { Rect } from './rect.ts'
import type { PixelFormat } from './pixel-format.ts'

/** A rectangle packed as its encoding says, but for zlib, which may take a while. */
export interface PackedRect {
  readonly rect: Rect
  /** RFC 6143 section 7.7. */
  readonly encoding: number
  /** What stands before the data. */
  readonly head: Buffer
  /** `zlib`: deflated, with its length before it, in 4 bytes or in Tight's 1 to 3. */
  readonly body:
    { readonly kind: 'none' } | { readonly kind: 'zlib'; readonly data: Uint8Array; readonly length: 4 | 3 }
}

/** Packs a part of the framebuffer for one viewer. Splits it where the encoding wants smaller rectangles. */
export type Encoder = (frame: Framebuffer, rect: Rect, format: PixelFormat) => PackedRect[]
