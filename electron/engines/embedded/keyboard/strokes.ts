import { ViridianError } from '#shared/errors.ts'
import { usKeyOf } from './us-keyboard.ts'

/**
 * Text to scan codes of set 1 (IBM PC AT Technical Reference, "Keyboard"), as the keys of a US keyboard send them.
 * A stroke is one key going down or up; its bytes belong together.
 */
export type Stroke = readonly number[]

const keyReleased = 0x80
const leftShift = 0x2a
const extended = 0xe0

/**
 * The strokes that type a text; `\n`, `\r` and `\r\n` are Enter.
 * @throws ViridianError TEXT_NOT_TYPABLE at the first character no key types
 */
export function strokesForText(text: string): Stroke[] {
  const strokes: Stroke[] = []
  for (const character of text.replaceAll('\r\n', '\n')) {
    const key = usKeyOf(character)
    if (key === undefined) throw new ViridianError('TEXT_NOT_TYPABLE', { character })
    if (key.shift === true) strokes.push([leftShift])
    strokes.push([key.code], [key.code | keyReleased])
    if (key.shift === true) strokes.push([leftShift | keyReleased])
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
