import type { HuffmanTable } from './huffman.ts'
import { maximumBlock, readLiterals } from './literals.ts'
import { runSequences, type RecentOffsets, type SequenceTables } from './sequences.ts'
import { ZstdError } from './zstd-error.ts'

// RFC 8878, section 3.1.1.
const magic = 0xfd2f_b528
const blockType = { raw: 0, repeated: 1, compressed: 2 } as const
const blockHeaderSize = 3

/** Up to here a loop is faster than the call of a copying method. Bytes. */
const longCopy = 48

/**
 * Unpacks the one Zstandard frame at the beginning of the data; what follows its end is ignored, a content checksum
 * with it. Takes no more memory and time than the data and `maximum`, the most bytes that may come out, allow. Throws
 * ZstdError.
 */
export function decompressZstd(data: Uint8Array, maximum: number): Uint8Array {
  const { headerLength, contentSize } = readFrameHeader(data)
  const output = new Output(maximum)
  const decoder = new BlockDecoder(output)
  let at = headerLength
  let last = false
  while (!last) {
    if (at + blockHeaderSize > data.length) throw new ZstdError('the data ends before the last block')
    const header = (data[at] ?? 0) | ((data[at + 1] ?? 0) << 8) | ((data[at + 2] ?? 0) << 16)
    at += blockHeaderSize
    last = (header & 1) === 1
    const type = (header >> 1) & 3
    const size = header >> 3
    const end = at + (type === blockType.repeated ? 1 : size)
    if (size > maximumBlock || end > data.length) throw new ZstdError('a block does not fit')
    if (type === blockType.raw) output.append(data.subarray(at, end))
    else if (type === blockType.repeated) output.repeat(data[at] ?? 0, size)
    else if (type === blockType.compressed) decoder.decode(data.subarray(at, end))
    else throw new ZstdError('a block has the reserved type')
    at = end
  }
  const bytes = output.bytes
  if (contentSize !== null && contentSize !== bytes.length) throw new ZstdError('the content has another size')
  return bytes
}

function readFrameHeader(data: Uint8Array): { headerLength: number; contentSize: number | null } {
  // The longest header has 18 bytes; a shorter frame than that is read as if zeros followed.
  const head = new Uint8Array(18)
  head.set(data.subarray(0, head.length))
  const view = new DataView(head.buffer)
  const descriptor = view.getUint8(4)
  if (view.getUint32(0, true) !== magic || (descriptor & 8) !== 0) throw new ZstdError('no Zstandard frame')
  if ((descriptor & 3) !== 0) throw new ZstdError('a dictionary is needed')
  const single = (descriptor & 32) !== 0
  const at = single ? 5 : 6
  switch (descriptor >> 6) {
    case 0:
      return single ? { headerLength: at + 1, contentSize: view.getUint8(at) } : { headerLength: at, contentSize: null }
    case 1:
      return { headerLength: at + 2, contentSize: view.getUint16(at, true) + 256 }
    case 2:
      return { headerLength: at + 4, contentSize: view.getUint32(at, true) }
    default:
      return { headerLength: at + 8, contentSize: Number(view.getBigUint64(at, true)) }
  }
}

/** What came out so far: also the window that matches reach back into. */
class Output {
  readonly #all: Uint8Array
  #length = 0

  constructor(maximum: number) {
    this.#all = new Uint8Array(maximum)
  }

  get bytes(): Uint8Array {
    return this.#all.subarray(0, this.#length)
  }

  append(bytes: Uint8Array): void {
    this.#all.set(bytes, this.#take(bytes.length))
  }

  copyFrom(bytes: Uint8Array, from: number, length: number): void {
    if (length > longCopy) return this.append(bytes.subarray(from, from + length))
    const all = this.#all
    const start = this.#take(length)
    for (let index = 0; index < length; index++) all[start + index] = bytes[from + index]!
  }

  repeat(byte: number, length: number): void {
    const start = this.#take(length)
    this.#all.fill(byte, start, start + length)
  }

  /** Copies what came out `offset` bytes ago; it may run into its own copy. */
  copyBack(offset: number, length: number): void {
    const start = this.#take(length)
    const from = start - offset
    if (offset < 1 || from < 0) throw new ZstdError('a match reaches back too far')
    const all = this.#all
    if (length > longCopy && offset >= length) all.copyWithin(start, from, from + length)
    else for (let index = 0; index < length; index++) all[start + index] = all[from + index]!
  }

  #take(length: number): number {
    const start = this.#length
    if (start + length > this.#all.length) throw new ZstdError('the content is longer than it may be')
    this.#length += length
    return start
  }
}

/** Blocks of one frame, which share tables and recent offsets. */
class BlockDecoder {
  readonly #output: Output
  readonly #recent: RecentOffsets = { first: 1, second: 4, third: 8 }
  #tree: HuffmanTable | null = null
  #tables: SequenceTables | null = null

  constructor(output: Output) {
    this.#output = output
  }

  decode(block: Uint8Array): void {
    const { bytes, length, table } = readLiterals(block, this.#tree)
    this.#tree = table
    let used = 0
    const run = (literals: number, offset: number, match: number) => {
      if (used + literals > bytes.length) throw new ZstdError('there are too few literals')
      this.#output.copyFrom(bytes, used, literals)
      this.#output.copyBack(offset, match)
      used += literals
    }
    this.#tables = runSequences(block.subarray(length), this.#tables, this.#recent, run)
    this.#output.append(bytes.subarray(used))
  }
}
