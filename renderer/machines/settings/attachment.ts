import { positionsOf, type DvdMedia, type MediaPosition } from '#shared/drive.ts'
import type { Machine } from '#shared/machine.ts'

/** All places of a machine that something can be at, in their order. */
export function placesOf(machine: Pick<Machine, 'scsiControllers'>): MediaPosition[] {
  return [...positionsOf(machine), 'floppy']
}

/** What is at a place of a machine; `none`: nothing is plugged in there. */
export type Attachment =
  | { readonly kind: 'none' }
  | { readonly kind: 'disk'; readonly path: string }
  | { readonly kind: 'dvd'; readonly media: DvdMedia }
  /** Always there; null where it is empty. */
  | { readonly kind: 'floppy'; readonly path: string | null }

export function attachmentAt(machine: Pick<Machine, 'drives' | 'floppy'>, position: MediaPosition): Attachment {
  if (position === 'floppy') return { kind: 'floppy', path: machine.floppy }
  const drive = machine.drives.find(({ at }) => at === position)
  if (drive === undefined) return { kind: 'none' }
  return drive.kind === 'disk' ? { kind: 'disk', path: drive.path } : { kind: 'dvd', media: drive.media }
}

function sameMedia(a: DvdMedia, b: DvdMedia): boolean {
  if (a.kind === 'template') return b.kind === 'template' && a.template === b.template
  if (a.kind === 'image') return b.kind === 'image' && a.path === b.path
  return b.kind === 'none'
}

export function isSame(a: Attachment, b: Attachment): boolean {
  if (a.kind === 'dvd') return b.kind === 'dvd' && sameMedia(a.media, b.media)
  if (a.kind === 'none' || b.kind === 'none' || b.kind === 'dvd') return a.kind === b.kind
  return a.kind === b.kind && a.path === b.path
}

/** The path of the file that is named there, as entered; null where none is. */
export function pathOf(attachment: Attachment): string | null {
  if (attachment.kind === 'dvd') return attachment.media.kind === 'image' ? attachment.media.path : null
  return attachment.kind === 'none' ? null : attachment.path
}

/** As entered, without what a pasted path brings around it. */
export function trimmed(attachment: Attachment): Attachment {
  const path = pathOf(attachment)?.trim() ?? null
  if (path === null) return attachment
  if (attachment.kind === 'dvd') return { kind: 'dvd', media: { kind: 'image', path } }
  return attachment.kind === 'disk' ? { kind: 'disk', path } : { kind: 'floppy', path }
}
