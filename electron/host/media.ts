import path from 'node:path'
import { ViridianError } from '#shared/errors.ts'
import type { DvdMedia } from '#shared/machine.ts'
import { checkBootableImage } from '#electron/disks/media/check-image.ts'
import type { Templates } from './templates.ts'

/**
 * The image behind what is in a machine's drive, checked: its absolute path, or null for an empty drive. Throws the
 * MEDIA_ and TEMPLATE_ errors, and INPUT_INVALID for a path that depends on who reads it.
 */
export async function resolveMedia(dvd: DvdMedia, templates: Templates): Promise<string | null> {
  if (dvd.kind === 'none') return null
  if (dvd.kind === 'image' && !path.isAbsolute(dvd.path)) {
    const message = 'must be an absolute path'
    throw new ViridianError('INPUT_INVALID', { issues: [{ path: 'dvd.path', message }] })
  }
  const image = dvd.kind === 'template' ? (await templates.resolve(dvd.template)).image : dvd.path
  await checkBootableImage(image)
  return image
}
