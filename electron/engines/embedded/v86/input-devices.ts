import { HeldKeys } from '../../keyboard/held-keys.ts'
import type { KeyboardPort } from '../../keyboard/keyboard.ts'
import type { Stroke } from '../../keyboard/strokes.ts'
import type { Bus, Internals, VmwareMouse } from './internals.ts'

export class Ps2Keyboard implements KeyboardPort {
  readonly #internals: Internals
  readonly #held = new HeldKeys()

  constructor(internals: Internals) {
    this.#internals = internals
  }

  ready(): boolean {
    const { ps2 } = this.#internals.v86.cpu.devices
    return ps2.enable_keyboard_stream && ps2.kbd_buffer.length === 0
  }

  send(codes: Stroke): void {
    this.#held.note(codes)
    for (const code of codes) this.#internals.bus.send('keyboard-code', code)
  }

  /** What a guest that goes on from a state reads of its keyboard: nobody holds a key of it any more. */
  get releases(): number[] {
    return this.#held.releases
  }
}

interface MouseState {
  /** Buttons held: 1 left, 2 middle, 4 right, added up. */
  readonly buttons: number
  /** Notches the wheel was turned: 1 up, -1 down. */
  readonly wheel: -1 | 0 | 1
}

/** A pointing device over a screen of `width` by `height` pixels. */
export interface PointerState extends MouseState {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A mouse that was moved so many pixels to the right and down. */
export interface MouseStep extends MouseState {
  readonly dx: number
  readonly dy: number
}

const left = 1
const middle = 2
const right = 4

/** What one PS/2 packet carries, with room for its sign. */
const longestStep = 127

/**
 * The guest's mouse: absolute where the guest reads the VMware backdoor (Linux does by itself), relative PS/2 where it
 * does not.
 */
export class Mouse {
  /** Called when `takesPositions` may have changed. */
  onChange: () => void = () => undefined
  readonly #bus: Bus
  readonly #ps2: { readonly mouse_clicks: number }
  readonly #vmware: VmwareMouse
  #last: PointerState | null = null
  #buttons = 0

  constructor(internals: Internals) {
    this.#bus = internals.bus
    this.#ps2 = internals.v86.cpu.devices.ps2
    this.#vmware = internals.v86.cpu.devices.vmware
    // Also told when a saved state is restored.
    this.#bus.register('vmware-absolute-mouse', () => this.onChange(), this)
  }

  /** The guest takes positions on its screen; else it knows only how far its mouse was moved. */
  get takesPositions(): boolean {
    return this.#vmware.enabled && this.#vmware.absolute
  }

  /** A guest without positions is told how far that is from the last one. */
  update(state: PointerState): void {
    const last = this.#last ?? state
    this.#last = state
    const [dx, dy] = [state.x - last.x, state.y - last.y]
    if (this.takesPositions) {
      this.#bus.send('mouse-absolute', [state.x, state.y, state.width, state.height])
      // The position waits in the backdoor; one packet on the PS/2 port makes the guest fetch it.
      if (dx !== 0 || dy !== 0) this.#move(clamp(dx), clamp(dy))
    } else {
      this.#move(dx, dy)
    }
    this.#press(state)
  }

  /** A guest that takes positions is not moved: it would come from before it did. */
  step(step: MouseStep): void {
    if (!this.takesPositions) this.#move(step.dx, step.dy)
    this.#press(step)
  }

  /** Of a guest that goes on from a state in which a button was held. */
  release(): void {
    if (this.#ps2.mouse_clicks !== 0) this.#bus.send('mouse-click', [false, false, false])
  }

  /** Of a PC that starts over, whose firmware knows nothing of the backdoor; v86 keeps it as the last driver left it. */
  reset(): void {
    this.#vmware.enabled = false
    this.#vmware.absolute = false
    this.onChange()
  }

  #press({ buttons, wheel }: MouseState): void {
    if (buttons !== this.#buttons) {
      this.#buttons = buttons
      this.#bus.send('mouse-click', [(buttons & left) !== 0, (buttons & middle) !== 0, (buttons & right) !== 0])
    }
    if (wheel !== 0) this.#bus.send('mouse-wheel', [wheel, 0])
  }

  #move(dx: number, dy: number): void {
    while (dx !== 0 || dy !== 0) {
      const [stepX, stepY] = [clamp(dx), clamp(dy)]
      this.#bus.send('mouse-delta', [stepX, -stepY])
      dx -= stepX
      dy -= stepY
    }
  }
}

function clamp(step: number): number {
  return Math.max(-longestStep, Math.min(longestStep, step))
}
