import { HeldKeys } from '../keyboard/held-keys.ts'
import type { KeyboardPort } from '../keyboard/keyboard.ts'
import type { Stroke } from '../keyboard/strokes.ts'
import type { Bus, Internals } from './internals.ts'

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

/** A pointing device over a screen of `width` by `height` pixels. */
export interface PointerState {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Buttons held: 1 left, 2 middle, 4 right, added up. */
  readonly buttons: number
  /** Notches the wheel was turned: 1 up, -1 down. */
  readonly wheel: -1 | 0 | 1
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
  readonly #bus: Bus
  readonly #ps2: { readonly mouse_clicks: number }
  readonly #vmware: { readonly enabled: boolean; readonly absolute: boolean }
  #last: PointerState | null = null

  constructor(internals: Internals) {
    this.#bus = internals.bus
    this.#ps2 = internals.v86.cpu.devices.ps2
    this.#vmware = internals.v86.cpu.devices.vmware
  }

  update(state: PointerState): void {
    const last = this.#last ?? state
    this.#last = state
    this.#move(state, state.x - last.x, state.y - last.y)
    const { buttons, wheel } = state
    if (buttons !== last.buttons) {
      this.#bus.send('mouse-click', [(buttons & left) !== 0, (buttons & middle) !== 0, (buttons & right) !== 0])
    }
    if (wheel !== 0) this.#bus.send('mouse-wheel', [wheel, 0])
  }

  /** Of a guest that goes on from a state in which a button was held. */
  release(): void {
    if (this.#ps2.mouse_clicks !== 0) this.#bus.send('mouse-click', [false, false, false])
  }

  #move(to: PointerState, dx: number, dy: number): void {
    const absolute = this.#vmware.enabled && this.#vmware.absolute
    if (absolute) this.#bus.send('mouse-absolute', [to.x, to.y, to.width, to.height])
    while (dx !== 0 || dy !== 0) {
      const [stepX, stepY] = [clamp(dx), clamp(dy)]
      this.#bus.send('mouse-delta', [stepX, -stepY])
      // An absolute position waits in the backdoor; one packet on the PS/2 port makes the guest fetch it.
      if (absolute) return
      dx -= stepX
      dy -= stepY
    }
  }
}

function clamp(step: number): number {
  return Math.max(-longestStep, Math.min(longestStep, step))
}
