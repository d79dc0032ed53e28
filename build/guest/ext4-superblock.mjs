// @ts-check
import {
  BLOCK,
  BLOCKS_PER_GROUP,
  FIRST_INODE,
  INODE_SIZE,
  INODES_PER_GROUP,
  JOURNAL_BLOCKS,
  JOURNAL_INODE,
} from './ext4-layout.mjs'
import { extents } from './ext4-inodes.mjs'

/** Kernel documentation, filesystems/ext4/super.rst: has_journal and dir_index. */
const COMPATIBLE = 0x4 | 0x20
/** filetype, extents and flex_bg. */
const INCOMPATIBLE = 0x2 | 0x40 | 0x200
/** sparse_super, large_file, dir_nlink and extra_isize. */
const READ_ONLY_COMPATIBLE = 0x1 | 0x2 | 0x20 | 0x40

const MAGIC = 0xef53
const HALF_MD4 = 1
const UNSIGNED_HASH = 2
const REMOUNT_READ_ONLY = 2
const JOURNAL_BACKED_UP = 1

/**
 * @param {object} options
 * @param {import('./ext4-layout.mjs').Layout} options.layout
 * @param {{ blocks: number, inodes: number }} options.free
 * @param {string} options.label at most 16 bytes
 * @param {Buffer} options.id 16 bytes
 * @param {number} options.time seconds since 1970
 * @param {number} group whose copy it is
 */
export function superblock({ layout, free, label, id, time }, group) {
  const bytes = Buffer.alloc(1024)
  /** @param {number} at @param {number[]} values 32 bits each */
  const put32 = (at, ...values) => values.forEach((value, index) => bytes.writeUInt32LE(value, at + 4 * index))
  /** @param {number} at @param {number[]} values 16 bits each */
  const put16 = (at, ...values) => values.forEach((value, index) => bytes.writeUInt16LE(value, at + 2 * index))
  put32(0, layout.groups * INODES_PER_GROUP, layout.blocks, 0, free.blocks, free.inodes)
  put32(24, Math.log2(BLOCK / 1024), Math.log2(BLOCK / 1024)) // block and cluster size
  put32(32, BLOCKS_PER_GROUP, BLOCKS_PER_GROUP, INODES_PER_GROUP)
  put32(48, time) // written
  put16(54, 0xffff, MAGIC, 1, REMOUNT_READ_ONLY) // no check by count of mounts; clean
  put32(64, time) // checked
  put32(76, 1) // revision
  put32(84, FIRST_INODE)
  put16(88, INODE_SIZE, group)
  put32(92, COMPATIBLE, INCOMPATIBLE, READ_ONLY_COMPATIBLE)
  id.copy(bytes, 104)
  bytes.write(label, 120)
  put32(224, JOURNAL_INODE)
  id.copy(bytes, 236) // seed of the hash of names
  bytes.writeUInt8(HALF_MD4, 252)
  bytes.writeUInt8(JOURNAL_BACKED_UP, 253)
  put32(264, time) // made
  extents(layout.journal, JOURNAL_BLOCKS).copy(bytes, 268)
  put32(332, JOURNAL_BLOCKS * BLOCK)
  put16(348, 32, 32) // extra fields of inodes: at least, wanted
  put32(352, UNSIGNED_HASH)
  bytes.writeUInt8(Math.ceil(Math.log2(layout.groups)), 372) // all groups have their tables in the first
  return bytes
}

/**
 * The first block of an empty journal; kernel documentation, filesystems/ext4/journal.rst. Big-endian.
 */
export function journalSuperblock() {
  const bytes = Buffer.alloc(1024)
  const fields = [0xc03b3998, 4, 0, BLOCK, JOURNAL_BLOCKS, 1, 1]
  fields.forEach((value, index) => bytes.writeUInt32BE(value, 4 * index))
  bytes.writeUInt32BE(1, 64) // users
  return bytes
}
