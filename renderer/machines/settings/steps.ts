import type { DvdMedia } from '#shared/drive.ts'
import type { NewDrive } from '../../stores/drives.store.ts'
import type { Attachment } from './attachment.ts'

/** What the host is asked for so that a place holds what it should. */
export type Step =
  | { readonly kind: 'detach' }
  | { readonly kind: 'attach'; readonly drive: NewDrive }
  | { readonly kind: 'replace'; readonly drive: NewDrive }
  | { readonly kind: 'insert'; readonly media: DvdMedia }
  | { readonly kind: 'eject' }

function mediaStep(media: DvdMedia): Step {
  return media.kind === 'none' ? { kind: 'eject' } : { kind: 'insert', media }
}

function driveSteps(kind: 'attach' | 'replace', to: Exclude<Attachment, { kind: 'none' | 'floppy' }>): Step[] {
  if (to.kind === 'disk') return [{ kind, drive: to }]
  const drive: Step = { kind, drive: { kind: 'dvd' } }
  return to.media.kind === 'none' ? [drive] : [drive, mediaStep(to.media)]
}

/** From what is there to what should be; both differ. */
export function stepsBetween(from: Attachment, to: Attachment): Step[] {
  if (to.kind === 'floppy') return [mediaStep(to.path === null ? { kind: 'none' } : { kind: 'image', path: to.path })]
  if (from.kind === 'dvd' && to.kind === 'dvd') return [mediaStep(to.media)]
  if (to.kind === 'none') return [{ kind: 'detach' }]
  return driveSteps(from.kind === 'none' ? 'attach' : 'replace', to)
}

/** First out, then in: a disk can go from one place to another only through no place. */
const order: readonly Step['kind'][] = ['detach', 'replace', 'attach', 'insert', 'eject']

/** Which of two places is to be changed before the other, by the steps of each, as `sort` asks it. */
export function compareSteps([first]: readonly Step[], [other]: readonly Step[]): number {
  return order.indexOf(first?.kind ?? 'attach') - order.indexOf(other?.kind ?? 'attach')
}
