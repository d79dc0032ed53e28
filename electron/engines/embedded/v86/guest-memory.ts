import type { Processor } from './internals.ts'

/** Bytes; v86's memory is a multiple of it. */
const pageSize = 4096

/** The guest's memory without the pages that hold nothing but zeros. */
export interface MemoryImage {
  /** A bit for each page that is stored, the lowest first. */
  readonly pages: Uint8Array
  /** The stored pages, one after the other. */
  readonly bytes: Uint8Array
}

/**
 * Takes the guest's memory out of v86's saved states, in which v86 copies it twice on each way, page by page: a guest
 * whose snapshot is taken stands still meanwhile.
 */
export class GuestMemory {
  readonly #cpu: Processor

  constructor(cpu: Processor) {
    this.#cpu = cpu
    cpu.pack_memory = () => ({ bitmap: { get_buffer: () => new ArrayBuffer(0) }, packed_memory: new Uint8Array(0) })
    cpu.unpack_memory = () => undefined
  }

  copy(): MemoryImage {
    const { mem8 } = this.#cpu
    const pages = new Uint8Array(Math.ceil(mem8.length / pageSize / 8))
    const count = mem8.length / pageSize
    let stored = 0
    for (let page = 0; page < count; page++) {
      if (this.#isZero(page)) continue
      pages[page >> 3] = (pages[page >> 3] ?? 0) | (1 << (page & 7))
      stored++
    }
    const bytes = new Uint8Array(stored * pageSize)
    let position = 0
    for (const { from, to } of this.#runs(pages)) {
      bytes.set(mem8.subarray(from, to), position)
      position += to - from
    }
    return { pages, bytes }
  }

  /** @throws Error where the image is of another memory */
  fill({ pages, bytes }: MemoryImage): void {
    const { mem8 } = this.#cpu
    const runs = [...this.#runs(pages)]
    const length = runs.reduce((sum, { from, to }) => sum + to - from, 0)
    if (length !== bytes.length) throw new Error(`The memory has ${bytes.length} bytes instead of ${length}.`)
    let position = 0
    let end = 0
    for (const { from, to } of runs) {
      this.#clear(end, from)
      mem8.set(bytes.subarray(position, position + to - from), from)
      position += to - from
      end = to
    }
    this.#clear(end, mem8.length)
  }

  /** What is zero already is left alone: to touch it would take memory of this computer. */
  #clear(from: number, to: number): void {
    for (let page = from / pageSize; page < to / pageSize; page++) {
      if (!this.#isZero(page)) this.#cpu.mem8.fill(0, page * pageSize, (page + 1) * pageSize)
    }
  }

  #isZero(page: number): boolean {
    return this.#cpu.is_memory_zeroed(page * pageSize, pageSize) !== 0
  }

  /** Stretches of the memory that are stored, in bytes. */
  *#runs(pages: Uint8Array): Generator<{ readonly from: number; readonly to: number }> {
    const count = this.#cpu.mem8.length / pageSize
    const isStored = (page: number) => page < count && ((pages[page >> 3] ?? 0) & (1 << (page & 7))) !== 0
    for (let page = 0; page < count; page++) {
      if (!isStored(page)) continue
      const from = page
      while (isStored(page)) page++
      yield { from: from * pageSize, to: page * pageSize }
    }
  }
}
