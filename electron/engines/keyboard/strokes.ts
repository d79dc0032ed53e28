import { ViridianError } from '#shared/errors.ts'
import type { Chord, KeyName, Typed } from '#shared/keyboard.ts'
import { namedKeys } from './named-keys.ts'
import { EXTENDED, usKeyOf } from './us-keyboard.ts'

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

/** The strokes that type text with keys in it. Throws as `strokesForText` does. */
export function strokesForTyped(typed: Typed): Stroke[] {
  if (typeof typed === 'string') return strokesForText(typed)
  return typed.flatMap((part) => (typeof part === 'string' ? strokesForText(part) : strokesForChord(part)))
}

/** Keys that go down one after the other, and up in the reverse order. A letter is its key, with Shift or without. */
function strokesForChord(chord: Chord): Stroke[] {
  const codes = chord.flatMap((key) => codesOf(key))
  return [...codes.map(stroke), ...codes.toReversed().map((code) => stroke(code | keyReleased))]
}

function codesOf(key: string): number[] {
  if (isKeyName(key)) return [namedKeys[key]]
  const found = usKeyOf(key.toLowerCase())
  if (found === undefined) throw new ViridianError('TEXT_NOT_TYPABLE', { character: key })
  return found.shift === true ? [leftShift, found.code] : [found.code]
}

function isKeyName(key: string): key is KeyName {
  return Object.hasOwn(namedKeys, key)
}

function stroke(code: number): Stroke {
  return (code & EXTENDED) === 0 ? [code] : [extended, code & 0xff]
}

export const secureAttentionStrokes: readonly Stroke[] = strokesForChord(['Ctrl', 'Alt', 'Del'])
