// @ts-check

/**
 * @typedef {object} Partition
 * @property {number} type
 * @property {number} position bytes
 * @property {number} size bytes
 * @property {boolean} [active] the one that is booted
 */

const SECTOR = 512
const CODE_SIZE = 440
const TABLE = 446
/** What BIOSes take for large disks; they and v86 guess a disk's geometry from where its partitions end. */
const HEADS = 255
const SECTORS_PER_TRACK = 63
const LAST_CYLINDER = 1023

/**
 * Where a sector is in cylinders, heads and sectors, as a partition's entry has it; the last that can be said where it is
 * beyond that.
 * @param {number} sector
 */
function geometric(sector) {
  const track = Math.floor(sector / SECTORS_PER_TRACK)
  const isBeyond = track >= (LAST_CYLINDER + 1) * HEADS
  const cylinder = isBeyond ? LAST_CYLINDER : Math.floor(track / HEADS)
  const head = isBeyond ? HEADS - 1 : track % HEADS
  const inTrack = isBeyond ? SECTORS_PER_TRACK : (sector % SECTORS_PER_TRACK) + 1
  return Buffer.from([head, inTrack | ((cylinder >> 8) << 6), cylinder & 0xff])
}

/**
 * A master boot record: boot code, the disk's signature and at most four partitions.
 * @param {{ code: Uint8Array, signature: number, partitions: Partition[] }} options
 * @returns {Buffer}
 */
export function masterBootRecord({ code, signature, partitions }) {
  if (code.length > CODE_SIZE) throw new Error('The boot code does not fit into a master boot record.')
  const bytes = Buffer.alloc(SECTOR)
  bytes.set(code)
  bytes.writeUInt32LE(signature, CODE_SIZE)
  partitions.forEach(({ type, position, size, active = false }, index) => {
    const at = TABLE + 16 * index
    bytes.writeUInt8(active ? 0x80 : 0, at)
    geometric(position / SECTOR).copy(bytes, at + 1)
    bytes.writeUInt8(type, at + 4)
    geometric((position + size) / SECTOR - 1).copy(bytes, at + 5)
    bytes.writeUInt32LE(position / SECTOR, at + 8)
    bytes.writeUInt32LE(size / SECTOR, at + 12)
  })
  bytes.writeUInt16LE(0xaa55, 510)
  return bytes
}
