import { uint64 } from '../integers.ts'
import type { SourceFile } from '../source-file.ts'
import { crc32c } from './crc32c.ts'
import type { VhdxHeader } from './header.ts'
import { bytesOf, guidAt, hasSignature, noGuid } from './signature.ts'

// [MS-VHDX] 2.2.2 "Log" (2.3 in later revisions).
export const logSectorSize = 4096
const checksumOffset = 4
const headerSize = 64
const descriptorSize = 32
const dataSectorHead = 8
const dataSectorTail = 4

/** Writers make logs of 1 MiB; the work of replaying grows faster than the length. */
const maximumLogLength = 16 * 1024 * 1024

/** Checksumming stops after this many times the log's length, which no writer's log comes near. */
const maximumChecksummed = 16

/** A write that the log holds, to be done to the file. Positions and lengths are whole log sectors, in bytes. */
export type LogWrite =
  | { readonly kind: 'zero'; readonly position: number; readonly length: number }
  | { readonly kind: 'data'; readonly position: number; readonly bytes: Uint8Array }

export interface PendingLog {
  /** In the order to be done. */
  readonly writes: readonly LogWrite[]
  /** The file is at least this long once they are done. */
  readonly fileSize: number
}

interface Entry {
  readonly start: number
  readonly length: number
  readonly tail: number
  readonly sequence: bigint
  readonly view: DataView
}

/**
 * The writes of the active sequence of the log: what must be seen in the file before it is read. Null when nothing is
 * pending; an entry that is not whole was never acknowledged and does not count. Throws CORRUPT, UNSUPPORTED.
 */
export async function readPendingLog(file: SourceFile, header: VhdxHeader): Promise<PendingLog | null> {
  if (header.logGuid === noGuid || header.logLength === 0) return null
  if (header.logLength > maximumLogLength) throw file.unsupported(`log of ${header.logLength} bytes`)
  const view = await file.read(header.logOffset, header.logLength, 'log')
  const sequence = activeSequence(file, new Log(file, bytesOf(view), header))
  const head = sequence.at(-1)
  if (head === undefined) return null
  if (file.size < uint64(head.view, 48, true)) throw file.corrupt('file (it is shorter than its log says)')
  const writes = sequence.flatMap((entry) => writesOf(file, header, entry))
  return { writes, fileSize: uint64(head.view, 56, true) }
}

/** The sequence whose head is the latest, from its tail on. */
function activeSequence(file: SourceFile, log: Log): Entry[] {
  const entries = log.entries().sort((a, b) => (a.sequence < b.sequence ? 1 : -1))
  let steps = 0
  for (const head of entries) {
    const sequence: Entry[] = []
    let next = log.entryAt(head.tail)
    while (next !== null && sequence.length < entries.length) {
      if (++steps > maximumChecksummed * entries.length) throw file.corrupt('log')
      sequence.push(next)
      if (next === head) return sequence
      const following = log.entryAt((next.start + next.length) % log.length)
      next = following?.sequence === next.sequence + 1n ? following : null
    }
  }
  return []
}

/** The circular buffer of entries. */
class Log {
  readonly length: number
  readonly #file: SourceFile
  readonly #bytes: Uint8Array
  readonly #header: VhdxHeader
  readonly #entries = new Map<number, Entry | null>()
  #checksummed = 0

  constructor(file: SourceFile, bytes: Uint8Array, header: VhdxHeader) {
    this.length = bytes.length
    this.#file = file
    this.#bytes = bytes
    this.#header = header
  }

  entries(): Entry[] {
    const found: Entry[] = []
    for (let start = 0; start < this.length; start += logSectorSize) {
      const entry = this.entryAt(start)
      if (entry !== null) found.push(entry)
    }
    return found
  }

  entryAt(start: number): Entry | null {
    const known = this.#entries.get(start)
    if (known !== undefined) return known
    const entry = start % logSectorSize === 0 && start < this.length ? this.#parse(start) : null
    this.#entries.set(start, entry)
    return entry
  }

  #parse(start: number): Entry | null {
    const head = new DataView(this.#bytes.buffer, start, headerSize)
    const length = head.getUint32(8, true)
    const plausible =
      hasSignature(head, 0, 'loge') &&
      guidAt(head, 32) === this.#header.logGuid &&
      length >= logSectorSize &&
      length % logSectorSize === 0 &&
      length <= this.length
    if (!plausible) return null
    this.#checksummed += length
    if (this.#checksummed > maximumChecksummed * this.length) throw this.#file.corrupt('log', this.#header.logOffset)
    const bytes = this.#around(start, length)
    if (crc32c(bytes, checksumOffset) !== head.getUint32(4, true)) return null
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    return { start, length, tail: head.getUint32(12, true), sequence: head.getBigUint64(16, true), view }
  }

  #around(start: number, length: number): Uint8Array {
    if (start + length <= this.length) return this.#bytes.subarray(start, start + length)
    const bytes = new Uint8Array(length)
    bytes.set(this.#bytes.subarray(start))
    bytes.set(this.#bytes.subarray(0, start + length - this.length), this.length - start)
    return bytes
  }
}

function writesOf(file: SourceFile, header: VhdxHeader, entry: Entry): LogWrite[] {
  const { view, sequence } = entry
  const corrupt = () => file.corrupt('log entry', header.logOffset + entry.start)
  const count = view.getUint32(24, true)
  let dataSector = Math.ceil((headerSize + count * descriptorSize) / logSectorSize) * logSectorSize
  if (dataSector > entry.length) throw corrupt()
  const writes: LogWrite[] = []
  for (let index = 0; index < count; index++) {
    const at = headerSize + index * descriptorSize
    const position = uint64(view, at + 16, true)
    if (position % logSectorSize !== 0 || view.getBigUint64(at + 24, true) !== sequence) throw corrupt()
    if (hasSignature(view, at, 'zero')) {
      const length = uint64(view, at + 8, true)
      if (!Number.isSafeInteger(position + length) || length % logSectorSize !== 0) throw corrupt()
      writes.push({ kind: 'zero', position, length })
    } else if (hasSignature(view, at, 'desc')) {
      if (dataSector + logSectorSize > entry.length || !isWholeSector(view, dataSector, sequence)) throw corrupt()
      writes.push({ kind: 'data', position, bytes: dataOf(view, at, dataSector) })
      dataSector += logSectorSize
    } else {
      throw corrupt()
    }
  }
  return writes
}

function isWholeSector(view: DataView, at: number, sequence: bigint): boolean {
  const high = view.getUint32(at + 4, true)
  const low = view.getUint32(at + logSectorSize - dataSectorTail, true)
  return hasSignature(view, at, 'data') && ((BigInt(high) << 32n) | BigInt(low)) === sequence
}

/** A data sector gives up its first 8 and last 4 bytes to say that it is whole; the descriptor keeps them. */
function dataOf(view: DataView, descriptor: number, sector: number): Uint8Array {
  const bytes = bytesOf(view).slice(sector, sector + logSectorSize)
  const all = bytesOf(view)
  bytes.set(all.subarray(descriptor + 8, descriptor + 8 + dataSectorHead))
  bytes.set(all.subarray(descriptor + 4, descriptor + 4 + dataSectorTail), logSectorSize - dataSectorTail)
  return bytes
}
