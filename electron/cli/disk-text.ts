import type { CopyRemark, DiskFacts, ImageFacts } from '#shared/disk.ts'
import { inspectAnyChain } from '#electron/disks/tools/inspect-image.ts'
import { inspectChain } from '#electron/disks/tools/inspect.ts'
import { files } from './disk-files.ts'
import type { NamedSource } from './disk-source.ts'
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

function isSound({ footerHealth: { atEnd, inFront }, headerHealth, blocks, parent }: DiskFacts): boolean {
  return (
    atEnd === 'sound' &&
    (inFront === 'sound' || inFront === 'not needed') &&
    headerHealth !== 'wrong checksum' &&
    (blocks === 'sound' || blocks === 'not needed') &&
    (parent?.problem ?? null) === null
  )
}

/** A disk and its parents, nearest first, as programs read them. */
export async function diskChain(file: string): Promise<DiskDocument[]> {
  return documentsOf(await inspectChain(files, file, { blocks: true }))
}

export function documentsOf(chain: readonly DiskFacts[]): DiskDocument[] {
  return chain.map((disk, i) => diskDocument(disk, chain.slice(i + 1).every(isSound)))
}

/** The same of a disk of another format. */
export type ImageDocument = Omit<ImageFacts, 'modified'> & { readonly modified: string }

/** A disk of any format and those it is based on, nearest first, as programs read them. */
export async function anyChain({ file, format, backing }: NamedSource): Promise<(DiskDocument | ImageDocument)[]> {
  const chain = await inspectAnyChain(files, file, format, backing)
  return chain.map((facts, i) => {
    if (facts.type === 'image') return { ...facts, modified: new Date(facts.modified).toISOString() }
    return diskDocument(
      facts,
      chain.slice(i + 1).every((below) => below.type === 'image' || isSound(below)),
    )
  })
}

export function imageHealth({ parent }: ImageDocument, { health }: DiskTexts): string {
  const problem = parent?.problem ?? null
  return problem === null ? health.unexamined : health.parent[problem]
}

/** What is wrong with a disk and what has to be minded, as phrases. */
export function healthText(
  { footerHealth, headerHealth, blocks, fileSize, neededSize, savedState, parent, parentsSound }: DiskDocument,
  { health }: DiskTexts,
): string {
  const phrases: string[] = []
  if (neededSize !== null) phrases.push(health.truncated(fileSize, neededSize))
  else if (footerHealth.atEnd !== 'sound') phrases.push(health.footerDamaged)
  if (footerHealth.inFront === 'damaged' || footerHealth.inFront === 'different') {
    phrases.push(health.footerCopyDamaged)
  }
  if (headerHealth === 'wrong checksum') phrases.push(health.headerChecksumWrong)
  if (blocks === 'damaged' && neededSize === null) phrases.push(health.blocksDamaged)
  if (blocks === 'not examined') phrases.push(health.blocksNotExamined)
  const problem = parent?.problem ?? null
  if (problem !== null) phrases.push(health.parent[problem])
  if (!parentsSound) phrases.push(health.parentNotSound)
  if (phrases.length === 0) phrases.push(health.sound)
  if (parent?.modifiedSince === true) phrases.push(health.parentModified)
  if (savedState) phrases.push(health.savedState)
  return phrases.join('; ')
}

/** What has to be known of a copy, as a sentence. */
export function remarkText<Code extends CopyRemark['code']>(
  { remarks }: DiskTexts,
  remark: CopyRemark & { readonly code: Code },
): string {
  return remarks[remark.code](remark)
}
