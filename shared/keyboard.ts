import * as z from 'zod'

/** Keys that type no character, or are better called by their name. */
export const keyNames = [
  'F1',
  'F2',
  'F3',
  'F4',
  'F5',
  'F6',
  'F7',
  'F8',
  'F9',
  'F10',
  'F11',
  'F12',
  'Up',
  'Down',
  'Left',
  'Right',
  'Home',
  'End',
  'PgUp',
  'PgDn',
  'Ins',
  'Del',
  'Enter',
  'Tab',
  'Esc',
  'Backspace',
  'Space',
  'PrintScreen',
  'CapsLock',
  'NumLock',
  'ScrollLock',
  'Ctrl',
  'Alt',
  'Shift',
  'RightCtrl',
  'RightAlt',
  'RightShift',
  'Win',
  'Menu',
] as const
export type KeyName = (typeof keyNames)[number]

/** Keys that are held together and let go in the reverse order; each is a name or the character it types. */
export const chordSchema = z
  .array(z.union([z.enum(keyNames), z.string().length(1)]))
  .min(1)
  .max(8)
export type Chord = z.infer<typeof chordSchema>

const longestText = 100_000

/** What is typed on a keyboard: text, or text and keys one after the other. */
export const typedSchema = z.union([
  z.string().max(longestText),
  z.array(z.union([z.string().max(longestText), chordSchema])).max(10_000),
])
export type Typed = z.infer<typeof typedSchema>
