/**
 * What the guest has of the mouse: its `positions`; nothing, as it takes none and the mouse is `released`; or all of it,
 * `captured` until it is released.
 */
export type MouseUse = 'positions' | 'released' | 'captured'

export interface MouseCaptureListener {
  /** The captured mouse was moved to the right and down. `mask` holds buttons and wheel (RFC 6143 section 7.5.5). */
  step(dx: number, dy: number, mask: number): void
  /** The screen was clicked. False: it takes no mouse now. */
  clicked(): boolean
  changed(use: MouseUse): void
}

const mouseEvents = ['mousedown', 'mouseup', 'mousemove', 'wheel'] as const
const wheelUp = 0x08
const wheelDown = 0x10
/** How far a wheel is turned until it counts as a notch, and the height of a line; CSS pixels, as noVNC has them. */
const notch = 50
const lineHeight = 19
/** Farthest one message tells of. */
const longestStep = 2000

/**
 * Captures the mouse (Pointer Lock) for a guest that takes no positions: a pointer of the page beside the guest's own would
 * drift from it.
 */
export class MouseCapture {
  readonly #screen: HTMLElement
  readonly #listener: MouseCaptureListener
  readonly #ended = new AbortController()
  #positions = true
  /** The browser would not have the mouse captured, and never did: positions are better than nothing. */
  #refused = false
  #hasCaptured = false
  #use: MouseUse = 'positions'
  #buttons = 0
  /** Moved and turned, and not told yet. */
  #rest = { x: 0, y: 0, wheel: 0 }

  /** @param target an element around the screen, where its events can be taken before others get them */
  constructor(target: HTMLElement, screen: HTMLElement, listener: MouseCaptureListener) {
    this.#screen = screen
    this.#listener = listener
    const { signal } = this.#ended
    for (const type of mouseEvents) {
      target.addEventListener(type, (event) => this.#take(event), { capture: true, passive: false, signal })
    }
    screen.addEventListener('blur', () => this.release(), { signal })
    document.addEventListener('pointerlockchange', () => this.#update(), { signal })
  }

  /** Whether the guest takes positions. */
  set positions(positions: boolean) {
    this.#positions = positions
    if (positions) this.release()
    this.#update()
  }

  release(): void {
    if (this.#isLocked) document.exitPointerLock()
  }

  /** For a screen that goes. */
  end(): void {
    this.positions = true
    this.#ended.abort()
  }

  get #isLocked(): boolean {
    return document.pointerLockElement === this.#screen
  }

  #update(): void {
    const use = this.#positions ? 'positions' : this.#isLocked ? 'captured' : this.#refused ? 'positions' : 'released'
    if (use === this.#use) return
    if (use === 'captured') {
      this.#hasCaptured = true
      this.#rest = { x: 0, y: 0, wheel: 0 }
    } else if (this.#buttons !== 0) {
      this.#buttons = 0
      this.#listener.step(0, 0, 0)
    }
    this.#use = use
    this.#listener.changed(use)
  }

  #take(event: MouseEvent | WheelEvent): void {
    if (this.#positions || event.target !== this.#screen) return
    const { type } = event
    const use = this.#use
    if (use !== 'captured' && type === 'mousedown') this.#ask()
    if (use === 'positions') return
    event.stopPropagation()
    event.preventDefault()
    // The click that captures is not the guest's.
    if (use !== 'captured') return
    if (type === 'wheel') this.#turn(event as WheelEvent)
    else this.#move(event)
  }

  #ask(): void {
    if (!this.#listener.clicked()) return
    // Older browsers return nothing.
    Promise.resolve(this.#screen.requestPointerLock()).catch(() => {
      // Refused for a moment after the user left the last capture: the next click asks again.
      this.#refused = !this.#hasCaptured
      this.#update()
    })
  }

  #move(event: MouseEvent): void {
    this.#buttons = maskOf(event.buttons)
    if (event.type !== 'mousemove') {
      this.#listener.step(0, 0, this.#buttons)
      return
    }
    const x = this.#rest.x + event.movementX
    const y = this.#rest.y + event.movementY
    const [dx, dy] = [clamp(Math.trunc(x)), clamp(Math.trunc(y))]
    this.#rest.x = x - dx
    this.#rest.y = y - dy
    if (dx !== 0 || dy !== 0) this.#listener.step(dx, dy, this.#buttons)
  }

  #turn(event: WheelEvent): void {
    this.#rest.wheel += event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * lineHeight
    if (Math.abs(this.#rest.wheel) < notch) return
    this.#listener.step(0, 0, this.#buttons | (this.#rest.wheel < 0 ? wheelUp : wheelDown))
    this.#listener.step(0, 0, this.#buttons)
    this.#rest.wheel = 0
  }
}

/** RFB counts left, middle, right; the page left, right, middle. */
function maskOf(buttons: number): number {
  return (buttons & 1) | ((buttons & 4) >> 1) | ((buttons & 2) << 1)
}

function clamp(step: number): number {
  return Math.max(-longestStep, Math.min(longestStep, step))
}
