/**
 * Random access to the bytes of something that can lose its power: a file, memory, a faulty device of a test. What was
 * written is certain to last only once a later `flush` has resolved; until then any part of it may be lost, in any order.
 * Positions and sizes in bytes.
 */
export interface BlockDevice {
  readonly writable: boolean
  size(): Promise<number>
  /** Fills the whole target; rejects when the device ends before. */
  read(position: number, target: Uint8Array): Promise<void>
  /** Grows the device where it writes beyond the end. The source may be reused once it resolves. */
  write(position: number, source: Uint8Array): Promise<void>
  /**
   * Reads at once where the calling thread may wait for the device; false where only `read` can. Throws where `read`
   * would reject.
   */
  readNow?(position: number, target: Uint8Array): boolean
  /** The same for `write`. */
  writeNow?(position: number, source: Uint8Array): boolean
  truncate(size: number): Promise<void>
  /** Whether what was opened is still what its name leads to. */
  isInPlace?(): Promise<boolean>
  flush(): Promise<void>
  close(): Promise<void>
}
