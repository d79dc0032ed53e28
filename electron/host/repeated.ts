/** What a guest does again and again is worth one event in this time, milliseconds. */
const quietTime = 60_000

/** Remembers what was said lately. */
export class Repeated {
  readonly #said = new Map<string, number>()

  /** True where the same was not said in the last minute. */
  isNew(what: string): boolean {
    const now = performance.now()
    const last = this.#said.get(what)
    if (last !== undefined && now - last < quietTime) return false
    this.#said.set(what, now)
    return true
  }
}
