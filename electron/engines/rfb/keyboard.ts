import { keyOfKeysym } from './keysym.ts'
import { EXTENDED, type UsKey } from '../keyboard/us-keyboard.ts'

const BREAK = 0x80
const SHIFT_LEFT = 0x2a
const SHIFT_RIGHT = 0x36
const CONTROL_LEFT = 0x1d
const ALT_LEFT = 0x38
const CAPS_LOCK = 0x3a
const PRINT = EXTENDED | 0x37
const SYSTEM_REQUEST = 0x54
const PAUSE = EXTENDED | 0x46

function make(code: number): number[] {
  return (code & EXTENDED) !== 0 ? [0xe0, code & 0x7f] : [code & 0x7f]
}

function release(code: number): number[] {
  return (code & EXTENDED) !== 0 ? [0xe0, (code & 0x7f) | BREAK] : [(code & 0x7f) | BREAK]
}

/** One viewer's keyboard: turns its key events into the scan codes (set 1) of a PC keyboard and knows what it holds. */
export class Keyboard {
  readonly #send: (bytes: number[]) => void
  /** Codes held, each with what its release has to send. */
  readonly #held = new Map<number, number[]>()
  /** Keysym -> code it was pressed as, so that its release finds the key whatever Shift is by then. */
  readonly #pressed = new Map<number, number>()
  #capsLock = false

  constructor(send: (bytes: number[]) => void) {
    this.#send = send
  }

  /** A key by its position: XT code, keys with the prefix E0 as 0x80 and their second byte (QEMU Extended Key Event). */
  keycode(xtCode: number, down: boolean): void {
    if (xtCode <= 0 || xtCode > 0xff) return
    const code = (xtCode & 0x80) !== 0 ? EXTENDED | (xtCode & 0x7f) : xtCode
    // No key has these: what a keyboard sends when one is released would be taken for the prefix E0 or E1.
    if ([0, 0x60, 0x61].includes(code & 0x7f)) return
    this.#key(code === SYSTEM_REQUEST ? PRINT : code, down)
  }

  /** A key by its meaning (RFC 6143 section 7.5.4): pressed where a US keyboard has it, with or without Shift as needed. */
  keysym(keysym: number, down: boolean): void {
    if (!down) {
      const code = this.#pressed.get(keysym) ?? keyOfKeysym(keysym)?.code
      this.#pressed.delete(keysym)
      if (code !== undefined) this.#key(code, false)
      return
    }
    const key = keyOfKeysym(keysym)
    if (key === undefined) return
    this.#pressed.set(keysym, key.code)
    if (key.code === CAPS_LOCK && !this.#held.has(CAPS_LOCK)) this.#capsLock = !this.#capsLock
    this.#withShift(this.#shiftFor(key, keysym), () => this.#key(key.code, true))
  }

  /** Releases all that is held; for a viewer that goes. */
  releaseAll(): void {
    const bytes = [...this.#held.values()].flat()
    this.#held.clear()
    this.#pressed.clear()
    if (bytes.length > 0) this.#send(bytes)
  }

  #shiftFor(key: UsKey, keysym: number): boolean | null {
    if (key.shift === null) return null
    const letter = /^[a-z]$/i.test(String.fromCharCode(keysym))
    return letter && this.#capsLock ? !key.shift : key.shift
  }

  /** Types with Shift as `wanted`, whatever the viewer holds, and puts it back. */
  #withShift(wanted: boolean | null, type: () => void): void {
    const shifts = [SHIFT_LEFT, SHIFT_RIGHT].filter((code) => this.#held.has(code))
    if (wanted === null || wanted === shifts.length > 0) return type()
    if (wanted) {
      this.#send(make(SHIFT_LEFT))
      type()
      this.#send(release(SHIFT_LEFT))
    } else {
      this.#send(shifts.flatMap(release))
      type()
      this.#send(shifts.flatMap(make))
    }
  }

  #key(code: number, down: boolean): void {
    const held = this.#held.get(code)
    if (down) {
      const bytes = this.#pressBytes(code, held !== undefined)
      if (held === undefined) this.#held.set(code, this.#releaseBytes(code))
      if (bytes.length > 0) this.#send(bytes)
    } else if (held !== undefined) {
      this.#held.delete(code)
      if (held.length > 0) this.#send(held)
    }
  }

  /** The Print and Pause keys send what the keys they replaced on the first PC sent, depending on what else is held. */
  #pressBytes(code: number, repeat: boolean): number[] {
    if (code === PRINT) {
      if (this.#holds(ALT_LEFT)) return [SYSTEM_REQUEST]
      return this.#holds(CONTROL_LEFT) || this.#holdsShift || repeat ? make(PRINT) : [0xe0, 0x2a, ...make(PRINT)]
    }
    if (code === PAUSE) {
      if (repeat) return []
      // Pause has no break code: it sends make and break at once. With Ctrl it is Break.
      return this.#holds(CONTROL_LEFT) ? [...make(PAUSE), ...release(PAUSE)] : [0xe1, 0x1d, 0x45, 0xe1, 0x9d, 0xc5]
    }
    return make(code)
  }

  #releaseBytes(code: number): number[] {
    if (code === PRINT) {
      if (this.#holds(ALT_LEFT)) return [SYSTEM_REQUEST | BREAK]
      return this.#holds(CONTROL_LEFT) || this.#holdsShift ? release(PRINT) : [...release(PRINT), 0xe0, 0xaa]
    }
    return code === PAUSE ? [] : release(code)
  }

  get #holdsShift(): boolean {
    return this.#held.has(SHIFT_LEFT) || this.#held.has(SHIFT_RIGHT)
  }

  /** Either of a pair of keys, of which the right one has the prefix E0. */
  #holds(code: number): boolean {
    return this.#held.has(code) || this.#held.has(EXTENDED | code)
  }
}
