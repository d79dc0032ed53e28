import { createHash } from 'node:crypto'
import { open, rm, type FileHandle } from 'node:fs/promises'
import * as z from 'zod'
import { systemError } from '#electron/disks/disk-error.ts'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { makeFile } from '#electron/disks/tools/unfinished-file.ts'
import { stateHardwareSchema, type StateHardware } from './hardware.ts'
import { SavedStateError } from '../../saved-state-error.ts'
import { readParts, writeAll, writeParts, type WriteOptions } from './state-parts.ts'

/**
 * A saved state in a file: a prefix (magic, version of the format, length and SHA-256 of the header; little-endian),
 * the header (JSON, padded with spaces), and behind it, to the end, the state in parts (`state-parts.ts`).
 */
const magic = Buffer.from('Viridian')
const formatVersion = 2
const hashLength = 32
const prefixLength = magic.length + 4 + 4 + hashLength

/** Headers grow by as much at most between the two times they are written: sizes and times get more digits. */
const headerSlack = 1024
const longestHeader = 2 ** 20
const chunk = 2 ** 20

const headerSchema = z.object({
  hardware: stateHardwareSchema,
  /** Bytes of each section, and of all parts in the file. */
  sections: z.object({
    own: z.int().nonnegative(),
    rest: z.int().nonnegative(),
    pages: z.int().nonnegative(),
    memory: z.int().nonnegative(),
  }),
  storedLength: z.int().nonnegative(),
})
type Header = z.infer<typeof headerSchema>

/** What is stored, in the order of the header. */
export interface StateContents {
  /** v86's own state, without the memory. */
  readonly own: Uint8Array
  /** What v86 does not keep in it. */
  readonly rest: Uint8Array
  /** Which pages of the memory are stored, and these. */
  readonly pages: Uint8Array
  readonly memory: Uint8Array
}

function sectionsOf({ own, rest, pages, memory }: StateContents): Uint8Array[] {
  return [own, rest, pages, memory]
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
    hardware: StateHardware,
    options: WriteOptions,
  ): Promise<StateFileWriter> {
    const sections = {
      own: contents.own.length,
      rest: contents.rest.length,
      pages: contents.pages.length,
      memory: contents.memory.length,
    }
    let file: FileHandle | null = null
    try {
      file = await open(path, 'wx', 0o600)
      const unknown = { hardware, sections, storedLength: 0 }
      const reserved = JSON.stringify(unknown).length * 2 + headerSlack
      const start = prefixLength + reserved
      await writeAll(file, encodeHeader(unknown, reserved), 0)
      const storedLength = await writeParts(file, start, sectionsOf(contents), options)
      await file.sync()
      return new StateFileWriter(path, file, { hardware, sections, storedLength }, reserved)
    } catch (error) {
      await file?.close()
      if (file !== null) await rm(path, { force: true })
      throw systemError(error, path)
    }
  }

  /** The file is complete, and on stable storage; where this rejects it is removed. */
  async finish(hardware: StateHardware): Promise<void> {
    try {
      const header = encodeHeader({ ...this.#header, hardware }, this.#reserved)
      await writeAll(this.#file, header, 0)
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
  readonly hardware: StateHardware
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
  async replaceHardware(hardware: StateHardware): Promise<void> {
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
    const { sections, storedLength } = this.#header
    const contents = {
      own: new Uint8Array(sections.own),
      rest: new Uint8Array(sections.rest),
      pages: new Uint8Array(sections.pages),
      memory: new Uint8Array(sections.memory),
    }
    await reading(this.#path, (file) => readParts(file, this.#start, storedLength, sectionsOf(contents)))
    return contents
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

function damaged(part: string): SavedStateError {
  return new SavedStateError('DAMAGED', part)
}
