// @ts-check

/**
 * @typedef {{ type: 'file', mode: number, data: Buffer } | { type: 'symlink', target: string }} TarNode
 */

const BLOCK = 512

/** Takes a stream apart into pieces of given sizes. */
class Pieces {
  /** @param {AsyncIterable<Buffer>} stream */
  constructor(stream) {
    this.chunks = stream[Symbol.asyncIterator]()
    /** @type {Buffer} */
    this.rest = Buffer.alloc(0)
  }

  /** @returns {Promise<boolean>} false at the end */
  async #more() {
    while (this.rest.length === 0) {
      const { done, value } = await this.chunks.next()
      if (done) return false
      this.rest = value
    }
    return true
  }

  /**
   * @param {number} length
   * @param {(piece: Buffer) => void} use called with the bytes, piece by piece
   */
  async #consume(length, use) {
    for (let left = length; left > 0;) {
      if (!(await this.#more())) throw new Error('The archive ends too early.')
      const piece = this.rest.subarray(0, left)
      use(piece)
      this.rest = this.rest.subarray(piece.length)
      left -= piece.length
    }
  }

  /** @param {number} length */
  async read(length) {
    const bytes = Buffer.alloc(length)
    let at = 0
    await this.#consume(length, (piece) => (at += piece.copy(bytes, at)))
    return bytes
  }

  /** @param {number} length */
  async skip(length) {
    await this.#consume(length, () => {})
  }

  /** Lets the writer of the stream finish. */
  async drain() {
    while (await this.#more()) this.rest = Buffer.alloc(0)
  }
}

/** @param {Buffer} field */
function text(field) {
  const end = field.indexOf(0)
  return field.toString('utf8', 0, end === -1 ? field.length : end)
}

/** @param {Buffer} field octal digits, or GNU's base-256 with the top bit set */
function number(field) {
  if (((field[0] ?? 0) & 0x80) !== 0) return field.readUIntBE(field.length - 6, 6)
  return Number.parseInt(text(field).trim() || '0', 8)
}

/** @param {string} name */
const relative = (name) => name.replace(/^\.?\//, '')

/**
 * Reads files and symbolic links of a tar archive (POSIX.1-1988 ustar with GNU's long names, as dpkg writes them). A hard
 * link comes as the file it points to, if that is wanted as well; folders and devices are left out.
 * @param {AsyncIterable<Buffer>} archive
 * @param {(path: string) => boolean} wanted by the path without a leading "./"
 * @returns {Promise<Map<string, TarNode>>}
 */
export async function readTar(archive, wanted) {
  const pieces = new Pieces(archive)
  /** @type {Map<string, TarNode>} */
  const nodes = new Map()
  let longName = ''
  let longTarget = ''
  for (;;) {
    const header = await pieces.read(BLOCK)
    if (header.every((byte) => byte === 0)) break
    const size = number(header.subarray(124, 136))
    const padding = (BLOCK - (size % BLOCK)) % BLOCK
    const type = String.fromCharCode(header[156] ?? 0)
    if (type === 'L' || type === 'K') {
      const value = text(await pieces.read(size))
      if (type === 'L') longName = value
      else longTarget = value
      await pieces.skip(padding)
      continue
    }
    const ustar = header.toString('latin1', 257, 263) === 'ustar\0'
    const prefix = ustar ? text(header.subarray(345, 500)) : ''
    const path = relative(longName || (prefix ? `${prefix}/` : '') + text(header.subarray(0, 100)))
    const target = longTarget || text(header.subarray(157, 257))
    longName = ''
    longTarget = ''

    const isFile = type === '0' || type === '\0'
    if (isFile && wanted(path)) {
      nodes.set(path, { type: 'file', mode: number(header.subarray(100, 108)) & 0o777, data: await pieces.read(size) })
      await pieces.skip(padding)
      continue
    }
    await pieces.skip(size + padding)
    if (!wanted(path)) continue
    if (type === '2') nodes.set(path, { type: 'symlink', target })
    const original = type === '1' ? nodes.get(relative(target)) : undefined
    if (original !== undefined) nodes.set(path, original)
  }
  await pieces.drain()
  return nodes
}
