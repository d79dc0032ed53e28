/** The last bytes of a stream, for those who come later. */
export class ReplayBuffer {
  readonly #ring: Uint8Array
  #written = 0

  constructor(capacity: number) {
    this.#ring = new Uint8Array(capacity)
  }

  push(bytes: Uint8Array): void {
    const capacity = this.#ring.length
    const kept = bytes.subarray(Math.max(0, bytes.length - capacity))
    const start = (this.#written + bytes.length - kept.length) % capacity
    const first = kept.subarray(0, capacity - start)
    this.#ring.set(first, start)
    this.#ring.set(kept.subarray(first.length), 0)
    this.#written += bytes.length
  }

  /** A copy, oldest byte first. */
  contents(): Uint8Array {
    const end = this.#written % this.#ring.length
    if (this.#written <= this.#ring.length) return this.#ring.slice(0, this.#written)
    const copy = new Uint8Array(this.#ring.length)
    copy.set(this.#ring.subarray(end), 0)
    copy.set(this.#ring.subarray(0, end), this.#ring.length - end)
    return copy
  }
}
