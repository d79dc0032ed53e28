import { runEnd, isSet } from './sector-bitmap.ts'

/** Bitmaps kept beyond those in use; 512 bytes each with blocks of the usual size. */
const defaultLimit = 8192

/**
 * The sector bitmaps of the blocks in use. Those with changes that the file does not have yet stay, the others leave in
 * the order in which they were last asked for.
 */
export class BitmapCache {
  readonly #sectorsPerBlock: number
  readonly #load: (block: number) => Promise<Uint8Array>
  readonly #limit: number
  /** Blocks of which every sector is known to be stored; their bitmaps need not be kept. */
  readonly #full: Uint8Array
  readonly #clean = new Map<number, Uint8Array>()
  readonly #changed = new Map<number, Uint8Array>()
  #writing: ReadonlyMap<number, Uint8Array> = new Map()
  readonly #loading = new Map<number, Promise<void>>()

  constructor(
    blocks: number,
    sectorsPerBlock: number,
    load: (block: number) => Promise<Uint8Array>,
    limit = defaultLimit,
  ) {
    this.#sectorsPerBlock = sectorsPerBlock
    this.#full = new Uint8Array(blocks)
    this.#load = load
    this.#limit = limit
  }

  isFull(block: number): boolean {
    return this.#full[block] === 1
  }

  /** A new block's bitmap. */
  add(block: number, bitmap: Uint8Array): void {
    this.#changed.set(block, bitmap)
    this.#noteFull(block, bitmap)
  }

  /** The bitmap where it is at hand. */
  peek(block: number): Uint8Array | undefined {
    const pinned = this.#changed.get(block) ?? this.#writing.get(block)
    if (pinned !== undefined) return pinned
    const bitmap = this.#clean.get(block)
    if (bitmap === undefined) return undefined
    this.#clean.delete(block)
    this.#clean.set(block, bitmap)
    return bitmap
  }

  /** Resolves when `peek` has the bitmap; a caller that waits for anything else must ask again. */
  async ensure(block: number): Promise<void> {
    if (this.peek(block) !== undefined) return
    let loading = this.#loading.get(block)
    if (loading === undefined) {
      loading = this.#fetch(block).finally(() => this.#loading.delete(block))
      this.#loading.set(block, loading)
    }
    await loading
  }

  async get(block: number): Promise<Uint8Array> {
    for (;;) {
      const bitmap = this.peek(block)
      if (bitmap !== undefined) return bitmap
      await this.ensure(block)
    }
  }

  /** `bitmap`, as got from here in this very moment, has been changed. */
  markChanged(block: number, bitmap: Uint8Array): void {
    this.#clean.delete(block)
    this.#changed.set(block, bitmap)
    this.#noteFull(block, bitmap)
  }

  get changes(): number {
    return this.#changed.size
  }

  /** The changed bitmaps as they are now, to be written; then comes `written` or `notWritten`. */
  takeChanges(): ReadonlyMap<number, Uint8Array> {
    const copies = new Map<number, Uint8Array>()
    for (const [block, bitmap] of this.#changed) copies.set(block, bitmap.slice())
    this.#writing = new Map(this.#changed)
    this.#changed.clear()
    return copies
  }

  written(): void {
    for (const [block, bitmap] of this.#writing) if (!this.#changed.has(block)) this.#clean.set(block, bitmap)
    this.#writing = new Map()
    this.#trim()
  }

  notWritten(): void {
    for (const [block, bitmap] of this.#writing) this.#changed.set(block, bitmap)
    this.#writing = new Map()
  }

  async #fetch(block: number): Promise<void> {
    const bitmap = await this.#load(block)
    this.#clean.set(block, bitmap)
    this.#noteFull(block, bitmap)
    this.#trim()
  }

  #noteFull(block: number, bitmap: Uint8Array): void {
    if (isSet(bitmap, 0) && runEnd(bitmap, 0, this.#sectorsPerBlock) === this.#sectorsPerBlock) this.#full[block] = 1
  }

  #trim(): void {
    for (const block of this.#clean.keys()) {
      if (this.#clean.size <= this.#limit) return
      this.#clean.delete(block)
    }
  }
}
