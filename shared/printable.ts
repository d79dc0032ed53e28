/**
 * What acts on a terminal or a page instead of being seen: control characters (escape sequences begin with one), line
 * and paragraph separators, marks, embeddings, overrides and isolates of bidirectional text (UAX #9), tags, halves of
 * surrogate pairs. Joiners stay, which scripts and emoji need.
 */
const active =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu

/** The same without control characters, which names may not contain at all. */
const invisible =
  /[\p{Cs}\p{Zl}\p{Zp}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu

/** A name in the one form that names are kept and compared in: composed (UAX #15, NFC), without what is not to be seen. */
export function visibleName(name: string): string {
  return name.replace(invisible, '').normalize('NFC')
}

/** Text from a file, a guest or the network on one line, with what is not to be seen written as `\x1b` or `\u202e`. */
export function printable(text: string): string {
  return text.replace(active, escaped)
}

/** The same for text of several lines: their ends and tabs stay. */
export function printableLines(text: string): string {
  return text.replace(active, (character) =>
    character === '\n' || character === '\t' ? character : escaped(character),
  )
}

/** The same for facts that a sentence is made of: every text in them, at any depth. */
export function printableFacts<Facts>(facts: Facts): Facts {
  return printableValue(facts) as Facts
}

function printableValue(value: unknown): unknown {
  if (typeof value === 'string') return printable(value)
  if (Array.isArray(value)) return value.map(printableValue)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, printableValue(inner)]))
}

/** JSON that shows on a terminal what it says, and means the same to programs. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value).replace(active, (character) =>
    [...Array(character.length).keys()]
      .map((unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`)
      .join(''),
  )
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const digits = code.toString(16)
  if (code < 0x100) return `\\x${digits.padStart(2, '0')}`
  return code < 0x1_0000 ? `\\u${digits.padStart(4, '0')}` : `\\u{${digits}}`
}
