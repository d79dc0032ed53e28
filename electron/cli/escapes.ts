const simple: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  e: '\x1b',
  b: '\b',
  '\\': '\\',
  "'": "'",
  '"': '"',
}

/** An escape that is none; `position` counts from 0. */
export class BadEscape extends Error {
  readonly sequence: string

  constructor(sequence: string) {
    super(`bad escape ${sequence}`)
    this.sequence = sequence
  }
}

/** Reads C-style escapes (`\n \t \r \e \b \\ \' \" \xHH`), so that text can be given as an argument. Throws `BadEscape`. */
export function unescapeText(text: string): string {
  return text.replace(/\\(x[0-9a-fA-F]{2}|[^]?)/g, (sequence: string, name: string) => {
    if (name.length === 3) return String.fromCharCode(Number.parseInt(name.slice(1), 16))
    const character = simple[name]
    if (character === undefined) throw new BadEscape(sequence)
    return character
  })
}
