import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import * as z from 'zod'

const boundsSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(200),
  height: z.int().min(150),
  maximized: z.boolean(),
})
export type SavedBounds = z.infer<typeof boundsSchema>
export type Area = Pick<SavedBounds, 'x' | 'y' | 'width' | 'height'>

const fileSchema = z.record(z.string(), boundsSchema)

/** Where each kind of window was last: a small JSON file in the data folder. A damaged file counts as none. */
export class WindowBounds {
  readonly #file: string
  readonly #known: Record<string, SavedBounds>

  constructor(file: string) {
    this.#file = file
    this.#known = readBounds(file)
  }

  /** The saved bounds, unless they lie on a display that is no longer there. */
  restore(kind: string, displays: readonly Area[]): SavedBounds | null {
    const saved = this.#known[kind]
    return saved !== undefined && displays.some((display) => overlaps(saved, display)) ? saved : null
  }

  save(kind: string, bounds: SavedBounds): void {
    this.#known[kind] = bounds
    try {
      mkdirSync(path.dirname(this.#file), { recursive: true })
      const next = `${this.#file}.new`
      writeFileSync(next, `${JSON.stringify(this.#known, null, 2)}\n`)
      renameSync(next, this.#file)
    } catch (error) {
      // On a full disk, say. A window's place is not worth ending the application, and its machines, for.
      console.error('The place of the windows could not be saved:', error)
    }
  }
}

function readBounds(file: string): Record<string, SavedBounds> {
  try {
    const parsed = fileSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
    return parsed.success ? parsed.data : {}
  } catch {
    return {}
  }
}

/** True where enough of the title bar is on the display to drag the window by. */
function overlaps(window: Area, display: Area): boolean {
  const width = Math.min(window.x + window.width, display.x + display.width) - Math.max(window.x, display.x)
  return width >= 100 && window.y >= display.y - 8 && window.y < display.y + display.height - 30
}
