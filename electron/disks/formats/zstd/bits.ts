import { viewOf } from '../../bytes.ts'
import { ZstdError } from './zstd-error.ts'

/** `count` bits (at most 24) from bit `at` on, little-endian; bits beyond the array are zeros. */
function bitsAt(view: DataView, at: number, count: number): number {
  const byte = at >>> 3
  const word = byte + 4 <= view.byteLength ? view.getUint32(byte, true) : lastWord(view, byte)
  return (word >>> (at & 7)) & ((1 << count) - 1)
}

function lastWord(view: DataView, from: number): number {
  let word = 0
  for (let byte = view.byteLength - 1; byte >= from; byte--) word = (word << 8) | view.getUint8(byte)
  return word
}

export function highestBit(value: number): number {
  return 31 - Math.clz32(value)
}

/** Bits from the first byte on, lowest first: descriptions of tables. */
export class ForwardBits {
  readonly #view: DataView
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#view = viewOf(bytes)
  }

  read(count: number): number {
    const value = bitsAt(this.#view, this.#at, count)
    this.#at += count
    if (this.#at > this.#view.byteLength * 8) throw new ZstdError('the data ends within a table')
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
  readonly #view: DataView
  /** Bits left; below zero when more were taken than there are. */
  remaining: number

  constructor(bytes: Uint8Array) {
    const last = bytes.at(-1) ?? 0
    if (last === 0) throw new ZstdError('a stream has no end mark')
    this.#view = viewOf(bytes)
    this.remaining = (bytes.length - 1) * 8 + highestBit(last)
  }

  read(count: number): number {
    const value = this.peek(count)
    this.remaining -= count
    if (this.remaining < 0) throw new ZstdError('the data ends within a stream')
    return value
  }

  /** The next bits without taking them, as if zeros came before the first. */
  peek(count: number): number {
    const at = this.remaining - count
    if (at >= 0) return bitsAt(this.#view, at, count)
    return this.remaining > 0 ? bitsAt(this.#view, 0, this.remaining) << -at : 0
  }
}
