import path from 'node:path'
import type { CheckResult, DiskFinding } from '#shared/disk.ts'
import type { BlockDevice } from '../block-device.ts'
import { roundUp } from '../bytes.ts'
import { isDiskError, type DiskError } from '../disk-error.ts'
import type { DiskFiles } from '../disk-files.ts'
import { sectorSize } from '../virtual-disk.ts'
import { BlockStore } from '../vhd/block-store.ts'
import { readTable, type BlockAllocationTable } from '../vhd/block-allocation-table.ts'
import { headerSize, sealHeader, type DynamicHeader } from '../vhd/dynamic-header.ts'
import { findMisplaced, neededSize, requireMetadataApart } from '../vhd/examine.ts'
import { footerSize, serializeFooter } from '../vhd/footer.ts'
import { openLocked } from '../vhd/open-vhd.ts'
import { bitmapSizeFor } from '../vhd/sector-bitmap.ts'
import { metadataRanges, type VhdStructure } from '../vhd/structure.ts'
import { closing } from './closing.ts'
import { inspectChain } from './inspect.ts'
import { requireNoSavedState, type RiskOptions } from './risk.ts'
import { lent } from './unfinished-file.ts'

const repairable: readonly DiskFinding['code'][] = [
  'FOOTER_DAMAGED',
  'FOOTER_COPY_DAMAGED',
  'HEADER_CHECKSUM_WRONG',
  'SPACE_LOST',
  'SPACE_UNUSED',
]

/** Whether mending it cannot lose anything. */
export function isRepairable({ code }: DiskFinding): boolean {
  return repairable.includes(code)
}

export interface CheckOptions extends RiskOptions {
  readonly repair: boolean
}

/**
 * Looks for what is wrong with a disk, and mends what is safe to mend. Of its parents it is examined whether the disk can
 * rely on them. Rejects with SAVED_STATE where there is something to be mended.
 */
export async function checkDisk(files: DiskFiles, file: string, options: CheckOptions): Promise<CheckResult> {
  let opened: Awaited<ReturnType<typeof openLocked>>
  try {
    opened = await openLocked(files, file, options.repair ? 'write' : 'read')
  } catch (error) {
    if (!isDiskError(error, 'CORRUPT')) throw error
    return { findings: [unreadable(error)], repaired: [] }
  }
  const { device, structure } = opened
  return closing(device, async () => {
    const findings = await examine(files, device, structure)
    if (!options.repair || findings.some(isBeyondRepair)) {
      return { findings, repaired: [] }
    }
    const repaired = findings.filter(isRepairable)
    if (repaired.length > 0) {
      requireNoSavedState(structure, options)
      await repair(device, structure)
    }
    return { findings, repaired }
  })
}

/** Whether sectors of the disk are lost: the rest of it is better left as it is. */
export function isBeyondRepair({ code }: DiskFinding): boolean {
  return code.startsWith('BLOCK') || code === 'TRUNCATED' || code === 'UNREADABLE'
}

function unreadable({ facts: { structure, end, needed } }: DiskError<'CORRUPT'>): DiskFinding {
  if (end === undefined || needed === undefined) return { code: 'UNREADABLE', structure }
  return { code: 'TRUNCATED', size: end, needed }
}

async function examine(files: DiskFiles, device: BlockDevice, structure: VhdStructure): Promise<DiskFinding[]> {
  const findings: DiskFinding[] = []
  const { footerHealth, header } = structure
  if (footerHealth.atEnd !== 'sound') findings.push({ code: 'FOOTER_DAMAGED' })
  if (footerHealth.inFront === 'damaged' || footerHealth.inFront === 'different') {
    findings.push({ code: 'FOOTER_COPY_DAMAGED' })
  }
  if (structure.headerHealth === 'wrong checksum') findings.push({ code: 'HEADER_CHECKSUM_WRONG' })
  if (structure.footer.savedState) findings.push({ code: 'SAVED_STATE' })
  if (header === null) return findings
  try {
    requireMetadataApart(structure)
  } catch (error) {
    if (!isDiskError(error, 'CORRUPT')) throw error
    return [...findings, unreadable(error)]
  }
  findings.push(...(await examineBlocks(device, structure, header)))
  if (structure.footer.type === 'differencing') findings.push(...(await examineParents(files, structure)))
  return findings
}

async function examineBlocks(device: BlockDevice, structure: VhdStructure, header: DynamicHeader) {
  const table = await readTable(device, structure, header)
  const needed = neededSize(structure, table)
  // Of those that are cut off with the end of the file there may be thousands.
  if (needed !== null) return [{ code: 'TRUNCATED', size: structure.fileSize, needed } as const]
  const findings: DiskFinding[] = [...findMisplaced(structure, table)]
  const lost = structure.end - usedEnd(structure, header, table)
  const blockSize = bitmapSizeFor(header.blockSize) + header.blockSize
  if (lost > 0) findings.push({ code: lost < blockSize ? 'SPACE_UNUSED' : 'SPACE_LOST', size: lost })
  return findings
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

/** What is to be said of the disks that one is based on, and of how it is based on them. */
async function examineParents(files: DiskFiles, structure: VhdStructure): Promise<DiskFinding[]> {
  const findings: DiskFinding[] = []
  for (const [i, disk] of (await inspectChain(files, structure.path, { blocks: true })).entries()) {
    if (i > 0 && disk.blocks === 'damaged') findings.push({ code: 'PARENT_DAMAGED', parent: disk.path })
    if (disk.parent === null) continue
    const { problem, modifiedSince, name } = disk.parent
    const facts = { path: disk.path, parent: disk.parent.path ?? path.win32.basename(name) }
    if (problem !== null) findings.push({ code: problem, ...facts })
    if (modifiedSince) findings.push({ code: 'PARENT_MODIFIED', ...facts })
  }
  return findings
}

/** What the header says stays as it is, fields that are not known here as well. */
async function mendHeader(device: BlockDevice, position: number): Promise<void> {
  const bytes = new Uint8Array(headerSize)
  await device.read(position, bytes)
  sealHeader(bytes)
  await device.write(position, bytes)
  await device.flush()
}

/** The footer goes behind what is in use before the file is cut off behind it. */
async function repair(device: BlockDevice, found: VhdStructure): Promise<void> {
  if (found.header === null) {
    await device.write(found.capacity, serializeFooter(found.footer))
    await device.flush()
    return
  }
  if (found.headerHealth === 'wrong checksum') await mendHeader(device, found.footer.headerPosition ?? 0)
  // Opening for writing mends both copies of the footer.
  const { structure, table } = await BlockStore.open(lent(device), found, { writable: true })
  const end = usedEnd(structure, found.header, table)
  if (end >= structure.end) return
  await device.write(end, serializeFooter(structure.footer))
  await device.flush()
  await device.truncate(end + footerSize)
  await device.flush()
}
