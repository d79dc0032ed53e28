/** A key of the US keyboard: its set 1 scan code, 0x100 added for keys with the prefix E0, and whether Shift is held. */
export interface UsKey {
  readonly code: number
  /** null: the key means the same with and without Shift. */
  readonly shift: boolean | null
}

/** Code of the prefix byte E0 in `UsKey.code`. */
export const EXTENDED = 0x100

/** Characters by rows of keys, without and with Shift; the first key's code, the others follow. */
const rows: readonly (readonly [first: number, plain: string, shifted: string])[] = [
  [0x02, '1234567890-=', '!@#$%^&*()_+'],
  [0x10, 'qwertyuiop[]', 'QWERTYUIOP{}'],
  [0x1e, "asdfghjkl;'`", 'ASDFGHJKL:"~'],
  [0x2b, '\\zxcvbnm,./', '|ZXCVBNM<>?'],
]

const byCharacter = new Map<string, UsKey>([
  [' ', { code: 0x39, shift: null }],
  ['\n', { code: 0x1c, shift: null }],
  ['\r', { code: 0x1c, shift: null }],
  ['\t', { code: 0x0f, shift: null }],
  ['\b', { code: 0x0e, shift: null }],
  ['\x1b', { code: 0x01, shift: null }],
])
for (const [first, plain, shifted] of rows) {
  for (let i = 0; i < plain.length; i++) {
    byCharacter.set(plain.charAt(i), { code: first + i, shift: false })
    byCharacter.set(shifted.charAt(i), { code: first + i, shift: true })
  }
}

/** The key that types a character on a US keyboard; undefined where there is none. */
export function usKeyOf(character: string): UsKey | undefined {
  return byCharacter.get(character)
}
