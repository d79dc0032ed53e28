/** A frame of graphics at 60 Hz, in milliseconds; half as often once nothing changed for `QUIET_FRAMES`. */
const FRAME = 16
const QUIET_FRAME = 32
const QUIET_FRAMES = 30

/** The VGA's cursor changes every 8 frames of 70.09 Hz, blinking characters every 16. */
const BLINK = 8000 / 70.086

export interface ScreenClockActions {
  /** Fetches graphics; returns whether anything changed. */
  fetch(): boolean
  blink(cursorOn: boolean, charactersOn: boolean): void
}

/** The screen's two rhythms: fetching graphics and blinking text. It stands still unless someone watches. */
export class ScreenClock {
  readonly #actions: ScreenClockActions
  #fetching = false
  #frameTimer: NodeJS.Timeout | null = null
  #quietFrames = 0
  #blinkTimer: NodeJS.Timeout | null = null
  #blinks = 0

  constructor(actions: ScreenClockActions) {
    this.#actions = actions
  }

  set(wanted: { readonly fetching: boolean; readonly blinking: boolean }): void {
    this.#fetching = wanted.fetching
    // A running frame timer is left alone: viewers want and do not want with every frame they are sent.
    if (wanted.fetching && this.#frameTimer === null) this.#startFrame()
    if (wanted.blinking && this.#blinkTimer === null) {
      this.#blinkTimer = setInterval(() => this.#blink(), BLINK)
    }
    if (!wanted.blinking && this.#blinkTimer !== null) {
      clearInterval(this.#blinkTimer)
      this.#blinkTimer = null
      this.#blinks = 0
      this.#actions.blink(true, true)
    }
  }

  #startFrame(): void {
    this.#frameTimer = setTimeout(
      () => {
        this.#frameTimer = null
        if (!this.#fetching) return
        this.#quietFrames = this.#actions.fetch() ? 0 : this.#quietFrames + 1
        this.#startFrame()
      },
      this.#quietFrames > QUIET_FRAMES ? QUIET_FRAME : FRAME,
    )
  }

  #blink(): void {
    this.#blinks++
    this.#actions.blink((this.#blinks & 1) === 0, (this.#blinks & 2) === 0)
  }
}
