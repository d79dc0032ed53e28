import type { DiskFacts } from '#shared/disk.ts'

export type HealthRemark =
  | 'sound'
  | 'truncated'
  | 'footerDamaged'
  | 'footerCopyDamaged'
  | 'headerChecksumWrong'
  | 'blocksDamaged'
  | 'blocksNotExamined'
  | 'savedState'
  | 'parentModified'
  | 'PARENT_NOT_FOUND'
  | 'PARENT_CHANGED'
  | 'PARENT_CIRCLE'
  | 'PARENT_UNREADABLE'

/** What is wrong with a disk, or that nothing is, and what has to be minded. */
export function healthOf(disk: DiskFacts): HealthRemark[] {
  const { footerHealth, headerHealth, blocks, neededSize, savedState, parent } = disk
  const remarks: HealthRemark[] = []
  if (neededSize !== null) remarks.push('truncated')
  else if (footerHealth.atEnd !== 'sound') remarks.push('footerDamaged')
  if (footerHealth.inFront === 'damaged' || footerHealth.inFront === 'different') remarks.push('footerCopyDamaged')
  if (headerHealth === 'wrong checksum') remarks.push('headerChecksumWrong')
  if (blocks === 'damaged' && neededSize === null) remarks.push('blocksDamaged')
  if (blocks === 'not examined') remarks.push('blocksNotExamined')
  const problem = parent?.problem ?? null
  if (problem !== null) remarks.push(problem)
  if (remarks.length === 0) remarks.push('sound')
  if (parent?.modifiedSince === true) remarks.push('parentModified')
  if (savedState) remarks.push('savedState')
  return remarks
}
