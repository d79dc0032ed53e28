import type { BlockDevice } from '../block-device.ts'
import { emptyTable, tableSize } from './block-allocation-table.ts'
import { headerSize, noLocator, noParentId, serializeHeader, type DynamicHeader } from './dynamic-header.ts'
import { footerSize, serializeFooter, type Footer } from './footer.ts'
import { placeLocators, serializeLocators, type NewLocator } from './parent-path.ts'

/** Bytes of guest data in a block, as Microsoft's programs make them (VHD 1.0, "Block Size"). */
export const defaultBlockSize = 2 * 1024 * 1024

/** Who a differencing disk is based on. */
export interface ParentReference {
  readonly id: string
  /** Seconds since 2000. */
  readonly modified: number
  readonly name: string
  readonly locators: readonly NewLocator[]
}

/** Makes an empty device a fixed disk of zeros, sparse where the file system can. */
export async function formatFixed(device: BlockDevice, footer: Footer): Promise<void> {
  await device.truncate(footer.currentSize)
  await device.write(footer.currentSize, serializeFooter(footer))
}

/** Where the header is in files made here: behind the copy of the footer. */
export const headerPosition = footerSize

/** Makes an empty device a dynamic disk or, with a parent, a differencing one, in which no block is stored. */
export async function formatSparse(
  device: BlockDevice,
  footer: Footer,
  blockSize: number,
  parent: ParentReference | null,
): Promise<void> {
  const { bytes: head } = sparseHead({ ...footer, headerPosition }, blockSize, parent)
  const bytes = new Uint8Array(head.byteLength + footerSize)
  bytes.set(head)
  bytes.set(head.subarray(0, footerSize), head.byteLength)
  await device.write(0, bytes)
}

/** What lies before the blocks of a dynamic or differencing disk, of which none is stored, and where in it the table is. */
export function sparseHead(
  footer: Footer,
  blockSize: number,
  parent: ParentReference | null,
): { readonly bytes: Uint8Array; readonly tablePosition: number } {
  const tableEntries = Math.ceil(footer.currentSize / blockSize)
  // The paths before the table, so that opening a chain of disks takes one request less for each.
  const locatorsPosition = headerPosition + headerSize
  const locators = parent?.locators ?? []
  const locatorBytes = serializeLocators(locators)
  const tablePosition = locatorsPosition + locatorBytes.byteLength
  const header: DynamicHeader = {
    tablePosition,
    tableEntries,
    blockSize,
    parentId: parent?.id ?? noParentId,
    parentModified: parent?.modified ?? 0,
    parentName: parent?.name ?? '',
    locators: parent === null ? Array.from({ length: 8 }, () => noLocator) : placeLocators(locators, locatorsPosition),
  }
  const bytes = new Uint8Array(tablePosition + tableSize(tableEntries))
  bytes.set(serializeFooter(footer))
  bytes.set(serializeHeader(header), headerPosition)
  bytes.set(emptyTable(tableEntries), tablePosition)
  bytes.set(locatorBytes, locatorsPosition)
  return { bytes, tablePosition }
}
