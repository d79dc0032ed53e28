// @ts-check

/** Bytes of a logical sector. */
export const SECTOR = 2048

/** @param {number} length bytes */
export const sectorsOf = (length) => Math.ceil(length / SECTOR)

/**
 * A 16-bit number in both byte orders, ECMA-119 section 7.2.3.
 * @param {Buffer} bytes @param {number} at @param {number} value
 */
export function both16(bytes, at, value) {
  bytes.writeUInt16LE(value, at)
  bytes.writeUInt16BE(value, at + 2)
}

/**
 * A 32-bit number in both byte orders, ECMA-119 section 7.3.3.
 * @param {Buffer} bytes @param {number} at @param {number} value
 */
export function both32(bytes, at, value) {
  bytes.writeUInt32LE(value, at)
  bytes.writeUInt32BE(value, at + 4)
}

/**
 * Text filled up with spaces, ECMA-119 section 7.4.
 * @param {Buffer} bytes @param {number} at @param {number} length @param {string} value
 */
export function text(bytes, at, length, value) {
  if (value.length > length) throw new Error(`"${value}" is longer than ${length} characters.`)
  bytes.write(value.padEnd(length), at, 'latin1')
}

/**
 * Date and time of a directory record, UTC; ECMA-119 section 9.1.5.
 * @param {number} time seconds since 1970
 */
export function dateAndTime(time) {
  const date = new Date(time * 1000)
  return Buffer.from([
    date.getUTCFullYear() - 1900,
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
    0,
  ])
}

/**
 * Date and time of a volume descriptor, UTC (the 17th byte stays zero); ECMA-119 section 8.4.26.1.
 * @param {number} time seconds since 1970
 */
export function digits(time) {
  return `${new Date(time * 1000).toISOString().replace(/\D/g, '').slice(0, 14)}00`
}
