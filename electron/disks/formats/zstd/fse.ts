import { ForwardBits, highestBit, type BackwardBits } from './bits.ts'
import { ZstdError } from './zstd-error.ts'

/** A decoding table of finite state entropy (RFC 8878, section 4.1): for each state its symbol and the way on. */
export interface FseTable {
  readonly accuracyLog: number
  readonly symbols: Uint8Array
  readonly bits: Uint8Array
  readonly baselines: Uint16Array
}

/** Probability of a symbol that takes one state and reads a new one afresh. */
const lessThanOne = -1

/** Reads a table's description (section 4.1.1) and answers the table and how many bytes it took. */
export function readFseTable(
  bytes: Uint8Array,
  maximumLog: number,
  symbolCount: number,
): { table: FseTable; length: number } {
  const input = new ForwardBits(bytes)
  const accuracyLog = input.read(4) + 5
  if (accuracyLog > maximumLog) throw new ZstdError('a table is too large')
  const probabilities: number[] = []
  let remaining = 1 << accuracyLog
  while (remaining > 0) {
    const probability = readProbability(input, remaining)
    remaining -= Math.abs(probability)
    probabilities.push(probability)
    if (probability === 0) readZeros(input, probabilities, symbolCount)
    if (probabilities.length > symbolCount) throw new ZstdError('a table has too many symbols')
  }
  return { table: buildFseTable(probabilities, accuracyLog), length: input.bytesRead }
}

/** Small values take a bit less than large ones, as only values up to `remaining` can occur. */
function readProbability(input: ForwardBits, remaining: number): number {
  const width = highestBit(remaining + 1) + 1
  const value = input.read(width)
  const lower = value & ((1 << (width - 1)) - 1)
  const short = (1 << width) - 1 - (remaining + 1)
  if (lower < short) {
    input.putBack(1)
    return lower - 1
  }
  return (value === lower ? value : value - short) - 1
}

function readZeros(input: ForwardBits, probabilities: number[], symbolCount: number): void {
  let more: number
  do {
    more = input.read(2)
    for (let index = 0; index < more; index++) probabilities.push(0)
  } while (more === 3 && probabilities.length <= symbolCount)
}

export function buildFseTable(probabilities: readonly number[], accuracyLog: number): FseTable {
  const size = 1 << accuracyLog
  const symbols = new Uint8Array(size)
  const next = probabilities.map((probability) => Math.abs(probability))
  let high = size
  probabilities.forEach((probability, symbol) => {
    if (probability === lessThanOne) symbols[--high] = symbol
  })
  const step = (size >> 1) + (size >> 3) + 3
  let at = 0
  probabilities.forEach((probability, symbol) => {
    for (let index = 0; index < probability; index++) {
      symbols[at] = symbol
      do at = (at + step) & (size - 1)
      while (at >= high)
    }
  })
  const bits = new Uint8Array(size)
  const baselines = new Uint16Array(size)
  for (let state = 0; state < size; state++) {
    const symbol = symbols[state] ?? 0
    const number = next[symbol] ?? 1
    next[symbol] = number + 1
    const width = accuracyLog - highestBit(number)
    bits[state] = width
    baselines[state] = (number << width) - size
  }
  return { accuracyLog, symbols, bits, baselines }
}

/** A table that knows one symbol and reads no bits. */
export function singleSymbolTable(symbol: number): FseTable {
  return {
    accuracyLog: 0,
    symbols: Uint8Array.of(symbol),
    bits: new Uint8Array(1),
    baselines: new Uint16Array(1),
  }
}

/** One walk through a table, which never leads out of it. */
export class FseState {
  readonly #table: FseTable
  #state: number

  constructor(table: FseTable, input: BackwardBits) {
    this.#table = table
    this.#state = input.read(table.accuracyLog)
  }

  get symbol(): number {
    return this.#table.symbols[this.#state]!
  }

  /** Bits the next step takes. */
  get width(): number {
    return this.#table.bits[this.#state]!
  }

  step(input: BackwardBits): void {
    this.#state = this.#table.baselines[this.#state]! + input.read(this.width)
  }
}
