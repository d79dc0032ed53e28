import type { Stroke } from './strokes.ts'

const extended = 0xe0
/** Begins the codes of Pause, which has no key up: two more follow, of make and of break. */
const pause = 0xe1
const keyReleased = 0x80

/** Follows the scan codes (set 1) a keyboard sends, to know which keys are down. */
export class HeldKeys {
  /** The codes their release sends, under themselves. */
  readonly #releases = new Map<string, Stroke>()
  #prefixed = false
  /** Codes of Pause that are still to come. */
  #ofPause = 0

  note(codes: Stroke): void {
    for (const code of codes) this.#noteCode(code)
  }

  /** The codes that release all that is held. */
  get releases(): number[] {
    return [...this.#releases.values()].flat()
  }

  #noteCode(code: number): void {
    if (this.#ofPause > 0) {
      this.#ofPause -= 1
    } else if (code === pause) {
      this.#ofPause = 2
    } else if (code === extended) {
      this.#prefixed = true
    } else {
      const release = [...(this.#prefixed ? [extended] : []), code | keyReleased]
      this.#prefixed = false
      if ((code & keyReleased) === 0) this.#releases.set(String(release), release)
      else this.#releases.delete(String(release))
    }
  }
}
