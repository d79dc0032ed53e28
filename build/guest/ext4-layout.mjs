// @ts-check

/** @typedef {import('./cpio.mjs').Tree} Tree */
/** @typedef {import('./cpio.mjs').TreeNode} TreeNode */

/**
 * @typedef {object} Ext4Entry one inode
 * @property {number} inode
 * @property {TreeNode} node
 * @property {number} parent inode of its folder; its own for the root
 * @property {Map<string, Ext4Entry>} children by name, of a folder
 * @property {number} block where its contents begin
 * @property {number} blocks of its contents
 *
 * @typedef {object} Layout block numbers and counts, of a file system whose contents all lie in its first group
 * @property {number} blocks
 * @property {number} groups
 * @property {number} blockBitmaps
 * @property {number} inodeBitmaps
 * @property {number} inodeTables
 * @property {number} journal
 * @property {number} usedBlocks at the beginning of the first group
 * @property {number} usedInodes at the beginning of the first group
 * @property {Ext4Entry[]} entries by inode
 */

export const BLOCK = 4096
export const BLOCKS_PER_GROUP = 8 * BLOCK
/** One for every 32 KiB: a lab has few files, and the tables are made of zeros. */
export const INODES_PER_GROUP = 4096
export const INODE_SIZE = 256
export const INODE_TABLE_BLOCKS = (INODES_PER_GROUP * INODE_SIZE) / BLOCK
export const JOURNAL_BLOCKS = 4096
export const ROOT_INODE = 2
export const JOURNAL_INODE = 8
/** Those before are reserved. */
export const FIRST_INODE = 11
/** Superblock and group descriptors, in the groups that have them. */
export const HEAD_BLOCKS = 2
const DESCRIPTORS_PER_BLOCK = BLOCK / 32
/** A symbolic link shorter than this is kept in its inode. */
const INODE_ROOM = 60

/** @param {number} bytes */
const blocksFor = (bytes) => Math.ceil(bytes / BLOCK)

/** A directory entry, with its name padded. @param {string} name */
export const entrySize = (name) => 8 + Math.ceil(Buffer.byteLength(name) / 4) * 4

/** Entries do not cross a block's end. @param {Iterable<string>} names @returns {string[][]} for each block */
export function directoryBlocks(names) {
  /** @type {string[][]} */
  const blocks = [['.', '..']]
  let room = BLOCK - 24
  for (const name of names) {
    const size = entrySize(name)
    if (size > room) {
      blocks.push([])
      room = BLOCK
    }
    blocks.at(-1)?.push(name)
    room -= size
  }
  return blocks
}

/** @param {Ext4Entry} entry */
function blocksOf({ node, children }) {
  switch (node.type) {
    case 'directory':
      return directoryBlocks(children.keys()).length
    case 'file':
      return blocksFor(node.data.length)
    case 'symlink':
      return Buffer.byteLength(node.target) < INODE_ROOM ? 0 : 1
    case 'device':
      return 0
  }
}

/**
 * Whether a group holds copies of the superblock and the group descriptors: the first, the second and those whose number
 * is a power of 3, 5 or 7 (kernel documentation, filesystems/ext4/super.rst, sparse_super).
 * @param {number} group
 */
export function hasHead(group) {
  return group <= 1 || [3, 5, 7].some((base) => base ** Math.round(Math.log(group) / Math.log(base)) === group)
}

/**
 * Gives everything of a file tree its inode and its blocks. Missing parent folders are added.
 * @param {Tree} tree
 * @param {number} size of the file system, bytes
 * @returns {Layout}
 */
export function layOut(tree, size) {
  /** @type {TreeNode} */
  const folder = { type: 'directory', mode: 0o755 }
  /** @param {number} inode @param {TreeNode} node @param {number} parent @returns {Ext4Entry} */
  const newEntry = (inode, node, parent) => ({ inode, node, parent, children: new Map(), block: 0, blocks: 0 })
  const root = newEntry(ROOT_INODE, folder, ROOT_INODE)
  const entries = [root]
  // A folder's path sorts before the paths in it.
  for (const [path, node] of [...tree].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const parts = path.split('/')
    let at = root
    parts.forEach((name, depth) => {
      let next = at.children.get(name)
      if (next === undefined) {
        next = newEntry(FIRST_INODE + entries.length - 1, depth === parts.length - 1 ? node : folder, at.inode)
        at.children.set(name, next)
        entries.push(next)
      }
      at = next
    })
  }

  const blocks = Math.floor(size / BLOCK)
  const groups = Math.ceil(blocks / BLOCKS_PER_GROUP)
  let next = HEAD_BLOCKS
  /** @param {number} count */
  const take = (count) => {
    const at = next
    next += count
    return at
  }
  const blockBitmaps = take(groups)
  const inodeBitmaps = take(groups)
  const inodeTables = take(groups * INODE_TABLE_BLOCKS)
  const journal = take(JOURNAL_BLOCKS)
  for (const entry of entries) {
    entry.blocks = blocksOf(entry)
    entry.block = take(entry.blocks)
  }
  if (groups > DESCRIPTORS_PER_BLOCK) throw new Error(`${size} bytes are more than this file system can have.`)
  const usedBlocks = next
  // The root has one of the reserved inodes.
  const usedInodes = FIRST_INODE - 1 + entries.length - 1
  if (usedBlocks > Math.min(BLOCKS_PER_GROUP, blocks) || usedInodes > INODES_PER_GROUP) {
    throw new Error('The files do not fit into the first group of the file system.')
  }
  return { blocks, groups, blockBitmaps, inodeBitmaps, inodeTables, journal, usedBlocks, usedInodes, entries }
}
