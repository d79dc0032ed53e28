import { Damage } from '../../rfb/damage.ts'
import { Framebuffer, PIXEL_BYTES } from '../../rfb/framebuffer.ts'
import type { Screen, ScreenWatch } from '../../rfb/screen.ts'
import { ScreenClock } from './screen-clock.ts'
import { FLAG_BLINKING, FLAG_FONT_PAGE_B, TextMode } from './text-mode.ts'
import type { V86Layer, V86ScreenAdapter } from '../v86/screen-adapter.ts'

/**
 * Where graphics come from: v86's `cpu.devices.vga`. Text modes need it not, v86 says every character as it is written.
 */
export interface GraphicsSource {
  /** Hands over what the guest drew: `vga.screen_fill_buffer()`. */
  fill(): void
  /** Marks all of the picture as drawn: `vga.complete_redraw()`. */
  redraw(): void
}

interface Watcher extends ScreenWatch {
  readonly damage: Damage
  readonly onChange: () => void
  told: boolean
}

/** The screen before the guest set a mode: that of a PC's text mode. */
const FIRST_WIDTH = 720
const FIRST_HEIGHT = 400

/**
 * The guest's screen as pixels. Install `adapter` in v86 and set `source`; nothing else has to be called: the screen
 * itself asks `source` for graphics, about 60 times a second while someone watches and before each `image`.
 */
export class VgaScreen implements Screen {
  readonly frame: Framebuffer
  readonly adapter: V86ScreenAdapter
  source: GraphicsSource | null = null
  readonly #text = new TextMode()
  readonly #watchers = new Set<Watcher>()
  readonly #clock: ScreenClock
  #graphical = false
  #graphicsSize = { width: FIRST_WIDTH, height: FIRST_HEIGHT }
  #redraw = false
  #paused = false

  constructor() {
    this.frame = new Framebuffer(FIRST_WIDTH, FIRST_HEIGHT, (x, y, width, height) => {
      for (const watcher of this.#watchers) {
        watcher.damage.mark(x, y, width, height)
        this.#tell(watcher)
      }
    })
    this.#clock = new ScreenClock({
      fetch: () => this.#fetchGraphics(),
      blink: (cursorOn, charactersOn) => {
        if (this.#text.blink(cursorOn, charactersOn)) this.#tellAll()
      },
    })
    this.#text.resize(80, 25)
    this.adapter = this.#makeAdapter()
  }

  get width(): number {
    return this.frame.width
  }

  get height(): number {
    return this.frame.height
  }

  watch(onChange: () => void): ScreenWatch {
    const damage = new Damage()
    damage.reset(this.width, this.height)
    const schedule = () => this.#schedule()
    const watchers = this.#watchers
    const textChanged = () => !this.#graphical && this.#text.changed
    let wanted = false
    const watcher: Watcher = {
      damage,
      onChange,
      told: false,
      get changed() {
        return damage.any || textChanged()
      },
      get wanted() {
        return wanted
      },
      set wanted(value) {
        if (value === wanted) return
        wanted = value
        schedule()
      },
      touch: (rect) => damage.mark(rect.x, rect.y, rect.width, rect.height),
      take(clip) {
        watcher.told = false
        return damage.take(clip)
      },
      close() {
        watchers.delete(watcher)
        schedule()
      },
    }
    watchers.add(watcher)
    schedule()
    return watcher
  }

  /** Brings the pixels, and the size, up to what the guest last drew in text mode or handed over in graphics mode. */
  refresh(): void {
    if (this.#graphical) {
      this.#resize(this.#graphicsSize.width, this.#graphicsSize.height)
      return
    }
    if (this.#text.columns === 0) return
    if (this.#resize(this.#text.width, this.#text.height)) this.#text.touchAll()
    this.#text.render(this.frame)
  }

  /** The rows of a text mode, top first, without blanks at their ends; empty in graphics modes. */
  textRows(): string[] {
    return this.#graphical ? [] : this.#text.text()
  }

  /** A copy of the picture as it is now, RGBA. */
  image(): { width: number; height: number; data: Uint8Array } {
    if (this.#graphical) this.#fetchGraphics()
    this.refresh()
    const data = new Uint8Array(this.frame.bytes)
    for (let alpha = PIXEL_BYTES - 1; alpha < data.length; alpha += PIXEL_BYTES) data[alpha] = 255
    return { width: this.width, height: this.height, data }
  }

  /** Returns whether anything changed. */
  #fetchGraphics(): boolean {
    if (!this.#graphical || this.source === null) return false
    this.refresh()
    if (this.#redraw) {
      this.#redraw = false
      this.source.redraw()
    }
    const before = this.frame.changes
    this.source.fill()
    return this.frame.changes !== before
  }

  #resize(width: number, height: number): boolean {
    if (!this.frame.resize(width, height)) return false
    for (const watcher of this.#watchers) {
      watcher.damage.reset(this.width, this.height)
      this.#tell(watcher)
    }
    return true
  }

  #tell(watcher: Watcher): void {
    if (watcher.told) return
    watcher.told = true
    watcher.onChange()
  }

  #tellAll(): void {
    for (const watcher of this.#watchers) this.#tell(watcher)
  }

  #schedule(): void {
    if (this.#paused) return this.#clock.set({ fetching: false, blinking: false })
    const wanted = [...this.#watchers].some((watcher) => watcher.wanted)
    this.#clock.set({ fetching: wanted && this.#graphical, blinking: this.#watchers.size > 0 && !this.#graphical })
  }

  #updateBuffer(layers: readonly V86Layer[]): void {
    if (!this.#graphical) return
    this.refresh()
    for (const layer of layers) copyLayer(this.frame, layer)
  }

  #setMode(graphical: boolean): void {
    if (graphical === this.#graphical) return
    this.#graphical = graphical
    // The frame still shows the other mode; v86 hands over only what the guest draws from now on.
    this.frame.clear()
    if (graphical) {
      this.#redraw = true
      this.refresh()
    } else {
      this.#text.touchAll()
    }
    this.#schedule()
    this.#tellAll()
  }

  #makeAdapter(): V86ScreenAdapter {
    const text = this.#text
    const tellIf = (changes: boolean) => {
      if (changes && !this.#graphical) this.#tellAll()
    }
    const touched = () => tellIf(text.changed)
    return {
      FLAG_BLINKING,
      FLAG_FONT_PAGE_B,
      put_char: (row, column, code, flags, background, foreground) => {
        if (text.put(row, column, code, flags, background, foreground)) tellIf(true)
      },
      set_mode: (graphical) => this.#setMode(graphical),
      set_size_text: (columns, rows) => {
        text.resize(columns, rows)
        touched()
      },
      set_size_graphical: (width, height) => {
        this.#graphicsSize = { width, height }
        this.#redraw = true
        if (this.#graphical) this.refresh()
      },
      set_font_bitmap: (height, nineDots, doubled, joinLines, plane, planeChanged) => {
        text.setFont({ height, nineDots, doubled, joinLines }, plane, planeChanged)
        touched()
      },
      set_font_page: (a, b) => {
        text.setFontPages(a, b)
        touched()
      },
      update_cursor: (row, column) => tellIf(text.moveCursor(row, column)),
      update_cursor_scanline: (start, end, visible) => tellIf(text.shapeCursor(start, end, visible)),
      update_buffer: (layers) => this.#updateBuffer(layers),
      clear_screen: () => {
        if (this.#graphical) this.frame.clear()
      },
      clear_text_state: () => {
        text.resize(0, 0)
        text.setFontPages(0, 0)
      },
      get_text_screen: () => this.textRows(),
      get_text_row: (row) => this.textRows()[row] ?? '',
      set_scale: () => undefined,
      make_screenshot: () => null,
      pause: () => {
        this.#paused = true
        this.#schedule()
      },
      continue: () => {
        this.#paused = false
        this.#schedule()
      },
      destroy: () => {
        this.#paused = true
        this.#schedule()
      },
    }
  }
}

/** Copies what of a layer lies both in its image and on the screen. */
function copyLayer(frame: Framebuffer, layer: V86Layer): void {
  const { image_data: image, screen_x, screen_y, buffer_x, buffer_y } = layer
  const left = Math.max(0, -screen_x, -buffer_x)
  const right = Math.min(layer.buffer_width, image.width - buffer_x, frame.width - screen_x)
  const top = Math.max(0, -screen_y, -buffer_y)
  const bottom = Math.min(layer.buffer_height, image.height - buffer_y, frame.height - screen_y)
  if (left >= right || top >= bottom) return
  const source = Buffer.from(image.data.buffer, image.data.byteOffset, image.data.byteLength)
  for (let y = top; y < bottom; y++) {
    const offset = ((buffer_y + y) * image.width + buffer_x + left) * PIXEL_BYTES
    if (offset + (right - left) * PIXEL_BYTES > source.length) return
    frame.copyRow(source, offset, screen_x + left, screen_y + y, right - left)
  }
}
