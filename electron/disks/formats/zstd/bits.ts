import { ZstdError } from './zstd-error.ts'

/** The most bits asked for at once. */
const widest = 24

/** `count` bits (at most 24) from bit `at` on, little-endian; bits beyond the array are zeros. */
function bitsAt(bytes: Uint8Array, at: number, count: number): number {
  const byte = at >>> 3
  const word =
    (bytes[byte] ?? 0) | ((bytes[byte + 1] ?? 0) << 8) | ((bytes[byte + 2] ?? 0) << 16) | ((bytes[byte + 3] ?? 0) << 24)
  return (word >>> (at & 7)) & ((1 << count) - 1)
}

export function highestBit(value: number): number {
  return 31 - Math.clz32(value)
}

/** Bits from the first byte on, lowest first: descriptions of tables. */
export class ForwardBits {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  read(count: number): number {
    const value = bitsAt(this.#bytes, this.#at, count)
    this.#at += count
    if (this.#at > this.#bytes.length * 8) throw new ZstdError('the data ends within a table')
    return value
  }

  putBack(count: number): void {
    this.#at -= count
  }

  /** Bytes touched so far. */
  get bytesRead(): number {
    return (this.#at + 7) >>> 3
  }
}

/** Bits from the last byte back, whose highest set bit marks the end: streams of symbols (RFC 8878, section 4.1). */
export class BackwardBits {
  readonly #bytes: Uint8Array
  /** Bits left; below zero when more were taken than there are. */
  remaining: number

  constructor(bytes: Uint8Array) {
    const last = bytes.at(-1) ?? 0
    if (last === 0) throw new ZstdError('a stream has no end mark')
    this.#bytes = bytes
    this.remaining = (bytes.length - 1) * 8 + highestBit(last)
  }

  read(count: number): number {
    if (count > widest) return this.read(count - 16) * 2 ** 16 + this.read(16)
    const value = this.peek(count)
    this.remaining -= count
    if (this.remaining < 0) throw new ZstdError('the data ends within a stream')
    return value
  }

  /** The next bits without taking them, as if zeros came before the first. */
  peek(count: number): number {
    const at = this.remaining - count
    if (at >= 0) return bitsAt(this.#bytes, at, count)
    return this.remaining > 0 ? bitsAt(this.#bytes, 0, this.remaining) << -at : 0
  }
}
