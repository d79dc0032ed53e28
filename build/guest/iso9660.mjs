// @ts-check
import { layOut } from './iso9660-layout.mjs'
import { both16, both32, digits, SECTOR, text } from './iso9660-fields.mjs'
import { directoryRecords, pathTable } from './iso9660-directories.mjs'

/**
 * @typedef {object} IsoOptions
 * @property {string} volume the volume's name: capitals, digits and underscores, at most 32
 * @property {string} publisher
 * @property {number} time of the volume and every file, seconds since 1970
 * @property {Map<string, Uint8Array>} files path with slashes -> contents
 * @property {{ image: string, catalog: string, partitionCode?: Uint8Array }} boot paths: of the boot loader in `files`, and
 *   where its catalog goes; the code that boots the image where it is a partition of a hard disk
 */

const SYSTEM_AREA_SECTORS = 16
/** A BIOS loads this much of the boot loader, in 512-byte units; the loader reads the rest. */
const BOOT_LOAD_SIZE = 4
const PARTITION_CODE_SIZE = 432
const DESCRIPTORS = { boot: 0, primary: 1, terminator: 255 }

/** @param {number} type */
function descriptor(type) {
  const bytes = Buffer.alloc(SECTOR)
  bytes.writeUInt8(type, 0)
  bytes.write('CD001', 1, 'latin1')
  bytes.writeUInt8(1, 6)
  return bytes
}

/**
 * Primary Volume Descriptor, ECMA-119 section 8.4.
 * @param {IsoOptions} options
 * @param {import('./iso9660-layout.mjs').Layout} layout
 * @param {number} pathTableSize
 */
function primaryDescriptor({ volume, publisher, time }, layout, pathTableSize) {
  const bytes = descriptor(DESCRIPTORS.primary)
  text(bytes, 8, 32, 'LINUX')
  text(bytes, 40, 32, volume)
  both32(bytes, 80, layout.sectors)
  both16(bytes, 120, 1) // volume set size
  both16(bytes, 124, 1) // volume sequence number
  both16(bytes, 128, SECTOR)
  both32(bytes, 132, pathTableSize)
  bytes.writeUInt32LE(layout.pathTableL, 140)
  bytes.writeUInt32BE(layout.pathTableM, 148)
  directoryRecords.root(layout.root, time).copy(bytes, 156)
  text(bytes, 190, 128, '') // volume set
  text(bytes, 318, 128, publisher)
  text(bytes, 446, 128, publisher) // data preparer
  text(bytes, 574, 128, '') // application
  text(bytes, 702, 111, '') // copyright, abstract and bibliographic files
  bytes.write(digits(time), 813, 'latin1') // created
  bytes.write(digits(time), 830, 'latin1') // modified
  bytes.write('0'.repeat(16), 847, 'latin1') // never expires
  bytes.write('0'.repeat(16), 864, 'latin1')
  bytes.writeUInt8(1, 881)
  return bytes
}

/**
 * Boot Record Volume Descriptor, El Torito 1.0 figure 7.
 * @param {number} catalog sector
 */
function bootDescriptor(catalog) {
  const bytes = descriptor(DESCRIPTORS.boot)
  bytes.write('EL TORITO SPECIFICATION', 7, 'latin1')
  bytes.writeUInt32LE(catalog, 71)
  return bytes
}

/**
 * Boot catalog with one bootable, no-emulation entry for an 80x86 BIOS, El Torito 1.0 section 2.
 * @param {number} image sector
 */
function bootCatalog(image) {
  const bytes = Buffer.alloc(SECTOR)
  bytes.writeUInt8(1, 0) // validation entry
  bytes.writeUInt16LE(0xaa55, 30)
  let sum = 0
  for (let at = 0; at < 32; at += 2) sum += bytes.readUInt16LE(at)
  bytes.writeUInt16LE(-sum & 0xffff, 28)
  bytes.writeUInt8(0x88, 32) // initial entry: bootable, no emulation, load segment 0x7c0
  bytes.writeUInt16LE(BOOT_LOAD_SIZE, 38)
  bytes.writeUInt32LE(image, 40)
  return bytes
}

/**
 * The boot loader with its boot information table (bytes 8 to 63), by which it finds itself on the disc. The table is
 * that of mkisofs(8), option -boot-info-table, which ISOLINUX requires.
 * @param {Uint8Array} loader
 * @param {number} sector
 */
function withBootInfo(loader, sector) {
  const bytes = Buffer.from(loader)
  const padded = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])
  let sum = 0
  for (let at = 64; at < padded.length; at += 4) sum = (sum + padded.readUInt32LE(at)) >>> 0
  bytes.fill(0, 8, 64)
  bytes.writeUInt32LE(SYSTEM_AREA_SECTORS, 8)
  bytes.writeUInt32LE(sector, 12)
  bytes.writeUInt32LE(bytes.length, 16)
  bytes.writeUInt32LE(sum, 20)
  return bytes
}

/**
 * The first sector of a partition that holds the image. ISOLINUX's code for it is told where the loader is behind its own
 * end, in sectors of 512 bytes, as isohybrid(1) does with its option --partok.
 * @param {Uint8Array} code
 * @param {number} loader sector
 */
function partitionBootSector(code, loader) {
  if (code.length > PARTITION_CODE_SIZE) throw new Error('The boot code does not fit into the first sector.')
  const bytes = Buffer.alloc(512)
  bytes.set(code)
  bytes.writeUInt32LE((loader * SECTOR) / 512, PARTITION_CODE_SIZE)
  bytes.writeUInt16LE(0xaa55, 510)
  return bytes
}

/**
 * Writes a CD image that a PC's BIOS boots: ECMA-119 (ISO 9660) level 2 with Rock Ridge names (RRIP 1.09) and an
 * El Torito boot record. The same options give the same bytes.
 * @param {IsoOptions} options
 * @returns {Buffer}
 */
export function createIso(options) {
  const { files, boot, time } = options
  const loader = files.get(boot.image)
  if (loader === undefined) throw new Error(`The boot loader ${boot.image} is not among the files.`)

  const contents = new Map(files).set(boot.catalog, Buffer.alloc(SECTOR))
  const layout = layOut(contents, SYSTEM_AREA_SECTORS + Object.keys(DESCRIPTORS).length)
  const catalogSector = layout.sectorOf(boot.catalog)
  const loaderSector = layout.sectorOf(boot.image)
  contents.set(boot.catalog, bootCatalog(loaderSector)).set(boot.image, withBootInfo(loader, loaderSector))

  const image = Buffer.alloc(layout.sectors * SECTOR)
  /** @param {number} sector @param {Uint8Array} bytes */
  const put = (sector, bytes) => image.set(bytes, sector * SECTOR)
  if (boot.partitionCode !== undefined) put(0, partitionBootSector(boot.partitionCode, loaderSector))
  const tables = pathTable(layout)
  put(SYSTEM_AREA_SECTORS, primaryDescriptor(options, layout, tables.little.length))
  put(SYSTEM_AREA_SECTORS + 1, bootDescriptor(catalogSector))
  put(SYSTEM_AREA_SECTORS + 2, descriptor(DESCRIPTORS.terminator))
  put(layout.pathTableL, tables.little)
  put(layout.pathTableM, tables.big)
  for (const folder of layout.folders) put(folder.sector, directoryRecords.folder(folder, time))
  for (const [path, data] of contents) put(layout.sectorOf(path), data)
  return image
}
