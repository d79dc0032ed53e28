import { cp437 } from './cp437.ts'
import { MAX_EDGE, packRgb, type Framebuffer } from '../../rfb/framebuffer.ts'

/** Flags of a character, as v86's VGA passes them. */
export const FLAG_BLINKING = 1
export const FLAG_FONT_PAGE_B = 2

/** Bytes the VGA keeps a glyph in, whatever its height; 256 glyphs a page, 8 pages. */
const GLYPH_BYTES = 32
const FONT_PLANE_BYTES = 65536

/** Code, flags, background and foreground of one character. */
const CELL_FIELDS = 4

export interface FontOptions {
  readonly height: number
  /** Nine dots a character, the ninth blank or a copy of the eighth. */
  readonly nineDots: boolean
  /** Each dot twice as wide (40 column modes). */
  readonly doubled: boolean
  /** Codes 192 to 223 repeat the eighth dot in the ninth column, so that line drawings join. */
  readonly joinLines: boolean
}

interface Cursor {
  row: number
  column: number
  start: number
  end: number
  visible: boolean
}

/**
 * The VGA's text mode: what character stands where, and how it looks in the guest's own font. Characters are written
 * far more often than anyone looks, so writing only notes the cell; `render` draws what was noted.
 */
export class TextMode {
  columns = 0
  rows = 0
  /** Is there anything to render? */
  changed = false
  readonly #cursor: Cursor = { row: 0, column: 0, start: 0, end: 0, visible: false }
  readonly #font = new Uint8Array(FONT_PLANE_BYTES)
  #options: FontOptions = { height: 16, nineDots: true, doubled: false, joinLines: false }
  #pageA = 0
  #pageB = 0
  #cells = new Int32Array(0)
  #dirty = new Uint8Array(0)
  #cursorOn = true
  #charactersOn = true

  get width(): number {
    return this.#shownColumns * this.#glyphWidth
  }

  get height(): number {
    return this.#shownRows * this.#options.height
  }

  // Half-set registers can make modes of many thousand scan lines for an instant.
  get #shownColumns(): number {
    return Math.min(this.columns, Math.floor(MAX_EDGE / this.#glyphWidth))
  }

  get #shownRows(): number {
    return Math.min(this.rows, Math.floor(MAX_EDGE / this.#options.height))
  }

  get #glyphWidth(): number {
    if (this.#options.doubled) return 16
    return this.#options.nineDots ? 9 : 8
  }

  resize(columns: number, rows: number): void {
    if (columns === this.columns && rows === this.rows) return
    this.columns = columns
    this.rows = rows
    this.#cells = new Int32Array(columns * rows * CELL_FIELDS)
    this.#dirty = new Uint8Array(columns * rows)
    this.touchAll()
  }

  /** Draw everything again at the next `render`. */
  touchAll(): void {
    this.#dirty.fill(1)
    this.changed = true
  }

  setFont(options: FontOptions, plane: Uint8Array, planeChanged: boolean): void {
    const old = this.#options
    const same =
      old.height === options.height &&
      old.nineDots === options.nineDots &&
      old.doubled === options.doubled &&
      old.joinLines === options.joinLines
    if (same && !planeChanged) return
    this.#options = options
    this.#font.set(plane.subarray(0, FONT_PLANE_BYTES))
    this.touchAll()
  }

  /** Font pages (0 to 7) of characters without and with `FLAG_FONT_PAGE_B`. */
  setFontPages(a: number, b: number): void {
    if (a === this.#pageA && b === this.#pageB) return
    this.#pageA = a
    this.#pageB = b
    this.touchAll()
  }

  /** Returns whether this changes the picture. Colours are 0xRRGGBB. */
  put(row: number, column: number, code: number, flags: number, background: number, foreground: number): boolean {
    if (row >= this.rows || column >= this.columns) return false
    const cell = row * this.columns + column
    const at = cell * CELL_FIELDS
    const cells = this.#cells
    if (cells[at] === code && cells[at + 1] === flags && cells[at + 2] === background && cells[at + 3] === foreground) {
      return false
    }
    cells[at] = code
    cells[at + 1] = flags
    cells[at + 2] = background
    cells[at + 3] = foreground
    this.#dirty[cell] = 1
    this.changed = true
    return true
  }

  moveCursor(row: number, column: number): boolean {
    if (row === this.#cursor.row && column === this.#cursor.column) return false
    this.#touchCursor()
    this.#cursor.row = row
    this.#cursor.column = column
    this.#touchCursor()
    return true
  }

  /** The cursor's first and last scan line, counted from the top of the character. */
  shapeCursor(start: number, end: number, visible: boolean): boolean {
    const cursor = this.#cursor
    if (start === cursor.start && end === cursor.end && visible === cursor.visible) return false
    cursor.start = start
    cursor.end = end
    cursor.visible = visible
    this.#touchCursor()
    return true
  }

  /** Shows or hides what blinks. Returns whether this changes the picture. */
  blink(cursorOn: boolean, charactersOn: boolean): boolean {
    const before = this.changed
    this.changed = false
    if (cursorOn !== this.#cursorOn) {
      this.#cursorOn = cursorOn
      if (this.#cursor.visible) this.#touchCursor()
    }
    if (charactersOn !== this.#charactersOn) {
      this.#charactersOn = charactersOn
      this.#touchBlinking()
    }
    const changes = this.changed
    this.changed ||= before
    return changes
  }

  /** Draws the noted cells. The framebuffer has this mode's size. */
  render(target: Framebuffer): void {
    if (!this.changed) return
    this.changed = false
    const width = this.#glyphWidth
    const { height } = this.#options
    const rows = this.#shownRows
    const columns = this.#shownColumns
    for (let row = 0; row < rows; row++) {
      const base = row * this.columns
      for (let column = 0; column < columns; column++) {
        if (this.#dirty[base + column] === 0) continue
        this.#dirty[base + column] = 0
        this.#drawCell(target, row, column)
        target.damage(column * width, row * height, width, height)
      }
    }
  }

  /** The characters as Unicode, a string a row, blanks at the end cut off. */
  text(): string[] {
    const lines: string[] = []
    for (let row = 0; row < this.rows; row++) {
      let line = ''
      for (let column = 0; column < this.columns; column++) {
        line += cp437[(this.#cells[(row * this.columns + column) * CELL_FIELDS] ?? 0) & 0xff] ?? ' '
      }
      lines.push(line.trimEnd())
    }
    return lines
  }

  #touchCursor(): void {
    const { row, column } = this.#cursor
    if (row >= this.rows || column >= this.columns) return
    this.#dirty[row * this.columns + column] = 1
    this.changed = true
  }

  #touchBlinking(): void {
    for (let cell = 0; cell < this.#dirty.length; cell++) {
      if (((this.#cells[cell * CELL_FIELDS + 1] ?? 0) & FLAG_BLINKING) === 0) continue
      this.#dirty[cell] = 1
      this.changed = true
    }
  }

  #drawCell(target: Framebuffer, row: number, column: number): void {
    const at = (row * this.columns + column) * CELL_FIELDS
    const code = (this.#cells[at] ?? 0) & 0xff
    const flags = this.#cells[at + 1] ?? 0
    const background = packRgb(this.#cells[at + 2] ?? 0)
    const foreground = packRgb(this.#cells[at + 3] ?? 0)
    const page = (flags & FLAG_FONT_PAGE_B) !== 0 ? this.#pageB : this.#pageA
    const glyph = ((page & 7) * 256 + code) * GLYPH_BYTES
    const { height, doubled, nineDots, joinLines } = this.#options
    const width = this.#glyphWidth
    const dots = doubled ? 2 : 1
    const hidden = (flags & FLAG_BLINKING) !== 0 && !this.#charactersOn
    const join = joinLines && code >= 0xc0 && code <= 0xdf
    const cursor = this.#cursor
    const cursorHere = cursor.visible && this.#cursorOn && cursor.row === row && cursor.column === column
    const { pixels } = target
    for (let y = 0; y < height; y++) {
      let to = (row * height + y) * target.width + column * width
      if (cursorHere && y >= cursor.start && y <= cursor.end) {
        pixels.fill(foreground, to, to + width)
        continue
      }
      const bits = hidden ? 0 : (this.#font[glyph + y] ?? 0)
      for (let bit = 0x80; bit !== 0; bit >>= 1) {
        const colour = (bits & bit) !== 0 ? foreground : background
        for (let dot = 0; dot < dots; dot++) pixels[to++] = colour
      }
      if (nineDots && !doubled) pixels[to] = join && (bits & 1) !== 0 ? foreground : background
    }
  }
}
