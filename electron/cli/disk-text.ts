import type { DiskFacts } from '#shared/disk.ts'
import { inspectChain } from '#electron/disks/tools/inspect.ts'
import { files } from './disk-files.ts'
import type { DiskTexts } from './messages/disk-texts.ts'

/** A disk as programs read it: times as ISO 8601 has them. */
export type DiskDocument = Omit<DiskFacts, 'created' | 'modified'> & {
  readonly created: string
  readonly modified: string
  /** Nothing to be done about this file, nor about where it looks for its parent. */
  readonly sound: boolean
}

export function diskDocument(facts: DiskFacts): DiskDocument {
  const { atEnd, inFront } = facts.footerHealth
  return {
    ...facts,
    created: new Date(facts.created).toISOString(),
    modified: new Date(facts.modified).toISOString(),
    sound:
      atEnd === 'sound' &&
      (inFront === 'sound' || inFront === 'not needed') &&
      (facts.parent?.problem ?? null) === null,
  }
}

/** A disk and its parents, nearest first, as programs read them. */
export async function diskChain(file: string): Promise<DiskDocument[]> {
  return (await inspectChain(files, file)).map(diskDocument)
}

/** What is wrong with a disk and what has to be minded, as phrases. */
export function healthText({ footerHealth, savedState, parent }: DiskDocument, { health }: DiskTexts): string {
  const phrases: string[] = []
  if (footerHealth.atEnd !== 'sound') phrases.push(health.footerDamaged)
  if (footerHealth.inFront === 'damaged' || footerHealth.inFront === 'different') {
    phrases.push(health.footerCopyDamaged)
  }
  const problem = parent?.problem ?? null
  if (problem !== null) phrases.push(health.parent[problem])
  if (phrases.length === 0) phrases.push(health.sound)
  if (parent?.modifiedSince === true) phrases.push(health.parentModified)
  if (savedState) phrases.push(health.savedState)
  return phrases.join('; ')
}
