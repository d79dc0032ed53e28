// @ts-check
import { both16, both32, dateAndTime, SECTOR } from './iso9660-fields.mjs'

/** @typedef {import('./iso9660-layout.mjs').IsoFolder} IsoFolder */
/** @typedef {import('./iso9660-layout.mjs').Layout} Layout */

const FOLDER_FLAG = 2
const MAX_RECORD = 254
const FOLDER_MODE = 0o040555
const FILE_MODE = 0o100444

/**
 * A System Use entry, SUSP 1.10 section 4.
 * @param {string} signature
 * @param {Uint8Array} data
 */
function systemUse(signature, data) {
  return Buffer.concat([Buffer.from(signature, 'latin1'), Buffer.from([data.length + 4, 1]), data])
}

/**
 * File mode, links, owner and group of root: Rock Ridge (RRIP 1.09) section 4.1.1.
 * @param {number} mode
 */
function posixAttributes(mode) {
  const data = Buffer.alloc(32)
  both32(data, 0, mode)
  both32(data, 8, mode === FOLDER_MODE ? 2 : 1)
  return systemUse('PX', data)
}

/** The real name: Rock Ridge section 4.1.4. @param {string} name */
const alternateName = (name) => systemUse('NM', Buffer.concat([Buffer.from([0]), Buffer.from(name)]))

/** Says in the root's first record that System Use entries follow, and whose they are: SUSP sections 5.3 and 5.5. */
const rockRidgeMark = Buffer.concat([
  systemUse('SP', Buffer.from([0xbe, 0xef, 0])),
  systemUse('ER', Buffer.concat([Buffer.from([10, 0, 0, 1]), Buffer.from('RRIP_1991A')])),
])

/**
 * Directory record, ECMA-119 section 9.1.
 * @param {{ identifier: string, sector: number, length: number, isFolder: boolean, time: number, use: Uint8Array }} entry
 */
function record({ identifier, sector, length, isFolder, time, use }) {
  const nameEnd = 33 + identifier.length + ((identifier.length + 1) % 2)
  const size = nameEnd + use.length + (use.length % 2)
  if (size > MAX_RECORD) throw new Error(`The name of ${identifier} is too long for a CD image.`)
  const bytes = Buffer.alloc(size)
  bytes.writeUInt8(size, 0)
  both32(bytes, 2, sector)
  both32(bytes, 10, length)
  dateAndTime(time).copy(bytes, 18)
  bytes.writeUInt8(isFolder ? FOLDER_FLAG : 0, 25)
  both16(bytes, 28, 1)
  bytes.writeUInt8(identifier.length, 32)
  bytes.write(identifier, 33, 'latin1')
  bytes.set(use, nameEnd)
  return bytes
}

/** @param {IsoFolder} folder @param {string} identifier @param {number} time @param {Uint8Array} use */
const folderRecord = ({ sector, length }, identifier, time, use) =>
  record({ identifier, sector, length, isFolder: true, time, use })

export const directoryRecords = {
  /** The root's record in the volume descriptor. @param {IsoFolder} root @param {number} time */
  root: (root, time) => folderRecord(root, '\0', time, Buffer.alloc(0)),

  /**
   * A folder's records, in whole sectors; none crosses from one sector into the next.
   * @param {IsoFolder} folder
   * @param {number} time seconds since 1970
   */
  folder(folder, time) {
    const attributes = posixAttributes(FOLDER_MODE)
    const mark = folder.parent === folder ? Buffer.concat([rockRidgeMark, attributes]) : attributes
    const children = [
      ...folder.folders.map((each) => ({ ...each, isFolder: true, mode: FOLDER_MODE })),
      ...folder.files.map((each) => ({ ...each, isFolder: false, mode: FILE_MODE })),
    ].sort((a, b) => (a.identifier < b.identifier ? -1 : 1))
    const records = [
      folderRecord(folder, '\0', time, mark),
      folderRecord(folder.parent, '\x01', time, attributes),
      ...children.map(({ name, mode, ...child }) =>
        record({ ...child, time, use: Buffer.concat([posixAttributes(mode), alternateName(name)]) }),
      ),
    ]
    /** @type {Buffer[]} */
    const parts = []
    let used = 0
    for (const bytes of records) {
      const room = SECTOR - (used % SECTOR)
      if (bytes.length > room) {
        parts.push(Buffer.alloc(room))
        used += room
      }
      parts.push(bytes)
      used += bytes.length
    }
    parts.push(Buffer.alloc((SECTOR - (used % SECTOR)) % SECTOR))
    return Buffer.concat(parts)
  },
}

/**
 * Both path tables, ECMA-119 section 9.4.
 * @param {Layout} layout
 */
export function pathTable({ folders }) {
  /** @param {'LE' | 'BE'} order */
  const table = (order) =>
    Buffer.concat(
      folders.map(({ identifier, sector, parent }) => {
        const bytes = Buffer.alloc(8 + identifier.length + (identifier.length % 2))
        bytes.writeUInt8(identifier.length, 0)
        bytes[order === 'LE' ? 'writeUInt32LE' : 'writeUInt32BE'](sector, 2)
        bytes[order === 'LE' ? 'writeUInt16LE' : 'writeUInt16BE'](parent.number, 6)
        bytes.write(identifier, 8, 'latin1')
        return bytes
      }),
    )
  return { little: table('LE'), big: table('BE') }
}
