/** CRC-32C, Castagnoli (RFC 3720, appendix B.4): polynomial 1EDC6F41, reflected. */
const polynomial = 0x82f6_3b78

/** Eight tables, so that a round takes eight bytes. */
const [t0, t1, t2, t3, t4, t5, t6, t7] = makeTables()

type Eight<T> = [T, T, T, T, T, T, T, T]

function makeTables(): Eight<Uint32Array> {
  const first = Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1
    return value
  })
  const after = (value: number) => (value >>> 8) ^ first[value & 0xff]!
  const all: Eight<Uint32Array> = [first, first, first, first, first, first, first, first]
  for (let round = 1; round < 8; round++) all[round] = all[round - 1]!.map(after)
  return all
}

/** `zeroed` is the offset of a checksum field of four bytes that counts as zeros. */
export function crc32c(bytes: Uint8Array, zeroed: number): number {
  let value = update(0xffff_ffff, bytes.subarray(0, zeroed))
  value = update(value, new Uint8Array(4))
  return ~update(value, bytes.subarray(zeroed + 4)) >>> 0
}

function update(start: number, bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const rounds = bytes.length - (bytes.length % 8)
  let value = start
  for (let at = 0; at < rounds; at += 8) {
    const low = value ^ view.getInt32(at, true)
    const high = view.getInt32(at + 4, true)
    value =
      t7[low & 0xff]! ^
      t6[(low >>> 8) & 0xff]! ^
      t5[(low >>> 16) & 0xff]! ^
      t4[low >>> 24]! ^
      t3[high & 0xff]! ^
      t2[(high >>> 8) & 0xff]! ^
      t1[(high >>> 16) & 0xff]! ^
      t0[high >>> 24]!
  }
  for (let at = rounds; at < bytes.length; at++) value = (value >>> 8) ^ t0[(value ^ view.getUint8(at)) & 0xff]!
  return value
}
