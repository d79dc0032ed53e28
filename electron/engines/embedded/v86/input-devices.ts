import type { KeyboardPort } from '../keyboard/keyboard.ts'
import type { Stroke } from '../keyboard/us-layout.ts'
import type { Bus, Internals } from './internals.ts'

export class Ps2Keyboard implements KeyboardPort {
  readonly #internals: Internals

  constructor(internals: Internals) {
    this.#internals = internals
  }

  ready(): boolean {
    const { ps2 } = this.#internals.v86.cpu.devices
    return ps2.enable_keyboard_stream && ps2.kbd_buffer.length === 0
  }

  send(codes: Stroke): void {
    for (const code of codes) this.#internals.bus.send('keyboard-code', code)
  }
}

/** A pointing device's position on a screen of so many pixels, and which of its buttons are down. */
export interface PointerState {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly left: boolean
  readonly middle: boolean
  readonly right: boolean
}

/** What one PS/2 packet carries, with room for its sign. */
const longestStep = 127

/**
 * The guest's mouse: absolute where the guest reads the VMware backdoor (Linux does by itself), relative PS/2 where it
 * does not.
 */
export class Mouse {
  readonly #bus: Bus
  readonly #vmware: { readonly enabled: boolean; readonly absolute: boolean }
  #last: PointerState | null = null

  constructor(internals: Internals) {
    this.#bus = internals.bus
    this.#vmware = internals.v86.cpu.devices.vmware
  }

  move(state: PointerState): void {
    const last = this.#last ?? state
    this.#last = state
    let [dx, dy] = [state.x - last.x, state.y - last.y]
    if (this.#vmware.enabled && this.#vmware.absolute) {
      this.#bus.send('mouse-absolute', [state.x, state.y, state.width, state.height])
      // The position waits in the backdoor; a packet on the PS/2 port makes the guest fetch it.
      ;[dx, dy] = [clamp(dx), clamp(dy)]
    }
    while (dx !== 0 || dy !== 0) {
      const [stepX, stepY] = [clamp(dx), clamp(dy)]
      this.#bus.send('mouse-delta', [stepX, -stepY])
      dx -= stepX
      dy -= stepY
    }
    if (state.left !== last.left || state.middle !== last.middle || state.right !== last.right) {
      this.#bus.send('mouse-click', [state.left, state.middle, state.right])
    }
  }

  /** One notch, up or down. */
  wheel(direction: 'up' | 'down'): void {
    this.#bus.send('mouse-wheel', [direction === 'up' ? 1 : -1, 0])
  }
}

function clamp(step: number): number {
  return Math.max(-longestStep, Math.min(longestStep, step))
}
