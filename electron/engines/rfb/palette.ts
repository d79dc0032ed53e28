const SLOTS = 1024

/** The different colours of an area, up to a limit, in the order they were met. */
export class Palette {
  readonly colours = new Uint32Array(256)
  size = 0
  #limit = 256
  readonly #keys = new Uint32Array(SLOTS)
  readonly #indexes = new Uint16Array(SLOTS)
  /** Which palette a slot was filled for, so that starting over costs nothing. */
  readonly #generations = new Uint32Array(SLOTS)
  #generation = 0

  /** Starts over; at most 256 colours. */
  reset(limit: number): void {
    this.size = 0
    this.#limit = limit
    this.#generation++
  }

  /** The colour's place, adding it where it is new; -1 when that would be one too many. */
  indexOf(colour: number): number {
    let slot = (Math.imul(colour, 0x9e3779b1) >>> 22) & (SLOTS - 1)
    while (this.#generations[slot] === this.#generation) {
      if (this.#keys[slot] === colour) return this.#indexes[slot] as number
      slot = (slot + 1) & (SLOTS - 1)
    }
    if (this.size >= this.#limit) return -1
    this.#generations[slot] = this.#generation
    this.#keys[slot] = colour
    this.#indexes[slot] = this.size
    this.colours[this.size] = colour
    return this.size++
  }
}
