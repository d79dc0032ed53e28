/** The part of the browser's `ImageData` that v86 uses: a view of RGBA pixels. */
export class PixelView {
  readonly data: Uint8ClampedArray
  readonly width: number
  readonly height: number

  constructor(data: Uint8ClampedArray, width: number, height: number) {
    this.data = data
    this.width = width
    this.height = height
  }
}

/**
 * Gives v86 the `ImageData` it looks for. Without one its VGA draws no graphics at all, so call this before the
 * emulator is made. Node has none.
 */
export function installImageData(): void {
  const scope = globalThis as { ImageData?: unknown }
  scope.ImageData ??= PixelView
}
