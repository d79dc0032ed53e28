import type { SourceFile } from './source-file.ts'

const pageSize = 64 * 1024

/** 4 MiB of entries at most, whatever size a header claims for its tables. */
const maximumPages = 64

/**
 * Entries of the tables in a file, read page by page when first asked for and forgotten when not used for long. A page
 * is a 64 KiB stretch of the file.
 */
export class TablePages {
  readonly #file: SourceFile
  readonly #structure: string
  /** Least recently used first. */
  readonly #pages = new Map<number, Promise<DataView>>()

  constructor(file: SourceFile, structure: string) {
    this.#file = file
    this.#structure = structure
  }

  /**
   * An entry of `length` bytes at a position that is a multiple of that length (a power of two). Rejects with CORRUPT
   * when it is not in the file.
   */
  async entry(position: number, length: number): Promise<{ view: DataView; offset: number }> {
    if (position % length !== 0) throw this.#file.corrupt(this.#structure, position)
    if (!this.#file.holds(position, length)) throw this.#file.beyond(this.#structure, position)
    const offset = position % pageSize
    return { view: await this.#page(position - offset), offset }
  }

  #page(start: number): Promise<DataView> {
    const known = this.#pages.get(start)
    if (known !== undefined) {
      this.#pages.delete(start)
      this.#pages.set(start, known)
      return known
    }
    const page = this.#file.read(start, Math.min(pageSize, this.#file.size - start), this.#structure)
    this.#pages.set(start, page)
    page.catch(() => this.#pages.delete(start))
    const [oldest] = this.#pages.keys()
    if (this.#pages.size > maximumPages && oldest !== undefined) this.#pages.delete(oldest)
    return page
  }
}
