/** What is known by its signature, though it is not read here. */
export type ForeignFormat =
  | 'parallels'
  | 'qed'
  | 'bochs'
  | 'cloop'
  | 'sesparse'
  | 'dmg'
  | 'encrypted-dmg'
  | 'ewf'
  | 'wim'
  | 'zip'
  | 'gzip'
  | 'xz'
  | 'bzip2'
  | 'zstd'
  | 'lz4'
  | '7z'
  | 'rar'
  | 'tar'
  | 'ovf'

/**
 * The closed list of what can be wrong with a disk: code -> facts, in the words of the format's specification. `path`
 * is the file concerned, absent where the finder knows a device only. Sizes and positions in bytes.
 */
export interface DiskErrorFacts {
  /**
   * What the file says of itself cannot be. `structure` is the part that is wrong, `position` where it lies, bytes; `end`
   * is where the file ends if that is before the part does, as in one that was cut short, and `needed` the size it has
   * to have, where that is known.
   */
  CORRUPT: { format: string; structure: string; position?: number; end?: number; needed?: number; path?: string }
  /** A block that is not in the file, or where the file has something else. */
  BLOCK_MISPLACED: { path: string; block: number; position: number }
  /** Two blocks in the same place: at least one of them has the other's data. */
  BLOCKS_OVERLAP: { path: string; block: number; other: number; position: number }
  /** A sound disk that needs something not supported here; `feature` names it. */
  UNSUPPORTED: { format: string; feature: string; path?: string }
  /** An image of another program, an archive or a compressed file. */
  OTHER_FORMAT: { path: string; other: ForeignFormat }
  /** The name promises a format (`name` is its extension) that the content is not of. */
  NOT_OF_ITS_NAME: { path: string; name: string }
  ENCRYPTED: { format: string; path?: string }
  /** The disk is a layer over another, which the caller has not given. `parent` as the file names it. */
  PARENT_NEEDED: { format: string; parent: string; path?: string }
  /** `parent` as the file names it, `tried` the files looked at; `format` is that of the child, VHD without one. */
  PARENT_NOT_FOUND: { path: string; parent: string; tried: string[]; format?: string }
  /** What `path` is based on is not `parent` as it is now: it was changed since, or is another. */
  PARENT_MISMATCH: { path: string; parent: string; wanted: string; found?: string }
  /** There is a disk where the parent should be, and it is another one. */
  PARENT_CHANGED: { path: string; parent: string }
  /** The disk that the user named as the parent is another one. */
  OTHER_PARENT_NAMED: { path: string; parent: string }
  /** The parent's file has been changed after the disk at `path` was made, which may no longer fit what it holds. */
  PARENT_MODIFIED: { path: string; parent: string }
  /** A saved machine relies on the disk, says its footer. */
  SAVED_STATE: { path: string }
  /** Disks beside the one at `path` are based on it, which a guest that writes to it would ruin. */
  BASE_OF_OTHERS: { path: string; children: string[] }
  /** Another file has taken the place of the one that is open, which is lost when it is closed. */
  REPLACED: { path: string }
  /** A chain of disks that runs in a circle, or has more links than `limit`. */
  CHAIN_TOO_LONG: { path: string; limit: number }
  /** Only a differencing disk has a parent to be merged into or found again. */
  NOT_DIFFERENCING: { path: string }
  /** Changing the disk would destroy the ones that are based on it. */
  OTHER_CHILDREN: { path: string; children: string[] }
  /** A descriptor names an extent outside its own folder, or one that is not a plain file. */
  EXTENT_REFUSED: { format: string; name: string; path?: string }
  EXTENT_MISSING: { format: string; name: string; path?: string }
  /** One of the parts of a VMDK without the file that describes it, which is `descriptor` where names tell. */
  EXTENT_ALONE: { path: string; descriptor?: string }
  /** The content is no VHD; `format` is what it is instead, of the formats that are read. */
  NOT_RECOGNISED: { path?: string; format?: string }
  READ_ONLY: { path?: string }
  NOT_FOUND: { path: string }
  NOT_A_FILE: { path: string }
  ALREADY_EXISTS: { path: string }
  /** The process `pid` on `host` has the disk open, says `claim`: a file to delete where that is known to be wrong. */
  IN_USE: { path: string; pid: number; host: string; claim: string }
  TOO_LARGE: { path: string; size: number; limit: number }
  TOO_SMALL: { path: string; size: number; limit: number }
  /** None of the sizes that floppy disks have. */
  FLOPPY_SIZE_WRONG: { path: string; size: number }
  /** The file system is full. What was written before is kept, and the same request can be made again. */
  /** `needed` and `free` where it was asked before anything was written. */
  NO_SPACE: { path: string; needed?: number; free?: number }
  ACCESS_DENIED: { path: string }
  /** The operating system failed to read or write; `reason` is its error code. */
  IO: { path: string; reason: string }
  /** An earlier flush failed, so what was written before it may be lost: only opening the disk anew shows what is there. */
  FLUSH_FAILED: { path: string }
}

export type DiskErrorCode = keyof DiskErrorFacts

const isCode: Readonly<Record<DiskErrorCode, true>> = {
  CORRUPT: true,
  BLOCK_MISPLACED: true,
  BLOCKS_OVERLAP: true,
  UNSUPPORTED: true,
  OTHER_FORMAT: true,
  NOT_OF_ITS_NAME: true,
  ENCRYPTED: true,
  PARENT_NEEDED: true,
  PARENT_NOT_FOUND: true,
  PARENT_MISMATCH: true,
  PARENT_CHANGED: true,
  OTHER_PARENT_NAMED: true,
  PARENT_MODIFIED: true,
  SAVED_STATE: true,
  BASE_OF_OTHERS: true,
  REPLACED: true,
  CHAIN_TOO_LONG: true,
  NOT_DIFFERENCING: true,
  OTHER_CHILDREN: true,
  EXTENT_REFUSED: true,
  EXTENT_MISSING: true,
  EXTENT_ALONE: true,
  NOT_RECOGNISED: true,
  READ_ONLY: true,
  NOT_FOUND: true,
  NOT_A_FILE: true,
  ALREADY_EXISTS: true,
  IN_USE: true,
  TOO_LARGE: true,
  TOO_SMALL: true,
  FLOPPY_SIZE_WRONG: true,
  NO_SPACE: true,
  ACCESS_DENIED: true,
  IO: true,
  FLUSH_FAILED: true,
}

/** What is done only after the user was asked: it may break what relies on a disk. */
export const diskRisks = ['SAVED_STATE', 'PARENT_MODIFIED', 'BASE_OF_OTHERS'] as const satisfies DiskErrorCode[]
export type DiskRisk = (typeof diskRisks)[number]

export function isDiskRisk(code: unknown): code is DiskRisk {
  return (diskRisks as readonly unknown[]).includes(code)
}

export const diskErrorCodes = Object.keys(isCode) as [DiskErrorCode, ...DiskErrorCode[]]
