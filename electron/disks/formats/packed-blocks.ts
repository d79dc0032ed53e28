import type { PackedBlock, Piece } from './disk-map.ts'
import type { SourceFile } from './source-file.ts'

/** Compressed neighbours are read in one request up to this many bytes. */
const maximumRun = 4 * 1024 * 1024

/** Unpacked bytes kept for small reads that come back to the same block; all are dropped when there are more. */
const maximumKept = 4 * 1024 * 1024

interface Wanted {
  readonly piece: Piece & { kind: 'packed' }
  readonly target: Uint8Array
}

interface Run {
  readonly file: SourceFile
  readonly offset: number
  readonly wanted: Wanted[]
  length: number
}

/** Reads and unpacks compressed blocks: neighbours in one request, and the last ones kept. */
export class PackedBlocks {
  /** Unpacked blocks by file and offset. */
  readonly #kept = new Map<SourceFile, Map<number, Uint8Array>>()
  #keptSize = 0

  async fill(wanted: readonly Wanted[]): Promise<void> {
    const missing = wanted.filter(({ piece, target }) => {
      const bytes = this.#kept.get(piece.block.file)?.get(piece.block.offset)
      if (bytes !== undefined) copy(bytes, piece, target)
      return bytes === undefined
    })
    for (const run of runsOf(missing)) {
      const stored = new Uint8Array(run.length)
      await run.file.device.read(run.offset, stored)
      await Promise.all(run.wanted.map((one) => this.#unpack(one, run, stored)))
    }
  }

  async #unpack({ piece, target }: Wanted, run: Run, stored: Uint8Array): Promise<void> {
    const { block } = piece
    const start = block.offset - run.offset
    const bytes = await block.unpack(stored.subarray(start, start + block.storedLength))
    copy(bytes, piece, target)
    this.#keep(block, bytes)
  }

  #keep(block: PackedBlock, bytes: Uint8Array): void {
    if (this.#keptSize + bytes.length > maximumKept) {
      this.#kept.clear()
      this.#keptSize = 0
    }
    const ofFile = this.#kept.get(block.file) ?? new Map<number, Uint8Array>()
    this.#kept.set(block.file, ofFile)
    if (ofFile.has(block.offset)) return
    ofFile.set(block.offset, bytes)
    this.#keptSize += bytes.length
  }
}

function copy(bytes: Uint8Array, piece: Piece & { kind: 'packed' }, target: Uint8Array): void {
  if (piece.skip + target.length > bytes.length) throw piece.block.file.corrupt('compressed block', piece.block.offset)
  target.set(bytes.subarray(piece.skip, piece.skip + target.length))
}

function runsOf(wanted: readonly Wanted[]): Run[] {
  const runs: Run[] = []
  for (const one of wanted) {
    const { file, offset, storedLength } = one.piece.block
    const run = runs.at(-1)
    const end = offset + storedLength
    const follows =
      run?.file === file && offset >= run.offset && offset <= run.offset + run.length && end - run.offset <= maximumRun
    if (run !== undefined && follows) {
      run.length = Math.max(run.length, end - run.offset)
      run.wanted.push(one)
    } else {
      runs.push({ file, offset, wanted: [one], length: storedLength })
    }
  }
  return runs
}
