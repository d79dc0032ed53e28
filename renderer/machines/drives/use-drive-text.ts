import type { Drive, DvdMedia } from '#shared/drive.ts'
import { placeOf } from '#shared/drive-place.ts'
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
      return t(length === 'shortly' ? 'drives.placedShortly' : 'drives.placed', { drive: name, ...placeOf(drive.at) })
    },
    content: (drive) => (drive.kind === 'disk' ? printable(drive.path) : media(drive.media)),
    media,
  }
}
