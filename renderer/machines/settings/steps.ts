import type { DvdMedia } from '#shared/drive.ts'
import type { NewDrive } from '../../stores/drives.store.ts'
import type { Attachment } from './attachment.ts'

/** What the host is asked for so that a place holds what it should. */
export type Step =
  | { readonly kind: 'detach' }
  | { readonly kind: 'attach'; readonly drive: NewDrive }
  | { readonly kind: 'exchange'; readonly from: string; readonly to: string }
  | { readonly kind: 'insert'; readonly media: DvdMedia }
  | { readonly kind: 'eject' }

function mediaStep(media: DvdMedia): Step {
  return media.kind === 'none' ? { kind: 'eject' } : { kind: 'insert', media }
}

function attachSteps(to: Attachment): Step[] {
  if (to.kind === 'disk') return [{ kind: 'attach', drive: to }]
  if (to.kind !== 'dvd') return []
  const drive: Step = { kind: 'attach', drive: { kind: 'dvd' } }
  return to.media.kind === 'none' ? [drive] : [drive, mediaStep(to.media)]
}

/** From what is there to what should be; both differ. */
export function stepsBetween(from: Attachment, to: Attachment): Step[] {
  if (to.kind === 'floppy') return [mediaStep(to.path === null ? { kind: 'none' } : { kind: 'image', path: to.path })]
  if (from.kind === 'dvd' && to.kind === 'dvd') return [mediaStep(to.media)]
  if (from.kind === 'disk' && to.kind === 'disk') return [{ kind: 'exchange', from: from.path, to: to.path }]
  return from.kind === 'none' ? attachSteps(to) : [{ kind: 'detach' }, ...attachSteps(to)]
}
