import { decodeHuffman, readHuffmanTable, type HuffmanTable } from './huffman.ts'
import { ZstdError } from './zstd-error.ts'

// RFC 8878, section 3.1.1.3.1.
const kind = { raw: 0, repeated: 1, compressed: 2 } as const
export const maximumBlock = 128 * 1024

export interface Literals {
  readonly bytes: Uint8Array
  /** Bytes of the block that the section took. */
  readonly length: number
  /** For the blocks that come after; null while there was none. */
  readonly table: HuffmanTable | null
}

/** `table` is that of the block before. */
export function readLiterals(block: Uint8Array, table: HuffmanTable | null): Literals {
  const type = (block[0] ?? 0) & 3
  const format = ((block[0] ?? 0) >> 2) & 3
  return type <= kind.repeated ? readPlain(block, type, format, table) : readPacked(block, type, format, table)
}

/** Up to five bytes, little-endian. */
function header(block: Uint8Array, length: number): number {
  if (length > block.length) throw new ZstdError('the data ends within a block')
  let value = 0
  for (let index = length - 1; index >= 0; index--) value = value * 256 + (block[index] ?? 0)
  return value
}

function readPlain(block: Uint8Array, type: number, format: number, table: HuffmanTable | null): Literals {
  const long = (format & 1) === 1
  const start = long ? (format === 3 ? 3 : 2) : 1
  const size = header(block, start) >> (long ? 4 : 3)
  if (size > maximumBlock) throw new ZstdError('too many literals')
  const length = start + (type === kind.repeated ? 1 : size)
  if (length > block.length) throw new ZstdError('the data ends within literals')
  const bytes =
    type === kind.repeated ? new Uint8Array(size).fill(block[start] ?? 0) : block.subarray(start, start + size)
  return { bytes, length, table }
}

function readPacked(block: Uint8Array, type: number, format: number, before: HuffmanTable | null): Literals {
  const start = format < 2 ? 3 : format + 2
  const width = [10, 10, 14, 18][format] ?? 10
  const fields = header(block, start)
  const size = Math.floor(fields / 2 ** 4) % 2 ** width
  const end = start + (Math.floor(fields / 2 ** (4 + width)) % 2 ** width)
  if (size > maximumBlock || end > block.length) throw new ZstdError('literals do not fit')
  let streams = block.subarray(start, end)
  let table = before
  if (type === kind.compressed) {
    const read = readHuffmanTable(streams)
    table = read.table
    streams = streams.subarray(read.length)
  }
  if (table === null) throw new ZstdError('a tree is missing')
  const bytes = new Uint8Array(size)
  if (format === 0) decodeHuffman(table, streams, bytes)
  else decodeFour(table, streams, bytes)
  return { bytes, length: end, table }
}

/** Four streams of a quarter each; three lengths stand before them. */
function decodeFour(table: HuffmanTable, streams: Uint8Array, target: Uint8Array): void {
  const quarter = Math.ceil(target.length / 4)
  if (streams.length < 6 || quarter * 3 > target.length) throw new ZstdError('four streams do not fit')
  let at = 6
  for (let index = 0; index < 4; index++) {
    const length = (streams[index * 2] ?? 0) | ((streams[index * 2 + 1] ?? 0) << 8)
    const end = index < 3 ? at + length : streams.length
    if (end > streams.length) throw new ZstdError('four streams do not fit')
    decodeHuffman(table, streams.subarray(at, end), target.subarray(index * quarter, (index + 1) * quarter))
    at = end
  }
}
