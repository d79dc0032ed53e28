import { visibleName } from '#shared/printable.ts'

/** Device names that Windows takes for files of any folder, with or without an extension. */
const reservedOnWindows = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i

/** File systems allow 255 bytes a name; the rest is for a number behind it. */
const maximumBytes = 200

/** Of a machine's name, in UTF-16 units. */
const maximumLength = 100

/** What a reader takes for one character may be several to the computer. */
const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Characters that are seen, and composed of no others. */
const plain = /^[\x20-\x7e]*$/

/** Names that differ only in letter case or in how accents are composed are one name to people and to many systems. */
export function nameKey(name: string): string {
  // Most are of nothing else, and a host of many machines compares them all.
  if (plain.test(name)) return name.toLowerCase()
  return visibleName(name).toLowerCase().normalize('NFC')
}

/** The first characters of a text that fit, by a measure of its pieces. No character is split. */
function shortened(text: string, most: number, sizeOf: (piece: string) => number): string {
  if (sizeOf(text) <= most) return text
  let [size, end] = [0, 0]
  for (const { segment, index } of characters.segment(text)) {
    size += sizeOf(segment)
    if (size > most) break
    end = index + segment.length
  }
  return text.slice(0, end)
}

/** A name of at most so many UTF-16 units, without a piece of a character. */
export function shortenedName(name: string, most = maximumLength): string {
  return shortened(name, most, ({ length }) => length)
}

/** A folder name for a machine name, valid on Windows, macOS and Linux alike. Never begins with a dot. */
export function safeFolderName(name: string): string {
  const allowed = visibleName(name).replace(/[*?:<>/|\\"\p{Cc}]/gu, '_')
  const safe = shortened(allowed, maximumBytes, (piece) => Buffer.byteLength(piece))
    .trim()
    .replace(/[. ]+$/, '')
  return safe === '' || safe.startsWith('.') || reservedOnWindows.test(safe) ? `_${safe}` : safe
}

/** Names that are taken, of many machines at once. */
export class TakenNames {
  readonly #keys: Set<string>
  /** Of names that were taken more than once, the number to begin with: the lower ones are taken. */
  readonly #next = new Map<string, number>()

  constructor(taken: Iterable<string>) {
    this.#keys = new Set([...taken].map(nameKey))
  }

  /** Takes the name itself, or with the first number behind it that makes it unlike all that are taken. */
  take(name: string): string {
    const free = this.#free(name)
    this.#keys.add(nameKey(free))
    return free
  }

  #free(name: string): string {
    const key = nameKey(name)
    if (!this.#keys.has(key)) return name
    for (let number = this.#next.get(key) ?? 2; ; number++) {
      const suffix = ` (${number})`
      const candidate = shortenedName(name, maximumLength - suffix.length) + suffix
      if (this.#keys.has(nameKey(candidate))) continue
      this.#next.set(key, number)
      return candidate
    }
  }
}

/** The name itself, or with the first number behind it that makes it unlike all that are taken. */
export function uniqueName(name: string, taken: Iterable<string>): string {
  return new TakenNames(taken).take(name)
}
