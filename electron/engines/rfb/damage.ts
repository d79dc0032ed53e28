import type { Rect } from './rect.ts'

/** Edge of a damage cell in pixels: the height of a text row, so that a typed character costs two cells. */
const CELL = 16

/** More rectangles than this cost a viewer more in headers than the pixels between them. */
const MANY_RECTS = 48

interface Span {
  readonly x: number
  y: number
  readonly width: number
  height: number
}

/** Which parts of a screen changed since they were last taken, in cells of 16 by 16 pixels. */
export class Damage {
  #columns = 0
  #rows = 0
  #width = 0
  #height = 0
  #cells = new Uint8Array(0)

  /** Any cell marked? */
  any = false

  /** Starts over with a screen of this size, wholly damaged. */
  reset(width: number, height: number): void {
    this.#width = width
    this.#height = height
    this.#columns = Math.ceil(width / CELL)
    this.#rows = Math.ceil(height / CELL)
    this.#cells = new Uint8Array(this.#columns * this.#rows).fill(1)
    this.any = true
  }

  /** Marks a rectangle that lies within the screen. */
  mark(x: number, y: number, width: number, height: number): void {
    const left = Math.floor(x / CELL)
    const right = Math.ceil((x + width) / CELL)
    const bottom = Math.ceil((y + height) / CELL)
    for (let row = Math.floor(y / CELL); row < bottom; row++) {
      this.#cells.fill(1, row * this.#columns + left, row * this.#columns + right)
    }
    this.any = true
  }

  /** Takes the damaged cells that touch `clip`, as few disjoint rectangles within the screen. */
  take(clip: Rect): Rect[] {
    const spans = this.#takeSpans(clip)
    const chosen = spans.length > MANY_RECTS ? boundRows(spans) : spans
    return chosen.map((span) => ({
      x: span.x * CELL,
      y: span.y * CELL,
      width: Math.min(span.width * CELL, this.#width - span.x * CELL),
      height: Math.min(span.height * CELL, this.#height - span.y * CELL),
    }))
  }

  #takeSpans(clip: Rect): Span[] {
    const left = Math.max(0, Math.floor(clip.x / CELL))
    const right = Math.min(this.#columns, Math.ceil((clip.x + clip.width) / CELL))
    const bottom = Math.min(this.#rows, Math.ceil((clip.y + clip.height) / CELL))
    const done: Span[] = []
    let above: Span[] = []
    for (let row = Math.max(0, Math.floor(clip.y / CELL)); row < bottom; row++) {
      const here: Span[] = []
      const base = row * this.#columns
      for (let column = left; column < right; column++) {
        if (this.#cells[base + column] === 0) continue
        const start = column
        while (column < right && this.#cells[base + column] !== 0) column++
        this.#cells.fill(0, base + start, base + column)
        const width = column - start
        const grown = above.find((span) => span.x === start && span.width === width)
        if (grown === undefined) {
          const span = { x: start, y: row, width, height: 1 }
          here.push(span)
          done.push(span)
        } else {
          grown.height++
          here.push(grown)
        }
      }
      above = here
    }
    this.any = this.#cells.includes(1)
    return done
  }
}

/** One span for each row of cells, from the first damaged cell to the last. */
function boundRows(spans: readonly Span[]): Span[] {
  const rows = new Map<number, { left: number; right: number }>()
  for (const span of spans) {
    for (let y = span.y; y < span.y + span.height; y++) {
      const row = rows.get(y)
      rows.set(y, {
        left: Math.min(row?.left ?? span.x, span.x),
        right: Math.max(row?.right ?? 0, span.x + span.width),
      })
    }
  }
  return [...rows].map(([y, { left, right }]) => ({ x: left, y, width: right - left, height: 1 }))
}
