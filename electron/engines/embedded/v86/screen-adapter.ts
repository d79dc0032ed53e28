/** A part of the guest's picture, as v86's VGA hands it over; `image_data` is RGBA and may lie in wasm memory. */
export interface V86Layer {
  readonly image_data: { readonly data: Uint8ClampedArray; readonly width: number; readonly height: number }
  readonly screen_x: number
  readonly screen_y: number
  readonly buffer_x: number
  readonly buffer_y: number
  readonly buffer_width: number
  readonly buffer_height: number
}

/**
 * What v86 0.5.462 calls on its screen: `cpu.devices.vga.screen` (vga.js) and `V86.screen_adapter` (starter.js).
 * The names are v86's. Put the same object in both places after 'emulator-loaded'.
 */
export interface V86ScreenAdapter {
  readonly FLAG_BLINKING: number
  readonly FLAG_FONT_PAGE_B: number
  put_char(row: number, column: number, code: number, flags: number, background: number, foreground: number): void
  set_mode(graphical: boolean): void
  set_size_text(columns: number, rows: number): void
  set_size_graphical(width: number, height: number, virtualWidth: number, virtualHeight: number): void
  set_font_bitmap(
    height: number,
    nineDots: boolean,
    doubled: boolean,
    joinLines: boolean,
    plane: Uint8Array,
    planeChanged: boolean,
  ): void
  set_font_page(a: number, b: number): void
  update_cursor(row: number, column: number): void
  update_cursor_scanline(start: number, end: number, visible: boolean): void
  update_buffer(layers: readonly V86Layer[]): void
  clear_screen(): void
  clear_text_state(): void
  get_text_screen(): string[]
  get_text_row(row: number): string
  set_scale(): void
  make_screenshot(): null
  pause(): void
  continue(): void
  destroy(): void
}
