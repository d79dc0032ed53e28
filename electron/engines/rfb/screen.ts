import type { Framebuffer } from './framebuffer.ts'
import type { Rect } from './rect.ts'

/** Someone who looks at the screen. */
export interface ScreenWatch {
  /** Did anything change since the last `take` of all of the screen? */
  readonly changed: boolean
  /**
   * Set while a change would be shown at once. Graphics are fetched from the guest only while at least one watch is
   * wanted; text blinks while there are watches.
   */
  wanted: boolean
  /** Marks a part of the screen, to be taken although it did not change. */
  touch(rect: Rect): void
  /** What changed within `clip`, as disjoint rectangles. Call `Screen.refresh` first. */
  take(clip: Rect): Rect[]
  close(): void
}

/** A guest's screen as pixels, for an engine that has no RFB server of its own. */
export interface Screen {
  readonly width: number
  readonly height: number
  /** Pixels are up to date after `refresh`. */
  readonly frame: Framebuffer
  /** Brings the pixels, and the size, up to what the guest drew. */
  refresh(): void
  /** `onChange` is called once when something changed after a `take`; the new watch has all of the screen to take. */
  watch(onChange: () => void): ScreenWatch
}
