import type { BlockDevice } from '../../block-device.ts'
import { sectorSize, type VirtualDisk } from '../../virtual-disk.ts'
import { ConcatenatedMap, ZeroMap } from '../concatenated-map.ts'
import type { DiskMap } from '../disk-map.ts'
import type { ExtentOpener } from '../extent-opener.ts'
import { MappedDisk } from '../mapped-disk.ts'
import { FlatMap } from '../raw.ts'
import { SourceFile } from '../source-file.ts'
import { maximumDescriptorSize, parseDescriptor, type Extent } from './descriptor.ts'
import { cowdMagic, readSparseHeader, sparseMagic } from './sparse-header.ts'
import { SparseMap } from './sparse-map.ts'

/** 2,040 GB in extents of 2 GB are 1,020. */
const maximumExtents = 4096

/**
 * A VMware disk, read-only: a sparse file with its descriptor in it, or a descriptor whose extents are opened through
 * `openExtent`; they are closed with the disk, or when opening fails. Throws CORRUPT, UNSUPPORTED, EXTENT_REFUSED,
 * EXTENT_MISSING.
 */
export async function openVmdk(device: BlockDevice, openExtent: ExtentOpener): Promise<VirtualDisk> {
  const file = await SourceFile.of(device, 'vmdk')
  const magic = (await file.read(0, 4, 'header')).getUint32(0, true)
  if (magic === cowdMagic) throw file.unsupported('COWD sparse extent')
  return magic === sparseMagic ? openSparse(file) : openExtents(file, openExtent)
}

async function openSparse(file: SourceFile): Promise<VirtualDisk> {
  const header = await readSparseHeader(file)
  const { descriptorOffset, descriptorSize } = header
  if (descriptorSize > maximumDescriptorSize) throw file.corrupt('descriptor', descriptorOffset)
  const bytes = new Uint8Array((await file.read(descriptorOffset, descriptorSize, 'descriptor')).buffer)
  // The extents of a split disk have an empty descriptor or none.
  if (descriptorOffset === 0 || (bytes[0] ?? 0) === 0) throw file.unsupported('extent without its descriptor')
  const { extents } = parseDescriptor(bytes, file)
  const [extent] = extents
  // The one extent is this file itself, whatever it is called now.
  if (extents.length !== 1 || extent?.kind !== 'sparse') throw file.corrupt('descriptor', descriptorOffset)
  return new MappedDisk(new SparseMap(file, header, header.capacity), [file.device])
}

async function openExtents(file: SourceFile, openExtent: ExtentOpener): Promise<VirtualDisk> {
  if (file.size > maximumDescriptorSize) throw file.corrupt('descriptor', 0)
  const bytes = new Uint8Array((await file.read(0, file.size, 'descriptor')).buffer)
  const { extents } = parseDescriptor(bytes, file)
  if (extents.length === 0 || extents.length > maximumExtents) throw file.corrupt('descriptor', 0)
  const opened: BlockDevice[] = []
  try {
    const maps: DiskMap[] = []
    for (const extent of extents) maps.push(await openMap(extent, openExtent, opened))
    const map = new ConcatenatedMap(maps)
    if (!Number.isSafeInteger(map.capacity)) throw file.corrupt('descriptor', 0)
    return new MappedDisk(map, [...opened, file.device])
  } catch (error) {
    for (const device of opened) await device.close()
    throw error
  }
}

async function openMap(extent: Extent, openExtent: ExtentOpener, opened: BlockDevice[]): Promise<DiskMap> {
  const capacity = extent.sectors * sectorSize
  if (extent.kind === 'zero') return new ZeroMap(capacity)
  const device = await openExtent(extent.name)
  opened.push(device)
  const file = await SourceFile.of(device, 'vmdk')
  if (extent.kind === 'sparse') return new SparseMap(file, await readSparseHeader(file), capacity)
  const offset = extent.offset * sectorSize
  if (!file.holds(offset, capacity)) throw file.corrupt(`extent ${extent.name}`, offset)
  return new FlatMap(file, offset, capacity)
}
