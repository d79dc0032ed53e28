import { BackwardBits } from './bits.ts'
import { buildFseTable, FseState, readFseTable, singleSymbolTable, type FseTable } from './fse.ts'
import { ZstdError } from './zstd-error.ts'

/** Reaches back 16 MiB and more, beyond all that is unpacked here at once. */
const maximumOffsetCode = 24

// RFC 8878, section 3.1.1.3.2: codes with the bits that follow them, and the default distributions of 3.1.1.3.2.2.
const mode = { predefined: 0, repeated: 1, described: 2 } as const

interface CodeKind {
  readonly maximumLog: number
  readonly codes: number
  readonly predefined: FseTable
}

function bases(start: number, bits: Uint8Array): Uint32Array {
  let base = start
  return Uint32Array.from(bits, (width) => {
    const own = base
    base += 2 ** width
    return own
  })
}

const times = (count: number, value: number) => Array<number>(count).fill(value)

const literalBits = Uint8Array.of(...times(16, 0), 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)
const literalBases = bases(0, literalBits)
const matchBits = Uint8Array.of(...times(32, 0), 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)
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

/** The last three offsets of a frame, latest first (section 3.1.1.5). */
export interface RecentOffsets {
  first: number
  second: number
  third: number
}

/** Carries out a sequence: that many of the next literals, then a match of what came out `offset` bytes ago. */
export type RunSequence = (literals: number, offset: number, match: number) => void

/** Reads the sequences of a block and answers its tables for the blocks after it. `recent` is brought up to date. */
export function runSequences(
  section: Uint8Array,
  before: SequenceTables | null,
  recent: RecentOffsets,
  run: RunSequence,
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
  decode(new BackwardBits(reader.rest), count, tables, recent, run)
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
  recent: RecentOffsets,
  run: RunSequence,
): void {
  const literal = new FseState(tables.literals, input)
  const offset = new FseState(tables.offsets, input)
  const match = new FseState(tables.matches, input)
  for (let index = 0; index < count; index++) {
    const offsetCode = offset.symbol
    if (offsetCode > maximumOffsetCode) throw new ZstdError('a match reaches back too far')
    const offsetValue = (1 << offsetCode) + input.read(offsetCode)
    // The tables know only codes that have a base.
    const matchLength = matchBases[match.symbol]! + input.read(matchBits[match.symbol]!)
    const literalLength = literalBases[literal.symbol]! + input.read(literalBits[literal.symbol]!)
    run(literalLength, resolveOffset(offsetValue, literalLength, recent), matchLength)
    if (index === count - 1) break
    literal.step(input)
    match.step(input)
    offset.step(input)
  }
  if (input.remaining !== 0) throw new ZstdError('sequences do not end with their stream')
}

/** Values 1 to 3 mean a recent offset. */
function resolveOffset(value: number, literalLength: number, recent: RecentOffsets): number {
  const index = literalLength === 0 ? value : value - 1
  if (value <= 3 && index === 0) return recent.first
  const { first, second } = recent
  if (value > 3) recent.first = value - 3
  else if (index === 1) recent.first = second
  else recent.first = index === 2 ? recent.third : first - 1
  if (value > 3 || index > 1) recent.third = second
  recent.second = first
  return recent.first
}
