import type { CheckResult, DiskFinding } from '#shared/disk.ts'
import type { BlockDevice } from '../block-device.ts'
import { roundUp } from '../bytes.ts'
import { isDiskError } from '../disk-error.ts'
import type { DiskFiles } from '../disk-files.ts'
import { sectorSize } from '../virtual-disk.ts'
import { BlockStore } from '../vhd/block-store.ts'
import { BlockAllocationTable } from '../vhd/block-allocation-table.ts'
import type { DynamicHeader } from '../vhd/dynamic-header.ts'
import { footerSize, serializeFooter } from '../vhd/footer.ts'
import { findParent, openLocked } from '../vhd/open-vhd.ts'
import { bitmapSizeFor } from '../vhd/sector-bitmap.ts'
import { isBlockInPlace, metadataRanges, type VhdStructure } from '../vhd/structure.ts'
import { closing } from './closing.ts'
import { lent } from './unfinished-file.ts'

const repairable: readonly DiskFinding['code'][] = ['FOOTER_DAMAGED', 'FOOTER_COPY_DAMAGED', 'SPACE_LOST']

/** Whether mending it cannot lose anything. */
export function isRepairable({ code }: DiskFinding): boolean {
  return repairable.includes(code)
}

/** Looks for what is wrong with a disk, and mends what is safe to mend. Its parents are looked for, not checked. */
export async function checkDisk(files: DiskFiles, file: string, options: { repair: boolean }): Promise<CheckResult> {
  let opened: Awaited<ReturnType<typeof openLocked>>
  try {
    opened = await openLocked(files, file, options.repair ? 'write' : 'read')
  } catch (error) {
    if (!isDiskError(error, 'CORRUPT')) throw error
    return { findings: [{ code: 'UNREADABLE', structure: error.facts.structure }], repaired: [] }
  }
  const { device, structure } = opened
  return closing(device, async () => {
    const findings = await examine(files, device, structure)
    if (!options.repair || findings.some((finding) => finding.code.startsWith('BLOCK'))) {
      return { findings, repaired: [] }
    }
    const repaired = findings.filter(isRepairable)
    if (repaired.length > 0) await repair(device, structure)
    return { findings, repaired }
  })
}

async function examine(files: DiskFiles, device: BlockDevice, structure: VhdStructure): Promise<DiskFinding[]> {
  const findings: DiskFinding[] = []
  const { footerHealth, header } = structure
  if (footerHealth.atEnd !== 'sound') findings.push({ code: 'FOOTER_DAMAGED' })
  if (footerHealth.inFront === 'damaged' || footerHealth.inFront === 'different') {
    findings.push({ code: 'FOOTER_COPY_DAMAGED' })
  }
  if (header === null) return findings
  findings.push(...(await examineBlocks(device, structure, header)))
  if (structure.footer.type === 'differencing')
    findings.push(...(await examineParent(files, device, structure, header)))
  return findings
}

async function examineBlocks(device: BlockDevice, structure: VhdStructure, header: DynamicHeader) {
  const findings: DiskFinding[] = []
  const table = await readTable(device, structure, header)
  const size = bitmapSizeFor(header.blockSize) + header.blockSize
  const inPlace: { block: number; position: number }[] = []
  for (const stored of table.stored()) {
    if (isBlockInPlace(structure, stored.block, stored.position)) inPlace.push(stored)
    else findings.push({ code: 'BLOCK_MISPLACED', ...stored })
  }
  inPlace.sort((a, b) => a.position - b.position)
  inPlace.forEach(({ block, position }, i) => {
    const before = inPlace[i - 1]
    if (before !== undefined && before.position + size > position) {
      findings.push({ code: 'BLOCKS_OVERLAP', block, other: before.block, position })
    }
  })
  const lost = structure.end - usedEnd(structure, header, table)
  if (lost > 0) findings.push({ code: 'SPACE_LOST', size: lost })
  return findings
}

function readTable(device: BlockDevice, { capacity }: VhdStructure, header: DynamicHeader) {
  return BlockAllocationTable.read(device, header.tablePosition, Math.ceil(capacity / header.blockSize))
}

/** Where the footer would be if the file ended with what is in use. */
function usedEnd(structure: VhdStructure, header: DynamicHeader, table: BlockAllocationTable): number {
  const size = bitmapSizeFor(header.blockSize) + header.blockSize
  const ends = metadataRanges(structure).map(({ to }) => to)
  for (const { platform, position, length, space } of header.locators) {
    // Programs count the space in sectors or in bytes: what is taken for more stays untouched.
    const kept = Math.max(length, space * sectorSize)
    if (platform !== '\0\0\0\0') ends.push(Math.min(position + kept, structure.end))
  }
  let end = ends.reduce((a, b) => Math.max(a, b), 0)
  for (const { position } of table.stored()) end = Math.max(end, position + size)
  return roundUp(end, sectorSize)
}

async function examineParent(
  files: DiskFiles,
  device: BlockDevice,
  structure: VhdStructure,
  header: DynamicHeader,
): Promise<DiskFinding[]> {
  try {
    await findParent(files, device, structure, header)
    return []
  } catch (error) {
    if (isDiskError(error, 'PARENT_NOT_FOUND')) return [{ code: 'PARENT_NOT_FOUND', parent: error.facts.parent }]
    if (isDiskError(error, 'PARENT_CHANGED')) return [{ code: 'PARENT_CHANGED', parent: error.facts.parent }]
    throw error
  }
}

/** The footer goes behind what is in use before the file is cut off behind it. */
async function repair(device: BlockDevice, found: VhdStructure): Promise<void> {
  if (found.header === null) {
    await device.write(found.capacity, serializeFooter(found.footer))
    await device.flush()
    return
  }
  // Opening for writing mends both copies of the footer.
  const { structure, table } = await BlockStore.open(lent(device), found, { writable: true })
  const end = usedEnd(structure, found.header, table)
  if (end >= structure.end) return
  await device.write(end, serializeFooter(structure.footer))
  await device.flush()
  await device.truncate(end + footerSize)
  await device.flush()
}
