import { ViridianError } from '#shared/errors.ts'
import { FileBlockReader } from './block-reader.ts'
import { inspectIso, type IsoInspection } from './iso9660.ts'

/**
 * Checks that a file is a CD/DVD image, and that a machine can boot from it where it must. Throws MEDIA_NOT_FOUND, MEDIA_UNREADABLE,
 * MEDIA_TRUNCATED, MEDIA_NOT_ISO, MEDIA_NOT_BOOTABLE or MEDIA_NEEDS_EFI.
 */
export async function checkImage(path: string, { bootable }: { bootable: boolean }): Promise<void> {
  const inspection = await inspectImage(path)
  switch (inspection.kind) {
    case 'bootable':
      return
    case 'notIso':
      throw new ViridianError('MEDIA_NOT_ISO', { path })
    case 'notBootable':
      if (!bootable) return
      throw new ViridianError('MEDIA_NOT_BOOTABLE', { path })
    case 'efiOnly':
      if (!bootable) return
      throw new ViridianError('MEDIA_NEEDS_EFI', { path })
    case 'truncated':
      throw new ViridianError('MEDIA_TRUNCATED', { path, expected: inspection.expected, actual: inspection.actual })
  }
}

/** Throws MEDIA_NOT_FOUND or MEDIA_UNREADABLE. */
export async function inspectImage(path: string): Promise<IsoInspection> {
  try {
    const medium = await FileBlockReader.open(path)
    try {
      return await inspectIso(medium)
    } finally {
      await medium.close()
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new ViridianError('MEDIA_NOT_FOUND', { path }, { cause: error })
    const detail = error instanceof Error ? error.message : String(error)
    throw new ViridianError('MEDIA_UNREADABLE', { path, detail }, { cause: error })
  }
}
