import type { BlockDevice } from '../../block-device.ts'
import { DiskError } from '../../disk-error.ts'
import { sectorSize } from '../../virtual-disk.ts'
import { ConcatenatedMap, ZeroMap } from '../concatenated-map.ts'
import type { DiskMap } from '../disk-map.ts'
import { MappedDisk } from '../mapped-disk.ts'
import type { SourceDisk } from '../parent.ts'
import { FlatMap } from '../raw.ts'
import { SourceFile } from '../source-file.ts'
import type { SourceOptions } from '../source-options.ts'
import { descriptorNameOf } from './descriptor-name.ts'
import { maximumDescriptorSize, parseDescriptor, type Descriptor, type Extent } from './descriptor.ts'
import { cowdMagic, readSparseHeader, sparseMagic, type SparseHeader } from './sparse-header.ts'
import { SparseMap, type Below } from './sparse-map.ts'

/** 2,040 GB in extents of 2 GB are 1,020. */
const maximumExtents = 4096

/**
 * A VMware disk, read-only: a sparse file with its descriptor in it, or a descriptor whose extents are opened through
 * `openExtent`; they and the disk it is based on are closed with the disk, or when opening fails. Throws CORRUPT,
 * UNSUPPORTED, EXTENT_ALONE, EXTENT_REFUSED, EXTENT_MISSING and what `openParent` does.
 */
export async function openVmdk(device: BlockDevice, options: SourceOptions): Promise<SourceDisk> {
  const file = await SourceFile.of(device, 'vmdk', options.path)
  const magic = (await file.read(0, 4, 'header')).getUint32(0, true)
  if (magic === cowdMagic) throw extentAlone(file)
  if (magic !== sparseMagic) return openExtents(file, options)
  const header = await readSparseHeader(file)
  return withParent(file, await embeddedDescriptor(file, header), options, [], (parent) =>
    // The one extent is this file itself, whatever it is called now.
    Promise.resolve(new SparseMap(file, header, header.capacity, { parent, offset: 0 })),
  )
}

function extentAlone({ path }: SourceFile): DiskError<'EXTENT_ALONE'> {
  const descriptor = descriptorNameOf(path)
  return new DiskError('EXTENT_ALONE', descriptor === null ? { path } : { path, descriptor })
}

async function embeddedDescriptor(file: SourceFile, header: SparseHeader): Promise<Descriptor> {
  const { descriptorOffset, descriptorSize } = header
  if (descriptorSize > maximumDescriptorSize) throw file.corrupt('descriptor', descriptorOffset)
  const bytes = new Uint8Array((await file.read(descriptorOffset, descriptorSize, 'descriptor')).buffer)
  // The extents of a split disk have an empty descriptor or none.
  if (descriptorOffset === 0 || (bytes[0] ?? 0) === 0) throw extentAlone(file)
  const descriptor = parseDescriptor(bytes, file)
  const [extent] = descriptor.extents
  if (descriptor.extents.length !== 1 || extent?.kind !== 'sparse') throw file.corrupt('descriptor', descriptorOffset)
  return descriptor
}

async function openExtents(file: SourceFile, options: SourceOptions): Promise<SourceDisk> {
  if (file.size > maximumDescriptorSize) throw file.corrupt('descriptor', 0)
  const bytes = new Uint8Array((await file.read(0, file.size, 'descriptor')).buffer)
  const descriptor = parseDescriptor(bytes, file)
  const { extents } = descriptor
  if (extents.length === 0 || extents.length > maximumExtents) throw file.corrupt('descriptor', 0)
  const opened: BlockDevice[] = []
  return withParent(file, descriptor, options, opened, async (parent) => {
    const maps: DiskMap[] = []
    let offset = 0
    for (const extent of extents) {
      maps.push(await openMap(extent, options, opened, { parent, offset }))
      offset += extent.sectors * sectorSize
    }
    const map = new ConcatenatedMap(maps)
    if (!Number.isSafeInteger(map.capacity)) throw file.corrupt('descriptor', 0)
    return map
  })
}

/** Opens the parent first, then what else the disk needs; all of it is closed where that fails. */
async function withParent(
  file: SourceFile,
  { parent: reference, contentId }: Descriptor,
  { openParent }: SourceOptions,
  opened: readonly Pick<BlockDevice, 'close'>[],
  mapOver: (parent: SourceDisk | null) => Promise<DiskMap>,
): Promise<SourceDisk> {
  const link = { format: file.format, child: file.path, isRaw: false }
  const parent =
    reference === null ? null : await openParent({ ...link, name: reference.name, identity: reference.contentId })
  const below = parent === null ? [] : [parent]
  try {
    const map = await mapOver(parent)
    return new MappedDisk(map, [...opened, ...below, file.device], { identity: contentId })
  } catch (error) {
    for (const each of [...opened, ...below]) await each.close()
    throw error
  }
}

async function openMap(
  extent: Extent,
  { openExtent }: SourceOptions,
  opened: BlockDevice[],
  below: Below,
): Promise<DiskMap> {
  const capacity = extent.sectors * sectorSize
  if (extent.kind === 'zero') return new ZeroMap(capacity)
  const { device, path } = await openExtent(extent.name)
  opened.push(device)
  const file = await SourceFile.of(device, 'vmdk', path)
  if (extent.kind === 'sparse') return new SparseMap(file, await readSparseHeader(file), capacity, below)
  const offset = extent.offset * sectorSize
  if (!file.holds(offset, capacity)) throw file.beyond(`extent ${extent.name}`, offset)
  return new FlatMap(file, offset, capacity)
}
