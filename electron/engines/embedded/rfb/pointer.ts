/** The mouse as a viewer moves it. */
export interface PointerEvent {
  /** Pixels from the top left corner of a screen of `width` by `height`. */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Buttons held: 1 left, 2 middle, 4 right, added up. */
  readonly buttons: number
  /** Notches the wheel was turned: 1 up (away from the user), -1 down, 0 not. */
  readonly wheel: -1 | 0 | 1
}

/** Bits of RFB's button mask (RFC 6143 section 7.5.5); 0 to 2 are the buttons. */
const BUTTONS = 0x07
const WHEEL_UP = 0x08
const WHEEL_DOWN = 0x10

/** One viewer's mouse; knows what it holds. */
export class Pointer {
  readonly #send: (event: PointerEvent) => void
  #mask = 0
  #last: PointerEvent | null = null

  constructor(send: (event: PointerEvent) => void) {
    this.#send = send
  }

  event(mask: number, x: number, y: number, screen: { readonly width: number; readonly height: number }): void {
    const pressed = mask & ~this.#mask
    this.#mask = mask
    const { width, height } = screen
    const event: PointerEvent = {
      x: Math.min(x, width - 1),
      y: Math.min(y, height - 1),
      width,
      height,
      buttons: mask & BUTTONS,
      wheel: (pressed & WHEEL_UP) !== 0 ? 1 : (pressed & WHEEL_DOWN) !== 0 ? -1 : 0,
    }
    this.#last = event
    this.#send(event)
  }

  /** Lets go of the buttons; for a viewer that goes. */
  releaseAll(): void {
    if (this.#last === null || this.#last.buttons === 0) return
    this.#send({ ...this.#last, buttons: 0, wheel: 0 })
    this.#last = null
  }
}
