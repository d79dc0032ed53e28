// @ts-check

/**
 * @typedef {{ type: number, name: string, link: number, data: Buffer }} Section
 * @typedef {{ address: number, data: Buffer, memory: number }} Segment what is loaded: physical address, bytes, size in memory
 */

const SHT_DYNAMIC = 6
const SHT_NOBITS = 8
const PT_LOAD = 1
const DT_NEEDED = 1

/** @param {Buffer} bytes */
function zeroTerminated(bytes) {
  return bytes.toString('latin1', 0, Math.max(bytes.indexOf(0), 0))
}

/** @param {Buffer} file */
export function isElf32(file) {
  return file.length > 52 && file.readUInt32BE(0) === 0x7f454c46 && file[4] === 1 && file[5] === 1
}

/**
 * The sections of a 32-bit little-endian ELF file (System V ABI, chapter 4).
 * @param {Buffer} file
 * @returns {Section[]}
 */
export function sections(file) {
  if (!isElf32(file)) throw new Error('Not a 32-bit ELF file.')
  const table = file.readUInt32LE(32)
  const entrySize = file.readUInt16LE(46)
  const count = file.readUInt16LE(48)
  const headers = Array.from({ length: count }, (_, index) => {
    const at = table + index * entrySize
    const type = file.readUInt32LE(at + 4)
    const start = file.readUInt32LE(at + 16)
    const size = type === SHT_NOBITS ? 0 : file.readUInt32LE(at + 20)
    const data = file.subarray(start, start + size)
    return { nameAt: file.readUInt32LE(at), type, link: file.readUInt32LE(at + 24), data }
  })
  const names = headers[file.readUInt16LE(50)]?.data ?? Buffer.alloc(0)
  return headers.map(({ nameAt, ...section }) => ({ ...section, name: zeroTerminated(names.subarray(nameAt)) }))
}

/**
 * The names of the libraries that a program or library is linked with.
 * @param {Buffer} file
 * @returns {string[]} such as `libc.so.6`; empty for a static program
 */
export function neededLibraries(file) {
  const all = sections(file)
  const dynamic = all.find(({ type }) => type === SHT_DYNAMIC)
  if (dynamic === undefined) return []
  const strings = all[dynamic.link]?.data ?? Buffer.alloc(0)
  /** @type {string[]} */
  const needed = []
  for (let at = 0; at + 8 <= dynamic.data.length; at += 8) {
    if (dynamic.data.readUInt32LE(at) !== DT_NEEDED) continue
    needed.push(zeroTerminated(strings.subarray(dynamic.data.readUInt32LE(at + 4))))
  }
  return needed
}

/**
 * @param {Buffer} file an executable
 * @returns {{ entry: number, segments: Segment[] }} `entry` is a physical address for a Linux kernel
 */
export function loadable(file) {
  if (!isElf32(file)) throw new Error('Not a 32-bit ELF file.')
  const table = file.readUInt32LE(28)
  const entrySize = file.readUInt16LE(42)
  const count = file.readUInt16LE(44)
  /** @type {Segment[]} */
  const segments = []
  for (let index = 0; index < count; index += 1) {
    const at = table + index * entrySize
    if (file.readUInt32LE(at) !== PT_LOAD) continue
    const start = file.readUInt32LE(at + 4)
    const data = file.subarray(start, start + file.readUInt32LE(at + 16))
    segments.push({ address: file.readUInt32LE(at + 12), data, memory: file.readUInt32LE(at + 20) })
  }
  return { entry: file.readUInt32LE(24), segments }
}
