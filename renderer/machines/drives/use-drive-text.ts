import { placeOf, type Drive, type DvdMedia } from '#shared/drive.ts'
import { printable } from '#shared/printable.ts'
import { i18n } from '../../i18n/index.ts'

export interface DriveText {
  /** `DVD Drive`, with its place where the machine has several of the kind; `shortly` where there is little room. */
  name(drive: Drive, all: readonly Drive[], length?: 'shortly'): string
  /** What is in it: a path, the template's disc, or that it is empty. */
  content(drive: Drive): string
  media(media: DvdMedia): string
}

export function useDriveText(): DriveText {
  const { t } = i18n.global

  function media(media: DvdMedia): string {
    if (media.kind === 'none') return t('drives.empty')
    return media.kind === 'template' ? t('drives.template', { name: media.template }) : printable(media.path)
  }

  return {
    name(drive, all, length) {
      const name = t(`drives.kinds.${drive.kind}`)
      if (all.filter(({ kind }) => kind === drive.kind).length === 1) return name
      const { kind, controller, location } = placeOf(drive.at)
      const place = { drive: name, kind: kind.toUpperCase(), controller, location }
      return t(length === 'shortly' ? 'drives.placedShortly' : 'drives.placed', place)
    },
    content: (drive) => (drive.kind === 'disk' ? printable(drive.path) : media(drive.media)),
    media,
  }
}
