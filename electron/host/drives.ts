import path from 'node:path'
import {
  freePosition,
  positionsOf,
  sortDrives,
  type Drive,
  type DrivePosition,
  type DvdMedia,
  type MediaPosition,
} from '#shared/drive.ts'
import { ViridianError } from '#shared/errors.ts'
import type { MachineConfiguration } from './machine-configuration.ts'

/** A drive to be plugged in, wherever that will be. */
export type NewDrive =
  { readonly kind: 'disk'; readonly path: string; readonly force?: boolean | undefined } | { readonly kind: 'dvd' }

/** Throws INPUT_INVALID for a path that depends on who reads it. */
export function requireAbsolute(file: string, field: string): void {
  if (path.isAbsolute(file)) return
  throw new ViridianError('INPUT_INVALID', { issues: [{ path: field, message: 'must be an absolute path' }] })
}

/** The configuration with a drive more, at the first free position where none is named. Throws the DRIVE_ errors. */
export function withDrive(
  configuration: MachineConfiguration,
  drive: NewDrive,
  wanted: DrivePosition | undefined,
): { configuration: MachineConfiguration; at: DrivePosition } {
  const { name, drives } = configuration
  const at = wanted ?? freePosition(configuration)
  if (at === null) throw new ViridianError('DRIVE_POSITIONS_FULL', { name })
  if (!positionsOf(configuration).includes(at)) throw new ViridianError('DRIVE_PLACE_MISSING', { name, at })
  if (drives.some((each) => each.at === at)) throw new ViridianError('DRIVE_POSITION_TAKEN', { name, at })
  const plugged: Drive =
    drive.kind === 'dvd'
      ? { kind: 'dvd', at, media: { kind: 'none' } }
      : { kind: 'disk', at, path: path.normalize(drive.path) }
  return { configuration: { ...configuration, drives: sortDrives([...drives, plugged]) }, at }
}

/** The configuration without the drive at a position. Throws DRIVE_NOT_FOUND. */
export function withoutDrive(configuration: MachineConfiguration, at: DrivePosition): MachineConfiguration {
  requireDrive(configuration, at)
  return { ...configuration, drives: configuration.drives.filter((drive) => drive.at !== at) }
}

/** The configuration with other media in a drive. Throws the DRIVE_ errors. */
export function withMedia(
  configuration: MachineConfiguration,
  at: MediaPosition,
  media: DvdMedia,
): MachineConfiguration {
  const { name } = configuration
  if (at === 'floppy') {
    // Templates are discs.
    if (media.kind === 'template') throw new ViridianError('DRIVE_TAKES_NO_MEDIA', { name, at: null })
    return { ...configuration, floppy: media.kind === 'image' ? media.path : null }
  }
  if (requireDrive(configuration, at).kind !== 'dvd') throw new ViridianError('DRIVE_TAKES_NO_MEDIA', { name, at })
  const drives = configuration.drives.map((drive) =>
    drive.at === at && drive.kind === 'dvd' ? { ...drive, media } : drive,
  )
  return { ...configuration, drives }
}

/** The drive a disc goes into where the user names none: the first CD/DVD drive. Throws DRIVE_TAKES_NO_MEDIA. */
export function firstDvdDrive({ name, drives }: MachineConfiguration): DrivePosition {
  const dvd = drives.find(({ kind }) => kind === 'dvd')
  if (dvd === undefined) throw new ViridianError('DRIVE_TAKES_NO_MEDIA', { name, at: null })
  return dvd.at
}

/** The drive that is emptied where the user names none: the first with something in it. Throws DRIVE_TAKES_NO_MEDIA. */
export function firstLoadedDrive(configuration: MachineConfiguration): MediaPosition {
  const { drives, floppy } = configuration
  const loaded = drives.find((drive) => drive.kind === 'dvd' && drive.media.kind !== 'none')
  if (loaded !== undefined) return loaded.at
  return floppy === null ? firstDvdDrive(configuration) : 'floppy'
}

function requireDrive({ name, drives }: MachineConfiguration, at: DrivePosition): Drive {
  const drive = drives.find((each) => each.at === at)
  if (drive === undefined) throw new ViridianError('DRIVE_NOT_FOUND', { name, at })
  return drive
}

/** The files of a machine's disks, the one it starts from first. */
export function disksOf({ drives }: Pick<MachineConfiguration, 'drives'>): string[] {
  return sortDrives(drives.filter((drive) => drive.kind === 'disk')).map((drive) => drive.path)
}
