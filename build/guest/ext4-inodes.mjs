// @ts-check
import { BLOCK, directoryBlocks, entrySize, INODE_SIZE, JOURNAL_BLOCKS } from './ext4-layout.mjs'

/** @typedef {import('./ext4-layout.mjs').Ext4Entry} Ext4Entry */

const TYPE_BITS = { directory: 0o040000, file: 0o100000, symlink: 0o120000, device: 0o020000 }
/** In directory entries. */
const FILE_TYPES = { file: 1, directory: 2, device: 3, symlink: 7 }
const EXTENTS_FLAG = 0x80000
const EXTENTS_MAGIC = 0xf30a
const I_BLOCK = 40
/** Fields that an inode has beyond the 128 bytes of ext2. */
const EXTRA_SIZE = 32

/**
 * One run of blocks, or none, as an inode has it in its place for blocks (kernel documentation,
 * filesystems/ext4/ifork.rst, "Extent Tree").
 * @param {number} block
 * @param {number} blocks
 */
export function extents(block, blocks) {
  const bytes = Buffer.alloc(60)
  bytes.writeUInt16LE(EXTENTS_MAGIC, 0)
  bytes.writeUInt16LE(blocks === 0 ? 0 : 1, 2)
  bytes.writeUInt16LE(4, 4) // there is room for
  if (blocks > 0) {
    bytes.writeUInt16LE(blocks, 16)
    bytes.writeUInt32LE(block, 20)
  }
  return bytes
}

/**
 * An inode that belongs to root; kernel documentation, filesystems/ext4/inodes.rst.
 * @param {{ mode: number, size: number, links: number, blocks: number, flags: number, content: Uint8Array, time: number }} inode
 */
function inodeBytes({ mode, size, links, blocks, flags, content, time }) {
  const bytes = Buffer.alloc(INODE_SIZE)
  bytes.writeUInt16LE(mode, 0)
  bytes.writeUInt32LE(size, 4)
  for (const at of [8, 12, 16]) bytes.writeUInt32LE(time, at) // accessed, changed, modified
  bytes.writeUInt16LE(links, 26)
  bytes.writeUInt32LE((blocks * BLOCK) / 512, 28)
  bytes.writeUInt32LE(flags, 32)
  bytes.set(content, I_BLOCK)
  bytes.writeUInt16LE(EXTRA_SIZE, 128)
  bytes.writeUInt32LE(time, 144) // created
  return bytes
}

/** @param {Ext4Entry} entry @param {number} time */
export function inodeOf({ node, children, block, blocks }, time) {
  const common = { blocks, time, links: 1, flags: EXTENTS_FLAG, content: extents(block, blocks) }
  switch (node.type) {
    case 'directory': {
      const folders = [...children.values()].filter((child) => child.node.type === 'directory').length
      return inodeBytes({ ...common, mode: TYPE_BITS.directory | node.mode, size: blocks * BLOCK, links: 2 + folders })
    }
    case 'file':
      return inodeBytes({ ...common, mode: TYPE_BITS.file | node.mode, size: node.data.length })
    case 'symlink': {
      const target = Buffer.from(node.target)
      const place = blocks === 0 ? { flags: 0, content: target } : {}
      return inodeBytes({ ...common, ...place, mode: TYPE_BITS.symlink | 0o777, size: target.length })
    }
    case 'device': {
      const content = Buffer.from([node.minor, node.major])
      return inodeBytes({ ...common, mode: TYPE_BITS.device | node.mode, size: 0, flags: 0, content })
    }
  }
}

/** @param {number} block @param {number} time */
export function journalInode(block, time) {
  const size = JOURNAL_BLOCKS * BLOCK
  const content = extents(block, JOURNAL_BLOCKS)
  const mode = TYPE_BITS.file | 0o600
  return inodeBytes({ mode, size, links: 1, blocks: JOURNAL_BLOCKS, flags: EXTENTS_FLAG, content, time })
}

/**
 * A folder's entries; kernel documentation, filesystems/ext4/directory.rst.
 * @param {Ext4Entry} folder
 */
function directory(folder) {
  /** @type {Map<string, { inode: number, type: number }>} */
  const targets = new Map([
    ['.', { inode: folder.inode, type: FILE_TYPES.directory }],
    ['..', { inode: folder.parent, type: FILE_TYPES.directory }],
  ])
  for (const [name, { inode, node }] of folder.children) targets.set(name, { inode, type: FILE_TYPES[node.type] })
  const blocks = directoryBlocks(folder.children.keys()).map((names) => {
    const bytes = Buffer.alloc(BLOCK)
    let at = 0
    names.forEach((name, index) => {
      const { inode, type } = targets.get(name) ?? { inode: 0, type: 0 }
      // The last one reaches to the block's end.
      const size = index === names.length - 1 ? BLOCK - at : entrySize(name)
      bytes.writeUInt32LE(inode, at)
      bytes.writeUInt16LE(size, at + 4)
      bytes.writeUInt8(Buffer.byteLength(name), at + 6)
      bytes.writeUInt8(type, at + 7)
      bytes.write(name, at + 8)
      at += size
    })
    return bytes
  })
  return Buffer.concat(blocks)
}

/** What goes into the blocks of an entry. @param {Ext4Entry} entry @returns {Uint8Array} */
export function contentOf(entry) {
  const { node } = entry
  switch (node.type) {
    case 'directory':
      return directory(entry)
    case 'file':
      return node.data
    case 'symlink':
      return Buffer.from(node.target)
    case 'device':
      return Buffer.alloc(0)
  }
}
