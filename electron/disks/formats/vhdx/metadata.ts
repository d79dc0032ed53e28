import { isPowerOfTwo, uint64 } from '../integers.ts'
import type { SourceFile } from '../source-file.ts'
import { megabyte } from './header.ts'
import { readParentLocator, type ParentLocator } from './parent-locator.ts'
import type { Region } from './region-table.ts'
import { guidAt, hasSignature } from './signature.ts'

// [MS-VHDX] 2.2.4 (2.6 in later revisions).
const tableSize = 64 * 1024
const maximumEntries = 2047
const entrySize = 32
const requiredFlag = 4
const hasParentFlag = 2
const maximumBlockSize = 256 * megabyte
const maximumCapacity = 64 * 2 ** 40

const itemGuid = {
  fileParameters: 'CAA16737-FA36-4D43-B3B6-33F0AA44E76B',
  virtualDiskSize: '2FA54224-CD1B-4876-B211-5DBED83BF4B8',
  virtualDiskId: 'BECA12AB-B2E6-4523-93EF-C309E000C746',
  logicalSectorSize: '8141BF1D-A96F-4709-BA47-F233A8FAAB5F',
  physicalSectorSize: 'CDA348C7-445D-4471-9CC9-E9885251C556',
  parentLocator: 'A8D35F2D-B30B-454D-ABF7-D3D84834AB0C',
} as const
const knownGuids = new Set<string>(Object.values(itemGuid))

/** Bytes. */
export interface Metadata {
  readonly capacity: number
  readonly blockSize: number
  readonly logicalSectorSize: number
  /** Null where the disk is not based on another. */
  readonly parent: ParentLocator | null
}

/** Throws CORRUPT, UNSUPPORTED. */
export async function readMetadata(file: SourceFile, region: Region): Promise<Metadata> {
  const items = await readItems(file, region)
  const item = async (guid: string, length: number) => {
    const place = items.get(guid)
    if (place?.length !== length) throw file.corrupt(`metadata item ${guid}`, place?.offset)
    return file.read(place.offset, length, 'metadata item')
  }
  const parameters = await item(itemGuid.fileParameters, 8)
  const blockSize = parameters.getUint32(0, true)
  if (!isPowerOfTwo(blockSize) || blockSize < megabyte || blockSize > maximumBlockSize) throw file.corrupt('block size')
  const logicalSectorSize = (await item(itemGuid.logicalSectorSize, 4)).getUint32(0, true)
  if (logicalSectorSize !== 512 && logicalSectorSize !== 4096) throw file.corrupt('logical sector size')
  const capacity = uint64(await item(itemGuid.virtualDiskSize, 8), 0, true)
  if (capacity % logicalSectorSize !== 0 || capacity > maximumCapacity) throw file.corrupt('virtual disk size')
  const hasParent = (parameters.getUint32(4, true) & hasParentFlag) !== 0
  const parent = hasParent ? await readParentLocator(file, items.get(itemGuid.parentLocator)) : null
  return { capacity, blockSize, logicalSectorSize, parent }
}

/** Where each item known here lies in the file. */
async function readItems(file: SourceFile, region: Region): Promise<Map<string, Region>> {
  const view = await file.read(region.offset, tableSize, 'metadata table')
  const count = view.getUint16(10, true)
  if (!hasSignature(view, 0, 'metadata') || count > maximumEntries) throw file.corrupt('metadata table', region.offset)
  const items = new Map<string, Region>()
  for (let index = 1; index <= count; index++) {
    const guid = guidAt(view, index * entrySize)
    const offset = view.getUint32(index * entrySize + 16, true)
    const length = view.getUint32(index * entrySize + 20, true)
    const required = (view.getUint32(index * entrySize + 24, true) & requiredFlag) !== 0
    if (!knownGuids.has(guid)) {
      if (required) throw file.unsupported(`metadata item ${guid}`)
      continue
    }
    const lies = offset >= tableSize && offset + length <= region.length
    if (!lies || items.has(guid)) throw file.corrupt('metadata table', region.offset + index * entrySize)
    items.set(guid, { offset: region.offset + offset, length })
  }
  return items
}
