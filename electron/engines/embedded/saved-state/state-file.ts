import { createHash } from 'node:crypto'
import { open, rm, type FileHandle } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createBrotliCompress, createBrotliDecompress } from 'node:zlib'
import { z } from 'zod'
import { systemError } from '#electron/disks/disk-error.ts'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { makeFile } from '#electron/disks/tools/unfinished-file.ts'
import type { Progress } from '../../engine.ts'
import { hardwareSchema, type Hardware } from './hardware.ts'
import { SavedStateError } from './saved-state-error.ts'

/**
 * A saved state in a file: a prefix (magic, version of the format, length and SHA-256 of the header; little-endian),
 * the header (JSON, padded with spaces), and behind it, to the end, the state compressed with brotli.
 */
const magic = Buffer.from('Viridian')
const formatVersion = 2
const hashLength = 32
const prefixLength = magic.length + 4 + 4 + hashLength

/** Headers grow by as much at most between the two times they are written: sizes and times get more digits. */
const headerSlack = 1024
const longestHeader = 2 ** 20
/** Fast enough not to be waited for (0.1 s for 40 MB), and two fifths of what it was. */
const quality = 1
const chunk = 2 ** 20
/** How often progress is told. */
const steps = 20

const headerSchema = z.object({
  hardware: hardwareSchema,
  /** Bytes of v86's state, of what belongs to it, and of both compressed. */
  stateLength: z.int().nonnegative(),
  restLength: z.int().nonnegative(),
  storedLength: z.int().nonnegative(),
  /** SHA-256 of the compressed bytes, hexadecimal. */
  digest: z.string(),
})
type Header = z.infer<typeof headerSchema>

export interface StateContents {
  /** v86's own. */
  readonly state: ArrayBuffer
  /** What v86 does not keep in it. */
  readonly rest: Uint8Array
}

/** A state file that is being written. Its methods reject with a `DiskError`. */
export class StateFileWriter {
  readonly #path: string
  readonly #file: FileHandle
  readonly #header: Header
  readonly #reserved: number

  private constructor(path: string, file: FileHandle, header: Header, reserved: number) {
    this.#path = path
    this.#file = file
    this.#header = header
    this.#reserved = reserved
  }

  /** Writes all but the header, for which room is kept, so that it finds room whatever happens meanwhile. */
  static async begin(
    path: string,
    contents: StateContents,
    hardware: Hardware,
    progress: Progress,
  ): Promise<StateFileWriter> {
    const { state, rest } = contents
    let file: FileHandle | null = null
    try {
      file = await open(path, 'wx', 0o600)
      const lengths = { stateLength: state.byteLength, restLength: rest.length }
      const unknown = { ...lengths, storedLength: 0, digest: ''.padEnd(hashLength * 2) }
      const reserved = JSON.stringify({ ...unknown, hardware }).length * 2 + headerSlack
      await file.write(encodeHeader({ ...unknown, hardware }, reserved), 0, prefixLength + reserved, 0)
      const stored = await store(file, prefixLength + reserved, contents, progress)
      await file.sync()
      return new StateFileWriter(path, file, { hardware, ...lengths, ...stored }, reserved)
    } catch (error) {
      await file?.close()
      if (file !== null) await rm(path, { force: true })
      throw systemError(error, path)
    }
  }

  /** The file is complete, and on stable storage; where this rejects it is removed. */
  async finish(hardware: Hardware): Promise<void> {
    try {
      const header = encodeHeader({ ...this.#header, hardware }, this.#reserved)
      await this.#file.write(header, 0, header.length, 0)
      await this.#file.sync()
      await this.#file.close()
    } catch (error) {
      await this.#file.close()
      await rm(this.#path, { force: true })
      throw systemError(error, this.#path)
    }
  }
}

/** A state file whose header is sound. */
export class StateFile {
  readonly hardware: Hardware
  readonly #path: string
  readonly #header: Header
  readonly #start: number

  private constructor(path: string, header: Header, start: number) {
    this.hardware = header.hardware
    this.#path = path
    this.#header = header
    this.#start = start
  }

  /** Rejects with `SavedStateError`, or a `DiskError` where the file cannot be read. */
  static async open(path: string): Promise<StateFile> {
    return reading(path, async (file) => {
      const prefix = await readExactly(file, 0, prefixLength)
      if (!prefix.subarray(0, magic.length).equals(magic)) throw damaged('no saved state')
      const version = prefix.readUInt32LE(magic.length)
      if (version !== formatVersion) throw new SavedStateError('OTHER_VERSION', `format ${version}`)
      const length = prefix.readUInt32LE(magic.length + 4)
      if (length > longestHeader) throw damaged('header')
      const text = await readExactly(file, prefixLength, length)
      if (!sha256(text).equals(prefix.subarray(magic.length + 8))) throw damaged('header')
      const header = headerSchema.safeParse(parseJson(text.toString('utf8')))
      if (!header.success) throw damaged('header')
      const start = prefixLength + length
      if ((await file.stat()).size !== start + header.data.storedLength) throw damaged('length')
      return new StateFile(path, header.data, start)
    })
  }

  /** Puts in its place one that differs in the hardware alone: after a crash the file is wholly the old or the new one. */
  async replaceHardware(hardware: Hardware): Promise<void> {
    const header = { ...this.#header, hardware }
    await makeFile(nodeDiskFiles, this.#path, 'replace', async (device) => {
      const head = encodeHeader(header, Buffer.byteLength(JSON.stringify(header)))
      await device.write(0, head)
      await reading(this.#path, async (file) => {
        let position = head.length
        const stored = file.createReadStream({ start: this.#start, highWaterMark: chunk, autoClose: false })
        for await (const part of stored as AsyncIterable<Buffer>) {
          await device.write(position, part)
          position += part.length
        }
      })
    })
  }

  /** Rejects as `open` does. */
  async read(): Promise<StateContents> {
    const { stateLength, restLength, digest } = this.#header
    return reading(this.#path, async (file) => {
      const state = new ArrayBuffer(stateLength)
      const rest = new Uint8Array(restLength)
      const hash = createHash('sha256')
      const stored = file.createReadStream({ start: this.#start, highWaterMark: chunk, autoClose: false })
      let position = 0
      await pipeline(
        stored,
        async function* (parts: AsyncIterable<Buffer>) {
          for await (const part of parts) {
            hash.update(part)
            yield part
          }
        },
        createBrotliDecompress({ chunkSize: chunk }),
        async (parts: AsyncIterable<Buffer>) => {
          for await (const part of parts) {
            if (position + part.length > stateLength + restLength) throw damaged('length')
            const ofState = Math.max(0, Math.min(part.length, stateLength - position))
            new Uint8Array(state, Math.min(position, stateLength), ofState).set(part.subarray(0, ofState))
            if (ofState < part.length) rest.set(part.subarray(ofState), position + ofState - stateLength)
            position += part.length
          }
        },
      ).catch((error: unknown) => {
        throw isBrotliError(error) ? damaged('content') : error
      })
      if (position !== stateLength + restLength || hash.digest('hex') !== digest) throw damaged('content')
      return { state, rest }
    })
  }
}

async function store(
  file: FileHandle,
  start: number,
  { state, rest }: StateContents,
  progress: Progress,
): Promise<Pick<Header, 'storedLength' | 'digest'>> {
  const hash = createHash('sha256')
  let position = start
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: quality,
    [constants.BROTLI_PARAM_SIZE_HINT]: state.byteLength + rest.length,
  }
  await pipeline(
    Readable.from(pieces([Buffer.from(state), rest], progress)),
    createBrotliCompress({ chunkSize: chunk, params }),
    async (parts: AsyncIterable<Buffer>) => {
      for await (const part of parts) {
        hash.update(part)
        await file.write(part, 0, part.length, position)
        position += part.length
      }
    },
  )
  return { storedLength: position - start, digest: hash.digest('hex') }
}

function* pieces(buffers: readonly Uint8Array[], progress: Progress): Generator<Uint8Array> {
  const total = buffers.reduce((sum, buffer) => sum + buffer.length, 0)
  let done = 0
  for (const buffer of buffers) {
    for (let start = 0; start < buffer.length; start += chunk) {
      const piece = buffer.subarray(start, start + chunk)
      yield piece
      const before = done
      done += piece.length
      if (Math.floor((done / total) * steps) > Math.floor((before / total) * steps)) progress(done / total)
    }
  }
}

function encodeHeader(header: Header, reserved: number): Buffer {
  const text = Buffer.alloc(reserved, ' ')
  const json = Buffer.from(JSON.stringify(header))
  if (json.length > reserved) throw new Error('The header of a saved state outgrew its room.')
  json.copy(text)
  const numbers = Buffer.alloc(8)
  numbers.writeUInt32LE(formatVersion, 0)
  numbers.writeUInt32LE(reserved, 4)
  return Buffer.concat([magic, numbers, sha256(text), text])
}

async function reading<T>(path: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
  let file: FileHandle | null = null
  try {
    file = await open(path, 'r')
    return await work(file)
  } catch (error) {
    throw error instanceof SavedStateError ? error : systemError(error, path)
  } finally {
    await file?.close()
  }
}

async function readExactly(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  if (bytesRead < length) throw damaged('length')
  return buffer
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isBrotliError(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  return (
    typeof code === 'string' &&
    (code.startsWith('ERR__ERROR_') || code.startsWith('ERR_BROTLI') || code === 'Z_BUF_ERROR')
  )
}

function damaged(part: string): SavedStateError {
  return new SavedStateError('DAMAGED', part)
}
