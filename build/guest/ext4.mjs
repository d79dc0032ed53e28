// @ts-check
import { contentOf, inodeOf, journalInode } from './ext4-inodes.mjs'
import {
  BLOCK,
  BLOCKS_PER_GROUP,
  hasHead,
  HEAD_BLOCKS,
  INODE_SIZE,
  INODE_TABLE_BLOCKS,
  INODES_PER_GROUP,
  JOURNAL_INODE,
  layOut,
} from './ext4-layout.mjs'
import { journalSuperblock, superblock } from './ext4-superblock.mjs'

/** @typedef {import('./ext4-layout.mjs').Layout} Layout */
/** @typedef {{ position: number, bytes: Uint8Array }} Piece of a disk; what no piece covers is zero */

const SUPERBLOCK_POSITION = 1024
const DESCRIPTOR = 32

/** @param {Buffer} bitmap @param {number} from @param {number} to */
function mark(bitmap, from, to) {
  for (let bit = from; bit < to; bit += 1) bitmap.writeUInt8(bitmap.readUInt8(bit >> 3) | (1 << (bit & 7)), bit >> 3)
}

/**
 * @param {Layout} layout
 * @param {number} group
 */
function groupFacts(layout, group) {
  const size = Math.min(BLOCKS_PER_GROUP, layout.blocks - group * BLOCKS_PER_GROUP)
  const isFirst = group === 0
  const usedBlocks = isFirst ? layout.usedBlocks : hasHead(group) ? HEAD_BLOCKS : 0
  const usedInodes = isFirst ? layout.usedInodes : 0
  const folders = isFirst ? layout.entries.filter(({ node }) => node.type === 'directory').length : 0
  return {
    ...{ size, usedBlocks, usedInodes, folders },
    ...{ freeBlocks: size - usedBlocks, freeInodes: INODES_PER_GROUP - usedInodes },
  }
}

/**
 * Group descriptors; kernel documentation, filesystems/ext4/group_descr.rst.
 * @param {Layout} layout
 */
function descriptors(layout) {
  const bytes = Buffer.alloc(layout.groups * DESCRIPTOR)
  for (let group = 0; group < layout.groups; group += 1) {
    const { freeBlocks, freeInodes, folders } = groupFacts(layout, group)
    const at = group * DESCRIPTOR
    bytes.writeUInt32LE(layout.blockBitmaps + group, at)
    bytes.writeUInt32LE(layout.inodeBitmaps + group, at + 4)
    bytes.writeUInt32LE(layout.inodeTables + group * INODE_TABLE_BLOCKS, at + 8)
    bytes.writeUInt16LE(freeBlocks, at + 12)
    bytes.writeUInt16LE(freeInodes, at + 14)
    bytes.writeUInt16LE(folders, at + 16)
  }
  return bytes
}

/**
 * Makes an ext4 file system with a journal: blocks of 4 KiB, no checksums of metadata. Everything belongs to root. The same
 * options give the same bytes.
 * @param {object} options
 * @param {import('./cpio.mjs').Tree} options.tree
 * @param {number} options.size bytes
 * @param {string} options.label
 * @param {Buffer} options.id 16 bytes
 * @param {number} options.time of everything, seconds since 1970
 * @returns {Piece[]} whole blocks, by position
 */
export function createExt4({ tree, size, label, id, time }) {
  const layout = layOut(new Map(tree).set('lost+found', { type: 'directory', mode: 0o700 }), size)
  const groups = Array.from({ length: layout.groups }, (_, group) => groupFacts(layout, group))
  const free = {
    blocks: groups.reduce((sum, { freeBlocks }) => sum + freeBlocks, 0),
    inodes: groups.reduce((sum, { freeInodes }) => sum + freeInodes, 0),
  }
  /** @type {Piece[]} */
  const pieces = []
  /** @param {number} block @param {Uint8Array} bytes */
  const put = (block, bytes) => {
    const padding = Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)
    pieces.push({ position: block * BLOCK, bytes: Buffer.concat([bytes, padding]) })
  }

  const descriptorBytes = descriptors(layout)
  groups.forEach((facts, group) => {
    if (hasHead(group)) {
      const head = Buffer.alloc(HEAD_BLOCKS * BLOCK)
      const at = group === 0 ? SUPERBLOCK_POSITION : 0
      superblock({ layout, free, label, id, time }, group).copy(head, at)
      descriptorBytes.copy(head, BLOCK)
      put(group * BLOCKS_PER_GROUP, head)
    }
    const blockBitmap = Buffer.alloc(BLOCK)
    mark(blockBitmap, 0, facts.usedBlocks)
    mark(blockBitmap, facts.size, BLOCK * 8)
    put(layout.blockBitmaps + group, blockBitmap)
    const inodeBitmap = Buffer.alloc(BLOCK)
    mark(inodeBitmap, 0, facts.usedInodes)
    mark(inodeBitmap, INODES_PER_GROUP, BLOCK * 8)
    put(layout.inodeBitmaps + group, inodeBitmap)
  })

  const table = Buffer.alloc(INODE_TABLE_BLOCKS * BLOCK)
  /** @param {number} inode @param {Buffer} bytes */
  const putInode = (inode, bytes) => bytes.copy(table, (inode - 1) * INODE_SIZE)
  putInode(JOURNAL_INODE, journalInode(layout.journal, time))
  for (const entry of layout.entries) {
    putInode(entry.inode, inodeOf(entry, time))
    if (entry.blocks > 0) put(entry.block, contentOf(entry))
  }
  put(layout.inodeTables, table)
  put(layout.journal, journalSuperblock())
  return pieces.sort((a, b) => a.position - b.position)
}
