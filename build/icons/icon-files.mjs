// @ts-check

/** @typedef {{ size: number, png: Buffer }} Picture square, size in pixels */

/**
 * A Windows icon: a directory of PNG pictures (format as of Windows Vista; Microsoft, "ICONDIR" and "ICONDIRENTRY").
 * @param {Picture[]} pictures at most 256 pixels wide
 */
export function createIco(pictures) {
  const directory = Buffer.alloc(6 + 16 * pictures.length)
  directory.writeUInt16LE(1, 2)
  directory.writeUInt16LE(pictures.length, 4)
  let offset = directory.length
  pictures.forEach(({ size, png }, index) => {
    const entry = 6 + 16 * index
    // 0 stands for 256.
    directory.writeUInt8(size % 256, entry)
    directory.writeUInt8(size % 256, entry + 1)
    directory.writeUInt16LE(1, entry + 4)
    directory.writeUInt16LE(32, entry + 6)
    directory.writeUInt32LE(png.length, entry + 8)
    directory.writeUInt32LE(offset, entry + 12)
    offset += png.length
  })
  return Buffer.concat([directory, ...pictures.map(({ png }) => png)])
}

/** Types of the PNG entries: sizes as they are, and those for displays with twice the density. */
const icnsTypes = /** @type {const} */ ([
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
])

/**
 * A macOS icon (Apple Icon Image format): entries of a type, a length and a PNG picture.
 * @param {Picture[]} pictures
 */
export function createIcns(pictures) {
  const entries = icnsTypes.flatMap(([type, size]) => {
    const picture = pictures.find((candidate) => candidate.size === size)
    return picture === undefined ? [] : [chunk(type, picture.png)]
  })
  return chunk('icns', Buffer.concat(entries))
}

/** @param {string} type @param {Buffer} data */
function chunk(type, data) {
  const header = Buffer.alloc(8)
  header.write(type, 'latin1')
  header.writeUInt32BE(8 + data.length, 4)
  return Buffer.concat([header, data])
}
