// @ts-check

/**
 * One thing in a file tree of the guest. `mode` holds permission bits only; everything belongs to root.
 * @typedef {{ type: 'directory', mode: number }
 *   | { type: 'file', mode: number, data: Uint8Array }
 *   | { type: 'symlink', target: string }
 *   | { type: 'device', mode: number, major: number, minor: number }} TreeNode
 * @typedef {Map<string, TreeNode>} Tree path without a leading slash -> node
 */

const TYPE_BITS = { directory: 0o040000, file: 0o100000, symlink: 0o120000, device: 0o020000 }
const BLOCK = 512

/** @param {number} value */
const hex = (value) => value.toString(16).padStart(8, '0').toUpperCase()

/** @param {number} length */
const padding = (length) => Buffer.alloc((4 - (length % 4)) % 4)

/**
 * @param {string} name
 * @param {{ ino: number, mode: number, links: number, time: number, data: Uint8Array, major?: number, minor?: number }} entry
 */
function member(name, { ino, mode, links, time, data, major = 0, minor = 0 }) {
  const nameBytes = Buffer.from(`${name}\0`)
  const fields = [ino, mode, 0, 0, links, time, data.length, 0, 0, major, minor, nameBytes.length, 0]
  const header = Buffer.concat([Buffer.from(`070701${fields.map(hex).join('')}`), nameBytes])
  return Buffer.concat([header, padding(header.length), data, padding(data.length)])
}

/**
 * Packs a tree as a "newc" cpio archive, the format of Linux's initial RAM file system (kernel documentation,
 * driver-api/early-userspace/buffer-format.rst). Missing parent folders are added. The same tree gives the same bytes.
 * @param {Tree} tree
 * @param {{ time: number }} options `time` of every entry, in seconds since 1970
 * @returns {Buffer}
 */
export function packCpio(tree, { time }) {
  /** @type {Tree} */
  const whole = new Map(tree)
  for (const name of tree.keys()) {
    const parts = name.split('/')
    for (let depth = 1; depth < parts.length; depth += 1) {
      const parent = parts.slice(0, depth).join('/')
      if (!whole.has(parent)) whole.set(parent, { type: 'directory', mode: 0o755 })
    }
  }

  const none = new Uint8Array(0)
  // A folder's path sorts before the paths in it, and the kernel needs it first.
  const names = [...whole.keys()].sort()
  const members = names.map((name, index) => {
    const node = /** @type {TreeNode} */ (whole.get(name))
    const common = { ino: index + 1, links: node.type === 'directory' ? 2 : 1, time }
    switch (node.type) {
      case 'symlink':
        return member(name, { ...common, mode: TYPE_BITS.symlink | 0o777, data: Buffer.from(node.target) })
      case 'device':
        return member(name, {
          ...common,
          mode: TYPE_BITS.device | node.mode,
          data: none,
          major: node.major,
          minor: node.minor,
        })
      case 'file':
        return member(name, { ...common, mode: TYPE_BITS.file | node.mode, data: node.data })
      case 'directory':
        return member(name, { ...common, mode: TYPE_BITS.directory | node.mode, data: none })
    }
  })
  members.push(member('TRAILER!!!', { ino: 0, mode: 0, links: 1, time: 0, data: none }))
  const archive = Buffer.concat(members)
  return Buffer.concat([archive, Buffer.alloc((BLOCK - (archive.length % BLOCK)) % BLOCK)])
}
