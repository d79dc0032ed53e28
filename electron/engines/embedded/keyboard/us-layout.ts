import { ViridianError } from '#shared/errors.ts'

/**
 * Text to scan codes of set 1 (IBM PC AT Technical Reference, "Keyboard"), as the keys of a US keyboard send them.
 * A stroke is one key going down or up; its bytes belong together.
 */
export type Stroke = readonly number[]

const keyReleased = 0x80
const leftShift = 0x2a
const extended = 0xe0

/** Rows of the keyboard, each from its first key's scan code on: unshifted, then shifted. */
const rows: readonly (readonly [firstCode: number, plain: string, shifted: string])[] = [
  [0x02, '1234567890-=', '!@#$%^&*()_+'],
  [0x10, 'qwertyuiop[]', 'QWERTYUIOP{}'],
  [0x1e, "asdfghjkl;'`", 'ASDFGHJKL:"~'],
  [0x2b, '\\zxcvbnm,./', '|ZXCVBNM<>?'],
  [0x39, ' ', ' '],
]

const controlKeys: readonly (readonly [character: string, code: number])[] = [
  ['\x1b', 0x01],
  ['\b', 0x0e],
  ['\t', 0x0f],
  ['\n', 0x1c],
  ['\r', 0x1c],
]

interface Key {
  readonly code: number
  readonly shift: boolean
}

const keys = new Map<string, Key>(controlKeys.map(([character, code]) => [character, { code, shift: false }]))
for (const [firstCode, plain, shifted] of rows) {
  for (let index = 0; index < plain.length; index++) {
    keys.set(shifted.charAt(index), { code: firstCode + index, shift: true })
    keys.set(plain.charAt(index), { code: firstCode + index, shift: false })
  }
}

/**
 * The strokes that type a text; `\n`, `\r` and `\r\n` are Enter.
 * @throws ViridianError TEXT_NOT_TYPABLE at the first character no key types
 */
export function strokesForText(text: string): Stroke[] {
  const strokes: Stroke[] = []
  for (const character of text.replaceAll('\r\n', '\n')) {
    const key = keys.get(character)
    if (key === undefined) throw new ViridianError('TEXT_NOT_TYPABLE', { character })
    if (key.shift) strokes.push([leftShift])
    strokes.push([key.code], [key.code | keyReleased])
    if (key.shift) strokes.push([leftShift | keyReleased])
  }
  return strokes
}

const leftControl = 0x1d
const leftAlt = 0x38
const deleteKey = 0x53

/** Ctrl+Alt+Delete. */
export const secureAttentionStrokes: readonly Stroke[] = [
  [leftControl],
  [leftAlt],
  [extended, deleteKey],
  [extended, deleteKey | keyReleased],
  [leftAlt | keyReleased],
  [leftControl | keyReleased],
]
