import { keyNames, type Chord, type KeyName, type Typed } from '#shared/keyboard.ts'
import { unescapeText } from './escapes.ts'

/** A key that is none. */
export class BadKey extends Error {
  /** As written, with its brackets. */
  readonly written: string

  constructor(written: string) {
    super(`bad key ${written}`)
    this.written = written
  }
}

/** Other names of keys, as people write them. */
const otherNames: Readonly<Record<string, KeyName>> = {
  control: 'Ctrl',
  delete: 'Del',
  insert: 'Ins',
  escape: 'Esc',
  return: 'Enter',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  windows: 'Win',
  altgr: 'RightAlt',
  print: 'PrintScreen',
}

/** `<<`, a key or keys in brackets, or text up to the next bracket. A key `>` or `+` may stand last: `<Ctrl++>`. */
const pieces = /<<|<(?:[^<>]+|[^<>]*\+>)>|<|[^<]+/g

/**
 * Reads text with keys in it: `<F2>`, `<Ctrl+Alt+Del>`; `<<` is a `<`, and the rest has the escapes of `unescapeText`.
 * Throws `BadKey` and `BadEscape`.
 */
export function readTyped(text: string): Typed {
  const parts: (string | Chord)[] = []
  const addText = (more: string) => {
    const last = parts.at(-1)
    if (typeof last === 'string') parts[parts.length - 1] = last + more
    else parts.push(more)
  }
  for (const [piece] of text.matchAll(pieces)) {
    if (piece === '<<') addText('<')
    else if (piece.startsWith('<')) parts.push(readChord(piece))
    else addText(unescapeText(piece))
  }
  const [only = ''] = parts
  return parts.length <= 1 && typeof only === 'string' ? only : parts
}

function readChord(written: string): Chord {
  const inside = written.slice(1, -1)
  // What is behind the last but one plus may be a plus itself.
  const keys = inside.endsWith('++')
    ? [...inside.slice(0, -2).split('+'), '+']
    : inside === '+'
      ? ['+']
      : inside.split('+')
  return keys.map((key) => {
    const found = [...key].length === 1 ? key : keyNamed(key.trim().toLowerCase())
    if (found === undefined) throw new BadKey(written)
    return found
  })
}

function keyNamed(wanted: string): KeyName | undefined {
  return keyNames.find((name) => name.toLowerCase() === wanted) ?? otherNames[wanted]
}
