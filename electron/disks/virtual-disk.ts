/** Bytes in a sector of every disk here. */
export const sectorSize = 512

/** A stretch of a disk that is alike throughout; `zero` where nothing is stored and every byte reads as zero. Bytes. */
export interface DiskExtent {
  readonly length: number
  readonly zero: boolean
}

/**
 * A disk as a guest sees it, whatever its format. Positions and lengths are whole sectors, in bytes; requests may
 * overlap in time, and a read sees every write that resolved before it began.
 */
export interface VirtualDisk {
  /** Capacity, bytes. */
  readonly capacity: number
  readonly writable: boolean
  read(position: number, target: Uint8Array): Promise<void>
  write(position: number, source: Uint8Array): Promise<void>
  /**
   * Reads at once where nothing has to be waited for but the file itself; false where only `read` can. For callers
   * that may block, while no other request is under way. Throws where `read` would reject.
   */
  readNow?(position: number, target: Uint8Array): boolean
  /** The same for `write`. */
  writeNow?(position: number, source: Uint8Array): boolean
  /** Resolves when everything that resolved before is on stable storage. */
  flush(): Promise<void>
  close(): Promise<void>
  /**
   * What lies at a position, so that copying skips what is not stored: an extent of at least one sector that stays
   * within the capacity. The next one may be of the same kind; stored sectors may hold zeros.
   */
  extentAt?(position: number): Promise<DiskExtent>
}
