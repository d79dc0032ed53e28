/** What a hand does on a mouse besides moving it. */
interface PointerButtons {
  /** Buttons held: 1 left, 2 middle, 4 right, added up. */
  readonly buttons: number
  /** Notches the wheel was turned: 1 up (away from the user), -1 down, 0 not. */
  readonly wheel: -1 | 0 | 1
}

/** The mouse as a viewer moves it over the screen. */
export interface PointerEvent extends PointerButtons {
  /** Pixels from the top left corner of a screen of `width` by `height`. */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** The mouse as a viewer moves it that shows no position of its own. */
export interface PointerStep extends PointerButtons {
  /** How far it was moved, to the right and down. */
  readonly dx: number
  readonly dy: number
}

export interface PointerOutput {
  pointer(event: PointerEvent): void
  pointerStep(step: PointerStep): void
}

/** Bits of RFB's button mask (RFC 6143 section 7.5.5); 0 to 2 are the buttons. */
const BUTTONS = 0x07
const WHEEL_UP = 0x08
const WHEEL_DOWN = 0x10

/** Coordinates of a mouse that did not move (rfbproto, QEMU Pointer Motion Change). */
const STILL = 0x7fff
/** No screen is so large, and no hand moves a mouse so far at once that a step is below. */
const LOWEST_STEP = 0x4000
/** Farthest a step is taken; what is more was not done by a hand. */
const LONGEST_STEP = 2047

/** One viewer's mouse; knows what it holds. */
export class Pointer {
  /** The viewer knows QEMU Pointer Motion Change, so that it may send steps. */
  sendsSteps = false
  readonly #output: PointerOutput
  #mask = 0
  #release: (() => void) | null = null

  constructor(output: PointerOutput) {
    this.#output = output
  }

  /**
   * Steps are told from positions by their size and not by what the viewer was told: what was on its way when the guest
   * changed its mind would throw the guest's pointer into a corner.
   */
  event(mask: number, x: number, y: number, screen: { readonly width: number; readonly height: number }): void {
    const pressed = mask & ~this.#mask
    this.#mask = mask
    const buttons = mask & BUTTONS
    const wheel = (pressed & WHEEL_UP) !== 0 ? 1 : (pressed & WHEEL_DOWN) !== 0 ? -1 : 0
    if (this.sendsSteps && x >= LOWEST_STEP && y >= LOWEST_STEP) {
      this.#release = () => this.#output.pointerStep({ dx: 0, dy: 0, buttons: 0, wheel: 0 })
      this.#output.pointerStep({ dx: stepOf(x), dy: stepOf(y), buttons, wheel })
    } else {
      const { width, height } = screen
      const at = { x: Math.min(x, width - 1), y: Math.min(y, height - 1), width, height }
      this.#release = () => this.#output.pointer({ ...at, buttons: 0, wheel: 0 })
      this.#output.pointer({ ...at, buttons, wheel })
    }
  }

  /** Lets go of the buttons; for a viewer that goes. */
  releaseAll(): void {
    if ((this.#mask & BUTTONS) !== 0) this.#release?.()
    this.#mask = 0
  }
}

function stepOf(coordinate: number): number {
  return Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, coordinate - STILL))
}
