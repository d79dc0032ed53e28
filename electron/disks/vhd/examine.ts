import type { DiskFinding } from '#shared/disk.ts'
import { DiskError, isDiskError } from '../disk-error.ts'
import { sectorSize } from '../virtual-disk.ts'
import type { BlockAllocationTable } from './block-allocation-table.ts'
import { footerSize } from './footer.ts'
import { corrupt, isBlockInPlace, metadataRanges, sizeInFile, truncated, type VhdStructure } from './structure.ts'

/**
 * What the file of a disk would have to have at least, bytes, where its end was cut off with blocks in it; else null. A
 * file that still ends with its footer has lost nothing: its table is wrong.
 */
export function neededSize(structure: VhdStructure, table: BlockAllocationTable): number | null {
  if (structure.footerHealth.atEnd !== 'none') return null
  let needed = 0
  for (const { block, position } of table.stored()) needed = Math.max(needed, position + sizeInFile(structure, block))
  return needed > structure.end ? needed + footerSize : null
}

/** What can be wrong with the place of a block. */
export type BlockFinding = Extract<DiskFinding, { readonly block: number }>

/**
 * Examines where a disk's blocks are, by its table alone. Whoever reads blocks that this finds reads something else,
 * and whoever writes to them ruins something else.
 */
export function* findMisplaced(structure: VhdStructure, table: BlockAllocationTable): Generator<BlockFinding> {
  const sectors = new Uint32Array(table.countStored())
  const metadata = metadataRanges(structure)
  let count = 0
  for (const { block, position } of table.stored()) {
    if (!isBlockInPlace(structure, block, position, metadata)) yield { code: 'BLOCK_MISPLACED', block, position }
    else if (block < table.entries - 1) sectors[count++] = position / sectorSize
  }
  // Numbers alone are sorted several times as fast as blocks, and hardly any disk has blocks that overlap.
  if (overlap(structure, table, sectors.subarray(0, count).sort())) yield* findOverlaps(structure, table)
}

/** Whether any of the blocks at these sectors, which ascend, overlap, or the last block of the disk one of them. */
function overlap(structure: VhdStructure, table: BlockAllocationTable, sectors: Uint32Array): boolean {
  const size = sizeInFile(structure, 0) / sectorSize
  for (let i = 1; i < sectors.length; i++) if ((sectors[i] ?? 0) < (sectors[i - 1] ?? 0) + size) return true
  const last = table.entries - 1
  const position = table.get(last)
  if (position === null || !isBlockInPlace(structure, last, position)) return false
  const [from, to] = [position / sectorSize, (position + sizeInFile(structure, last)) / sectorSize]
  return sectors.some((sector) => sector < to && sector + size > from)
}

function* findOverlaps(structure: VhdStructure, table: BlockAllocationTable): Generator<BlockFinding> {
  const inPlace = [...table.stored()].filter(({ block, position }) => isBlockInPlace(structure, block, position))
  inPlace.sort((a, b) => a.position - b.position)
  for (const [i, { block, position }] of inPlace.entries()) {
    const before = inPlace[i - 1]
    if (before === undefined || before.position + sizeInFile(structure, before.block) <= position) continue
    yield { code: 'BLOCKS_OVERLAP', block, other: before.block, position }
  }
}

/** Throws CORRUPT where a part of the file that is no block lies on another, or beyond the end. */
export function requireMetadataApart(structure: VhdStructure): void {
  const { header, path, end } = structure
  if (header === null) return
  const [footer, dynamicHeader, table] = metadataRanges(structure)
  if (footer === undefined || dynamicHeader === undefined || table === undefined) return
  if (dynamicHeader.from < footer.to || dynamicHeader.to > end) {
    throw corrupt(path, 'dynamic disk header', dynamicHeader.from)
  }
  const isApart = [footer, dynamicHeader].every((other) => table.from >= other.to || table.to <= other.from)
  if (!isApart || table.from + header.tableEntries * 4 > end) throw corrupt(path, 'block allocation table', table.from)
}

/** Throws CORRUPT, BLOCK_MISPLACED and BLOCKS_OVERLAP. */
export function requireSound(structure: VhdStructure, table: BlockAllocationTable): void {
  requireMetadataApart(structure)
  const needed = neededSize(structure, table)
  if (needed !== null) throw truncated(structure.path, 'blocks', structure.fileSize, needed)
  for (const finding of findMisplaced(structure, table)) {
    const { code, ...facts } = finding
    throw new DiskError<BlockFinding['code']>(code, { ...facts, path: structure.path })
  }
}

export function isSound(structure: VhdStructure, table: BlockAllocationTable): boolean {
  try {
    requireSound(structure, table)
    return true
  } catch (error) {
    if (isDiskError(error, 'CORRUPT', 'BLOCK_MISPLACED', 'BLOCKS_OVERLAP')) return false
    throw error
  }
}
