import type { Drive, MediaPosition } from '#shared/drive.ts'
import type { Machine } from '#shared/machine.ts'
import type { DriveTexts } from './messages/drive-texts.ts'

/** A drive as programs read it: `content` is a file, or null where it is empty; of a template's disc its name. */
export interface DriveDocument {
  readonly at: MediaPosition
  readonly kind: 'disk' | 'dvd' | 'floppy'
  readonly content: string | null
  readonly template: string | null
}

export function driveDocuments({ drives, floppy }: Pick<Machine, 'drives' | 'floppy'>): DriveDocument[] {
  return [...drives.map(driveDocument), { at: 'floppy', kind: 'floppy', content: floppy, template: null }]
}

function driveDocument(drive: Drive): DriveDocument {
  const { at, kind } = drive
  if (drive.kind === 'disk') return { at, kind, content: drive.path, template: null }
  const { media } = drive
  return {
    at,
    kind,
    content: media.kind === 'image' ? media.path : null,
    template: media.kind === 'template' ? media.template : null,
  }
}

export function contentText({ content, template }: DriveDocument, texts: DriveTexts): string {
  if (template !== null) return texts.templateDisc(template)
  return content ?? texts.empty
}

/** The file in a drive that was named so; the host may have found it in another folder. */
export function fileAt(machine: Machine, at: MediaPosition, named: string): string {
  return driveDocuments(machine).find((drive) => drive.at === at)?.content ?? named
}
