/** What is typed within this time belongs to one word, milliseconds. */
const wordPause = 700

/** Finds items by the beginning of what they are called, as it is typed. */
export class TypeAhead {
  #typed = ''
  #last = -Infinity

  /** Whether a key is a character that is typed; a space only within a word. */
  takes(event: KeyboardEvent): boolean {
    if (event.key.length !== 1 || event.ctrlKey || event.altKey || event.metaKey) return false
    return event.key !== ' ' || (this.#typed !== '' && event.timeStamp - this.#last < wordPause)
  }

  /**
   * The index of the item that is meant; -1 where there is none. One letter again and again goes from one item to the
   * next that begin with it; more letters stay where they fit.
   */
  find({ key, timeStamp }: KeyboardEvent, labels: readonly string[], current: number): number {
    const letter = key.toLowerCase()
    this.#typed = (timeStamp - this.#last < wordPause ? this.#typed : '') + letter
    this.#last = timeStamp
    const isOneLetter = this.#typed.replaceAll(letter, '') === ''
    const wanted = isOneLetter ? letter : this.#typed
    const first = isOneLetter ? current + 1 : Math.max(0, current)
    const order = labels.map((_, offset) => (first + offset) % labels.length)
    return order.find((index) => labels[index]?.toLowerCase().startsWith(wanted)) ?? -1
  }
}

/** Rows that Page Down and Page Up go on. */
const page = 10

/** Where the arrow keys, Home, End and the page keys lead in a list from top to bottom; null for any other key. */
export function listTarget(key: string, current: number, count: number): number | null {
  const last = count - 1
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: Math.min(last, current + 1),
    ArrowUp: Math.max(0, current - 1),
    PageDown: Math.min(last, current + page),
    PageUp: Math.max(0, current - page),
    Home: 0,
    End: last,
  }
  return targets[key] ?? null
}
