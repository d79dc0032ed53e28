import { BackwardBits } from './bits.ts'
import { buildFseTable, FseState, readFseTable, singleSymbolTable, type FseTable } from './fse.ts'
import { ZstdError } from './zstd-error.ts'

// RFC 8878, section 3.1.1.3.2: codes with the bits that follow them, and the default distributions of 3.1.1.3.2.2.
const mode = { predefined: 0, repeated: 1, described: 2 } as const

interface CodeKind {
  readonly maximumLog: number
  readonly codes: number
  readonly predefined: FseTable
}

function bases(start: number, bits: readonly number[]): number[] {
  let base = start
  return bits.map((width) => {
    const own = base
    base += 2 ** width
    return own
  })
}

const times = (count: number, value: number) => Array<number>(count).fill(value)

const literalBits = [...times(16, 0), 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]
const literalBases = bases(0, literalBits)
const matchBits = [...times(32, 0), 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]
const matchBases = bases(3, matchBits)

const literalLengths: CodeKind = {
  maximumLog: 9,
  codes: 36,
  predefined: buildFseTable([4, 3, ...times(11, 2), 1, 1, 1, ...times(9, 2), 3, 2, ...times(5, 1), ...times(4, -1)], 6),
}
const offsets: CodeKind = {
  maximumLog: 8,
  codes: 32,
  predefined: buildFseTable([...times(6, 1), 2, 2, 2, ...times(15, 1), ...times(5, -1)], 5),
}
const matchLengths: CodeKind = {
  maximumLog: 9,
  codes: 53,
  predefined: buildFseTable([1, 4, 3, ...times(6, 2), ...times(37, 1), ...times(7, -1)], 6),
}

export interface SequenceTables {
  readonly literals: FseTable
  readonly offsets: FseTable
  readonly matches: FseTable
}

/** Where the unpacked bytes go. */
export interface SequenceTarget {
  /** Copies the next literals. */
  literals(length: number): void
  match(offset: number, length: number): void
}

/**
 * Carries out the sequences of a block and answers its tables for the blocks after it. `recent` are the last three
 * offsets, latest first; they are brought up to date.
 */
export function runSequences(
  section: Uint8Array,
  before: SequenceTables | null,
  recent: [number, number, number],
  target: SequenceTarget,
): SequenceTables | null {
  const { count, length } = readCount(section)
  if (count === 0) return before
  const modes = section[length] ?? 0
  if ((modes & 3) !== 0) throw new ZstdError('reserved bits are set')
  const reader = new TableReader(section.subarray(length + 1))
  const tables: SequenceTables = {
    literals: reader.next(literalLengths, modes >> 6, before?.literals),
    offsets: reader.next(offsets, (modes >> 4) & 3, before?.offsets),
    matches: reader.next(matchLengths, (modes >> 2) & 3, before?.matches),
  }
  decode(new BackwardBits(reader.rest), count, tables, recent, target)
  return tables
}

function readCount(section: Uint8Array): { count: number; length: number } {
  const [first = 0, second = 0, third = 0] = section
  if (section.length === 0) throw new ZstdError('a block has no sequences section')
  if (first < 128) return { count: first, length: 1 }
  if (first < 255) return { count: ((first - 128) << 8) + second, length: 2 }
  return { count: second + (third << 8) + 0x7f00, length: 3 }
}

class TableReader {
  rest: Uint8Array

  constructor(bytes: Uint8Array) {
    this.rest = bytes
  }

  next(kind: CodeKind, how: number, before: FseTable | undefined): FseTable {
    if (how === mode.predefined) return kind.predefined
    if (how === mode.repeated) {
      const [symbol = kind.codes] = this.rest
      if (symbol >= kind.codes) throw new ZstdError('a code is out of range')
      this.rest = this.rest.subarray(1)
      return singleSymbolTable(symbol)
    }
    if (how === mode.described) {
      const { table, length } = readFseTable(this.rest, kind.maximumLog, kind.codes)
      this.rest = this.rest.subarray(length)
      return table
    }
    if (before === undefined) throw new ZstdError('a table is missing')
    return before
  }
}

function decode(
  input: BackwardBits,
  count: number,
  tables: SequenceTables,
  recent: [number, number, number],
  target: SequenceTarget,
): void {
  const literal = new FseState(tables.literals, input)
  const offset = new FseState(tables.offsets, input)
  const match = new FseState(tables.matches, input)
  for (let index = 0; index < count; index++) {
    const offsetValue = 2 ** offset.symbol + input.read(offset.symbol)
    const matchLength = (matchBases[match.symbol] ?? 0) + input.read(matchBits[match.symbol] ?? 0)
    const literalLength = (literalBases[literal.symbol] ?? 0) + input.read(literalBits[literal.symbol] ?? 0)
    target.literals(literalLength)
    target.match(resolveOffset(offsetValue, literalLength, recent), matchLength)
    if (index === count - 1) break
    literal.step(input)
    match.step(input)
    offset.step(input)
  }
  if (input.remaining !== 0) throw new ZstdError('sequences do not end with their stream')
}

/** Values 1 to 3 mean a recent offset (section 3.1.1.5). */
function resolveOffset(value: number, literalLength: number, recent: [number, number, number]): number {
  const [first, second, third] = recent
  if (value > 3) {
    recent.splice(0, 3, value - 3, first, second)
    return value - 3
  }
  const index = literalLength === 0 ? value : value - 1
  if (index === 0) return first
  const offset = index === 1 ? second : index === 2 ? third : first - 1
  recent.splice(0, 3, offset, first, index === 1 ? third : second)
  return offset
}
