import { uint64 } from '../integers.ts'
import type { SourceFile } from '../source-file.ts'
import { crc32c } from './crc32c.ts'
import { megabyte } from './header.ts'
import { bytesOf, guidAt, hasSignature } from './signature.ts'

// [MS-VHDX] 2.2.3.
const tablePositions = [0x3_0000, 0x4_0000]
const tableSize = 64 * 1024
const checksumOffset = 4
const maximumEntries = 2047
const entriesOffset = 16
const entrySize = 32
const regionGuid = {
  blockTable: '2DC27766-F623-4200-9D64-115E9BFD4A08',
  metadata: '8B7CA206-4790-4B9A-B8FE-575F050F886E',
} as const

/** Bytes. */
export interface Region {
  readonly offset: number
  readonly length: number
}

export interface Regions {
  readonly blockTable: Region
  readonly metadata: Region
}

/** The first of the two copies that is whole. Throws CORRUPT, UNSUPPORTED. */
export async function readRegions(file: SourceFile): Promise<Regions> {
  for (const position of tablePositions) {
    if (!file.holds(position, tableSize)) continue
    const view = await file.read(position, tableSize, 'region table')
    if (isWhole(view)) return parse(file, view, position)
  }
  throw file.corrupt('region tables', tablePositions[0])
}

function isWhole(view: DataView): boolean {
  return hasSignature(view, 0, 'regi') && crc32c(bytesOf(view), checksumOffset) === view.getUint32(checksumOffset, true)
}

function parse(file: SourceFile, view: DataView, position: number): Regions {
  const count = view.getUint32(8, true)
  if (count > maximumEntries) throw file.corrupt('region table', position)
  const regions = new Map<string, Region>()
  for (let index = 0; index < count; index++) {
    const at = entriesOffset + index * entrySize
    const guid = guidAt(view, at)
    const region = { offset: uint64(view, at + 16, true), length: view.getUint32(at + 24, true) }
    const required = (view.getUint32(at + 28, true) & 1) !== 0
    const known = guid === regionGuid.blockTable || guid === regionGuid.metadata
    if (!known && required) throw file.unsupported(`region ${guid}`)
    if (!known) continue
    checkRegion(file, region)
    if (regions.has(guid)) throw file.corrupt('region table', position + at)
    regions.set(guid, region)
  }
  const blockTable = regions.get(regionGuid.blockTable)
  const metadata = regions.get(regionGuid.metadata)
  if (blockTable === undefined || metadata === undefined) throw file.corrupt('region table', position)
  if (overlap(blockTable, metadata)) throw file.corrupt('region table', position)
  return { blockTable, metadata }
}

function checkRegion(file: SourceFile, { offset, length }: Region): void {
  const aligned = offset % megabyte === 0 && length % megabyte === 0
  if (!aligned || offset < megabyte || length === 0 || !file.holds(offset, length)) throw file.corrupt('region', offset)
}

export function overlap(a: Region, b: Region): boolean {
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length
}
