import * as z from 'zod'
import { filePathSchema } from './drive.ts'

export const diskTypes = ['fixed', 'dynamic', 'differencing'] as const
export type DiskType = (typeof diskTypes)[number]

/** Whether a path names a device of the system, such as a physical disk, on whatever system: /dev/sdb, \\.\PhysicalDrive1. */
export function isDevicePath(path: string): boolean {
  return path.startsWith('/dev/') || /^\\\\[.?]\\PhysicalDrive/i.test(path)
}

/** What the wizards of Hyper-V offer for a new disk, bytes. */
export const defaultDiskCapacity = 127 * 1024 ** 3
/** Of the VHD format as Hyper-V and Virtual Server make it, bytes. */
export const largestDiskCapacity = 2040 * 1024 ** 3
/** What Virtual Server allows at least, bytes. */
export const smallestDiskCapacity = 3 * 1024 ** 2

/** How the two copies of a VHD's footer are; a fixed disk has only the one at the end. */
export interface FooterHealth {
  /** `none` also where the file ends in something else, as after a power failure. */
  readonly atEnd: 'sound' | 'wrong checksum' | 'none'
  readonly inFront: 'sound' | 'different' | 'damaged' | 'not needed'
}

/** How the header is that dynamic and differencing disks have. */
export type HeaderHealth = 'sound' | 'wrong checksum' | 'not needed'

/** What a disk's file says of it. Sizes in bytes, times in milliseconds since the epoch. */
export interface DiskFacts {
  readonly path: string
  readonly type: DiskType
  /** As a guest sees it. */
  readonly capacity: number
  readonly fileSize: number
  /** What the file takes in its file system; null where that is not known. */
  readonly allocated: number | null
  /** Null in a fixed disk. */
  readonly blockSize: number | null
  readonly id: string
  /** The program that made it, four characters: `win ` for Hyper-V and Viridian. */
  readonly creator: string
  readonly created: number
  readonly modified: number
  readonly geometry: { readonly cylinders: number; readonly heads: number; readonly sectorsPerTrack: number }
  /** A machine that has this disk is saved with it: to change the disk now would ruin the saved state. */
  readonly savedState: boolean
  readonly footerHealth: FooterHealth
  readonly headerHealth: HeaderHealth
  /** Whether its blocks are where they can be; a fixed disk has none. */
  readonly blocks: 'sound' | 'damaged' | 'not needed' | 'not examined'
  /** What the file would have to have at least for its blocks, where it was cut short; null where it was not, or was not examined. */
  readonly neededSize: number | null
  readonly parent: ParentFacts | null
}

export interface ParentFacts {
  readonly id: string
  /** As the file names it. */
  readonly name: string
  /** Null where it is not found; `problem` says why. */
  readonly path: string | null
  readonly problem: 'PARENT_NOT_FOUND' | 'PARENT_CHANGED' | 'PARENT_CIRCLE' | 'PARENT_UNREADABLE' | null
  /**
   * The parent's file has been changed after the child was made. A warning only: copying a file can change its time,
   * and a change need not be of its content.
   */
  readonly modifiedSince: boolean
}

/** What the file of another format says of it. Sizes in bytes, time in milliseconds since the epoch. */
export interface ImageFacts {
  readonly path: string
  readonly type: 'image'
  /** In lower case, as `qcow2`. */
  readonly format: string
  readonly capacity: number
  readonly fileSize: number
  readonly allocated: number | null
  readonly modified: number
  /** Of the guest's disk; every disk made here has 512. */
  readonly guestSectorSize: number
  readonly parent: ImageParent | null
}

export interface ImageParent {
  /** As the file names it. */
  readonly name: string
  /** What the parent says of itself where it is the right one; null where the format has no such thing. */
  readonly identity: string | null
  /** Null where it is not found, or only opened where the user names it. */
  readonly path: string | null
  readonly problem: 'PARENT_NEEDED' | 'PARENT_NOT_FOUND' | 'PARENT_MISMATCH' | null
}

/** What a check can find. Sizes and positions in bytes. */
export type DiskFinding =
  /** The footer at the end is missing or its checksum wrong; the copy in front has told what it said. */
  | { readonly code: 'FOOTER_DAMAGED' }
  | { readonly code: 'FOOTER_COPY_DAMAGED' }
  /** What the header says can be read, though its checksum is wrong. */
  | { readonly code: 'HEADER_CHECKSUM_WRONG' }
  /** Space at the end of the file that nothing refers to, as a power failure leaves it. */
  | { readonly code: 'SPACE_LOST'; readonly size: number }
  /** No damage: less of it than a block takes, as Hyper-V and Virtual PC leave it in new disks. */
  | { readonly code: 'SPACE_UNUSED'; readonly size: number }
  /** A block that is not in the file, or where the file has something else: its sectors cannot be read. */
  | { readonly code: 'BLOCK_MISPLACED'; readonly block: number; readonly position: number }
  /** Two blocks in the same place: at least one of them has the other's data. */
  | { readonly code: 'BLOCKS_OVERLAP'; readonly block: number; readonly other: number; readonly position: number }
  /** Of the disk at `path`, which is the one checked or one it is based on. `parent` as the file names it. */
  | { readonly code: 'PARENT_NOT_FOUND'; readonly path: string; readonly parent: string }
  | { readonly code: 'PARENT_CHANGED'; readonly path: string; readonly parent: string }
  /** The disk at `path` is based on itself, by itself or by way of others. */
  | { readonly code: 'PARENT_CIRCLE'; readonly path: string; readonly parent: string }
  /** The file of the disk that the one at `path` is based on is too damaged to be read as a disk. */
  | { readonly code: 'PARENT_UNREADABLE'; readonly path: string; readonly parent: string }
  /** A disk that the one checked is based on is damaged itself. */
  | { readonly code: 'PARENT_DAMAGED'; readonly parent: string }
  /** No damage, and nothing to be mended: the parent's file has been changed after the disk at `path` was made. */
  | { readonly code: 'PARENT_MODIFIED'; readonly path: string; readonly parent: string }
  /** No damage, and nothing to be mended: a saved machine relies on the disk. */
  | { readonly code: 'SAVED_STATE' }
  /** The file was cut short: it has `size`, and what it says of itself needs `needed`. */
  | { readonly code: 'TRUNCATED'; readonly size: number; readonly needed: number }
  /** The disk contradicts itself in a way that nothing can be read; `structure` is the part that is wrong. */
  | { readonly code: 'UNREADABLE'; readonly structure: string }

/** What has to be known of a disk, and is no damage. */
export function isRemark({ code }: DiskFinding): boolean {
  return code === 'PARENT_MODIFIED' || code === 'SAVED_STATE' || code === 'SPACE_UNUSED'
}

export interface CheckResult {
  readonly findings: readonly DiskFinding[]
  /** Those of the findings that are mended now. */
  readonly repaired: readonly DiskFinding[]
}

/** What has to be known of a copy, and is no failure. Sizes in bytes. */
export type CopyRemark =
  /** The content is smaller than a virtual hard disk can be, and followed by zeros. */
  | { readonly code: 'PADDED'; readonly size: number; readonly capacity: number }
  /** The source has sectors of another size than the copy: a system on it will probably not find its partitions. */
  | { readonly code: 'SECTORS_DIFFER'; readonly sectorSize: number }
  /** As a check finds it: what was read of the disk at `path`, and copied, may be wrong. */
  | { readonly code: 'PARENT_MODIFIED'; readonly path: string; readonly parent: string }

export interface CopyResult {
  /** Of the copy, bytes. */
  readonly capacity: number
  readonly remarks: readonly CopyRemark[]
}

export const diskCapacitySchema = z.int().positive()

/** True where the user has been asked about the risks (`diskRisks`) that it is refused for else. */
export const forceSchema = z.boolean().optional()

/** Work on virtual hard disks that takes its time. Paths are absolute and on the host's computer; capacities in bytes. */
export const diskTaskSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('createDisk'),
    path: filePathSchema,
    type: z.enum(['fixed', 'dynamic']),
    capacity: diskCapacitySchema,
  }),
  z.object({ kind: z.literal('createChildDisk'), path: filePathSchema, parent: filePathSchema }),
  z.object({ kind: z.literal('createFloppy'), path: filePathSchema, capacity: diskCapacitySchema }),
  z.object({ kind: z.literal('checkDisk'), path: filePathSchema, repair: z.boolean(), force: forceSchema }),
  z.object({ kind: z.literal('compactDisk'), path: filePathSchema, force: forceSchema }),
  /** Copies a disk of any format known here, or a physical one, into a new file at `path`. */
  z.object({
    kind: z.literal('convertDisk'),
    path: filePathSchema,
    source: filePathSchema,
    format: z.enum(['fixed', 'dynamic', 'raw']),
    /** What the source is based on as the user names it, the nearest first: some images open it only so. */
    backing: z.array(filePathSchema),
    /** True where the bytes of the source are those of the disk, whatever it looks like; else its content tells. */
    raw: z.boolean().optional(),
  }),
  z.object({ kind: z.literal('expandDisk'), path: filePathSchema, capacity: diskCapacitySchema, force: forceSchema }),
  /** Merges a differencing disk into its parent, or with all its parents into a new disk. */
  z.object({
    kind: z.literal('mergeDisk'),
    path: filePathSchema,
    into: filePathSchema.nullable(),
    force: forceSchema,
  }),
  /** `acceptOther`: also a parent whose identity is not the one the child was made with. */
  z.object({
    kind: z.literal('reconnectDisk'),
    path: filePathSchema,
    parent: filePathSchema,
    acceptOther: z.boolean(),
    force: forceSchema,
  }),
])
export type DiskTask = z.infer<typeof diskTaskSchema>
