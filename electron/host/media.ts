import { stat } from 'node:fs/promises'
import { ViridianError } from '#shared/errors.ts'
import type { DvdMedia, MediaPosition } from '#shared/drive.ts'
import { DiskError, systemError } from '#electron/disks/disk-error.ts'
import { diskFailure } from '#electron/disks/disk-failure.ts'
import { floppyOf } from '#shared/floppy.ts'
import { checkImage } from '#electron/disks/media/check-image.ts'
import { firstDvdDrive, requireAbsolute } from './drives.ts'
import type { MachineConfiguration } from './machine-configuration.ts'
import type { Templates } from './templates.ts'
import { isViridianError } from './unexpected.ts'

/**
 * The image behind what is in a CD/DVD drive, checked: its absolute path, or null for an empty drive. Throws the MEDIA_
 * and TEMPLATE_ errors, and INPUT_INVALID for a path that depends on who reads it, with the `field` of the input it came in.
 */
export async function resolveDisc(
  media: DvdMedia,
  templates: Templates,
  { bootable, field = 'media.path' }: { bootable: boolean; field?: string },
): Promise<string | null> {
  if (media.kind === 'none') return null
  if (media.kind === 'image') requireAbsolute(media.path, field)
  const image = media.kind === 'template' ? (await templates.resolve(media.template, 'dvd')).image : media.path
  await checkImage(image, { bootable })
  return image
}

/** The file of a medium that a drive takes; null where there is none, or none that can be used. */
export async function findMedium(media: DvdMedia, at: MediaPosition, templates: Templates): Promise<string | null> {
  try {
    if (at !== 'floppy') return await resolveDisc(media, templates, { bootable: false })
    if (media.kind !== 'image') return null
    await requireFloppy(media.path)
    return media.path
  } catch (error) {
    if (isViridianError(error)) return null
    throw error
  }
}

/** Checks that a floppy drive takes an image. Throws DISK_FAILED, MEDIA_NOT_FOUND, and INPUT_INVALID with the `field`. */
export async function requireFloppy(file: string, field = 'media.path'): Promise<void> {
  requireAbsolute(file, field)
  const size = await sizeOf(file)
  if (floppyOf(size) === null) throw diskFailure(new DiskError('FLOPPY_SIZE_WRONG', { path: file, size }))
}

/** The drive an image goes into where the user names none: what has a floppy disk's size is one. */
export async function driveFor(media: DvdMedia, configuration: MachineConfiguration): Promise<MediaPosition> {
  if (media.kind !== 'image') return firstDvdDrive(configuration)
  requireAbsolute(media.path, 'media.path')
  return floppyOf(await sizeOf(media.path)) === null ? firstDvdDrive(configuration) : 'floppy'
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size
  } catch (error) {
    const problem = systemError(error, file)
    if (problem.code === 'NOT_FOUND') throw new ViridianError('MEDIA_NOT_FOUND', { path: file }, { cause: error })
    throw diskFailure(problem)
  }
}
