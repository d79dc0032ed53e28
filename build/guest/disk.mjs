// @ts-check
import { createExt4 } from './ext4.mjs'
import { createIso } from './iso9660.mjs'
import { masterBootRecord } from './partition-table.mjs'
import * as recipe from './recipe.mjs'

/** Where programs begin the first partition nowadays; partitions start at multiples of it. */
const ALIGNMENT = 1024 ** 2
/** "CHRP ISO-9660 file system", and Linux. */
const TYPES = { boot: 0x96, root: 0x83 }

/** @param {number} bytes */
const align = (bytes) => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT

/**
 * A hard disk that a PC's BIOS boots: a partition with ISOLINUX, kernel and initial RAM disk, in the file system of a CD,
 * and one with the root file system. ISOLINUX is complete as it comes in its package. GRUB's and EXTLINUX's boot programs
 * are put together or patched by tools of their own, which would have to run on every computer that makes this disk.
 * @param {object} options
 * @param {import('./cpio.mjs').Tree} options.tree the root file system
 * @param {Map<string, Uint8Array>} options.bootFiles
 * @param {{ disk: Uint8Array, partition: Uint8Array }} options.bootCode of first sectors
 * @param {Buffer} options.id at least 16 bytes
 * @param {number} options.time of everything, seconds since 1970
 * @returns {import('./ext4.mjs').Piece[]}
 */
export function composeDisk({ tree, bootFiles, bootCode, id, time }) {
  const iso = createIso({
    volume: `${recipe.name}-boot`.toUpperCase().replaceAll('-', '_'),
    publisher: 'VIRIDIAN',
    time,
    files: bootFiles,
    boot: { image: 'isolinux/isolinux.bin', catalog: 'isolinux/boot.cat', partitionCode: bootCode.partition },
  })
  const boot = { type: TYPES.boot, position: ALIGNMENT, size: align(iso.length), active: true }
  const rootPosition = boot.position + boot.size
  const root = { type: TYPES.root, position: rootPosition, size: recipe.diskCapacity - rootPosition }
  const fileSystem = createExt4({ tree, size: root.size, label: recipe.name, id: id.subarray(0, 16), time })
  const partitions = [boot, root]
  const record = masterBootRecord({ code: bootCode.disk, signature: id.readUInt32LE(0), partitions })
  return [
    { position: 0, bytes: record },
    { position: boot.position, bytes: iso },
    ...fileSystem.map(({ position, bytes }) => ({ position: rootPosition + position, bytes })),
  ]
}
