import type { FileHandle } from 'node:fs/promises'
import { promisify } from 'node:util'
import { brotliCompress, brotliDecompress, constants, crc32 } from 'node:zlib'
import type { Progress } from '../../engine.ts'
import { SavedStateError } from '../../saved-state-error.ts'

const compress = promisify(brotliCompress)
const decompress = promisify(brotliDecompress)

/**
 * The sections of a state in a file, in parts that are compressed with brotli each for itself, so that several processors
 * can work on them: the length and the CRC-32 of the compressed bytes (little-endian), then these. A section's parts are
 * as long as this but for its last.
 */
const partSize = 4 * 2 ** 20
const prefixLength = 8
/** No part gets longer by it than this. */
const longestStored = partSize + 2 ** 16

/** The fastest that makes memory two fifths of what it was: deflate takes three times as long for that. */
const quality = 1
const window = 18

/** Parts that are worked on at once: all but one of the threads Node has for it, where nobody else needs them. */
const atOnce = { alone: 3, notAlone: 1 }
/** How often progress is told. */
const steps = 20

export interface WriteOptions {
  /** Whether nobody else needs the processors meanwhile. */
  readonly alone: boolean
  readonly progress: Progress
}

/** Returns how many bytes it has written from `start` on. */
export async function writeParts(
  file: FileHandle,
  start: number,
  sections: readonly Uint8Array[],
  { alone, progress }: WriteOptions,
): Promise<number> {
  const total = sections.reduce((sum, section) => sum + section.length, 0)
  let position = start
  let done = 0
  const compressed = workAhead(partsOf(sections), alone ? atOnce.alone : atOnce.notAlone, async (part) => {
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_LGWIN]: window,
      [constants.BROTLI_PARAM_SIZE_HINT]: part.length,
    }
    // With room for all of it one thread does it at one go.
    return { length: part.length, stored: await compress(part, { chunkSize: longestStored, params }) }
  })
  for await (const { length, stored } of compressed) {
    const prefix = Buffer.alloc(prefixLength)
    prefix.writeUInt32LE(stored.length, 0)
    prefix.writeUInt32LE(crc32(stored), 4)
    await writeAll(file, prefix, position)
    await writeAll(file, stored, position + prefixLength)
    position += prefixLength + stored.length
    const before = done
    done += length
    if (Math.floor((done / total) * steps) > Math.floor((before / total) * steps)) progress(done / total)
  }
  return position - start
}

/** Fills the sections from the parts in `length` bytes from `start` on. Rejects with `SavedStateError` where they do not fit. */
export async function readParts(
  file: FileHandle,
  start: number,
  length: number,
  sections: readonly Uint8Array[],
): Promise<void> {
  const stored = storedParts(file, start, length, partsOf(sections))
  const parts = workAhead(stored, atOnce.alone, async ({ part, compressed }) => {
    const bytes = await decompress(compressed, { chunkSize: partSize, maxOutputLength: partSize }).catch(
      (error: unknown) => {
        throw new SavedStateError('DAMAGED', 'content', { cause: error })
      },
    )
    return { part, bytes }
  })
  for await (const { part, bytes } of parts) {
    if (bytes.length !== part.length) throw new SavedStateError('DAMAGED', 'content')
    part.set(bytes)
  }
}

function* partsOf(sections: readonly Uint8Array[]): Generator<Uint8Array> {
  for (const section of sections) {
    for (let at = 0; at < section.length; at += partSize) yield section.subarray(at, at + partSize)
  }
}

/** A full file system writes less than it is told to before it says that it is full. */
export async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten
  }
}

/** What is stored for each part. */
async function* storedParts(file: FileHandle, start: number, length: number, parts: Iterable<Uint8Array>) {
  let position = start
  const end = start + length
  for (const part of parts) {
    const prefix = await readSome(file, position, prefixLength, end)
    const compressed = await readSome(file, position + prefixLength, prefix.readUInt32LE(0), end)
    if (crc32(compressed) !== prefix.readUInt32LE(4)) throw new SavedStateError('DAMAGED', 'content')
    position += prefixLength + compressed.length
    yield { part, compressed }
  }
  if (position !== end) throw new SavedStateError('DAMAGED', 'length')
}

async function readSome(file: FileHandle, position: number, length: number, end: number): Promise<Buffer> {
  if (length > longestStored || position + length > end) throw new SavedStateError('DAMAGED', 'length')
  const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(length), 0, length, position)
  if (bytesRead < length) throw new SavedStateError('DAMAGED', 'length')
  return buffer
}

/** What `work` makes of each item, in their order; so many are worked on at once. */
async function* workAhead<Item, Result>(
  items: Iterable<Item> | AsyncIterable<Item>,
  width: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const running: Promise<Result>[] = []
  try {
    for await (const item of items) {
      running.push(work(item))
      const next = running.length >= width ? running.shift() : undefined
      if (next !== undefined) yield await next
    }
    for (let next = running.shift(); next !== undefined; next = running.shift()) yield await next
  } finally {
    // What is under way when one has failed is waited for, and so is its own failure heard.
    await Promise.allSettled(running)
  }
}
