/** Bytes in a sector of every disk here. */
export const sectorSize = 512

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
  /** Resolves when everything that resolved before is on stable storage. */
  flush(): Promise<void>
  close(): Promise<void>
}
