import type { DiskFacts } from '#shared/disk.ts'
import { inspectChain } from '#electron/disks/tools/inspect.ts'
import { files } from './disk-files.ts'
import type { DiskTexts } from './messages/disk-texts.ts'

/** A disk as programs read it: times as ISO 8601 has them. */
export type DiskDocument = Omit<DiskFacts, 'created' | 'modified'> & {
  readonly created: string
  readonly modified: string
  /** Nothing to be done about this file, nor about those it is based on, as far as it has been examined. */
  readonly sound: boolean
  /** The same of those it is based on. */
  readonly parentsSound: boolean
}

export function diskDocument(facts: DiskFacts, parentsSound = true): DiskDocument {
  return {
    ...facts,
    created: new Date(facts.created).toISOString(),
    modified: new Date(facts.modified).toISOString(),
    sound: parentsSound && isSound(facts),
    parentsSound,
  }
}

function isSound({ footerHealth: { atEnd, inFront }, blocks, parent }: DiskFacts): boolean {
  return (
    atEnd === 'sound' &&
    (inFront === 'sound' || inFront === 'not needed') &&
    (blocks === 'sound' || blocks === 'not needed') &&
    (parent?.problem ?? null) === null
  )
}

/** A disk and its parents, nearest first, as programs read them. */
export async function diskChain(file: string): Promise<DiskDocument[]> {
  const chain = await inspectChain(files, file, { blocks: true })
  return chain.map((disk, i) => diskDocument(disk, chain.slice(i + 1).every(isSound)))
}

/** What is wrong with a disk and what has to be minded, as phrases. */
export function healthText(
  { footerHealth, blocks, savedState, parent, parentsSound }: DiskDocument,
  { health }: DiskTexts,
): string {
  const phrases: string[] = []
  if (footerHealth.atEnd !== 'sound') phrases.push(health.footerDamaged)
  if (footerHealth.inFront === 'damaged' || footerHealth.inFront === 'different') {
    phrases.push(health.footerCopyDamaged)
  }
  if (blocks === 'damaged') phrases.push(health.blocksDamaged)
  if (blocks === 'not examined') phrases.push(health.blocksNotExamined)
  const problem = parent?.problem ?? null
  if (problem !== null) phrases.push(health.parent[problem])
  if (!parentsSound) phrases.push(health.parentNotSound)
  if (phrases.length === 0) phrases.push(health.sound)
  if (parent?.modifiedSince === true) phrases.push(health.parentModified)
  if (savedState) phrases.push(health.savedState)
  return phrases.join('; ')
}
