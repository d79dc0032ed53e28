import { BackwardBits, highestBit } from './bits.ts'
import { FseState, readFseTable } from './fse.ts'
import { ZstdError } from './zstd-error.ts'

// RFC 8878, section 4.2.
const maximumBits = 11
const maximumWeights = 255
const weightsLog = 6

/** For each value of the next `width` bits the symbol, and how many of the bits are its code. */
export interface HuffmanTable {
  readonly width: number
  readonly symbols: Uint8Array
  readonly bits: Uint8Array
}

/** Reads a tree's description and answers the table and how many bytes it took. */
export function readHuffmanTable(bytes: Uint8Array): { table: HuffmanTable; length: number } {
  const head = bytes[0] ?? 0
  if (head >= 128) {
    const count = head - 127
    const length = 1 + Math.ceil(count / 2)
    if (length > bytes.length) throw new ZstdError('the data ends within a tree')
    const weights = Array.from({ length: count }, (_, index) => {
      const pair = bytes[1 + (index >> 1)] ?? 0
      return index % 2 === 0 ? pair >> 4 : pair & 15
    })
    return { table: buildTable(weights), length }
  }
  if (1 + head > bytes.length) throw new ZstdError('the data ends within a tree')
  return { table: buildTable(readWeights(bytes.subarray(1, 1 + head))), length: 1 + head }
}

/** Two states take turns until the bits are used up. */
function readWeights(bytes: Uint8Array): number[] {
  const { table, length } = readFseTable(bytes, weightsLog, maximumBits + 2)
  const input = new BackwardBits(bytes.subarray(length))
  let current = new FseState(table, input)
  let other = new FseState(table, input)
  const weights: number[] = []
  for (;;) {
    weights.push(current.symbol)
    if (weights.length > maximumWeights) throw new ZstdError('a tree has too many symbols')
    if (input.remaining < current.width) break
    current.step(input)
    ;[current, other] = [other, current]
  }
  weights.push(other.symbol)
  return weights
}

/** The last symbol's weight is not written: it makes the tree complete. */
function buildTable(given: readonly number[]): HuffmanTable {
  const sum = given.reduce((total, weight) => total + (weight > 0 ? 2 ** (weight - 1) : 0), 0)
  if (sum === 0 || sum >= 2 ** maximumBits) throw new ZstdError('a tree is too deep')
  const width = highestBit(sum) + 1
  const left = 2 ** width - sum
  if ((left & (left - 1)) !== 0 || given.length > maximumWeights) throw new ZstdError('a tree is not complete')
  const weights = [...given, highestBit(left) + 1]
  const symbols = new Uint8Array(2 ** width)
  const bits = new Uint8Array(2 ** width)
  let at = 0
  for (let weight = 1; weight <= width; weight++) {
    weights.forEach((own, symbol) => {
      if (own !== weight) return
      const end = at + 2 ** (weight - 1)
      symbols.fill(symbol, at, end)
      bits.fill(width + 1 - weight, at, end)
      at = end
    })
  }
  return { width, symbols, bits }
}

/** Fills the target with the symbols of a stream, which must end with them. */
export function decodeHuffman(table: HuffmanTable, stream: Uint8Array, target: Uint8Array): void {
  const input = new BackwardBits(stream)
  const { width, symbols, bits } = table
  for (let index = 0; index < target.length; index++) {
    const code = input.peek(width)
    target[index] = symbols[code] ?? 0
    input.remaining -= bits[code] ?? 0
  }
  if (input.remaining !== 0) throw new ZstdError('a stream of literals does not end with them')
}
