import { placeOf, type MediaPosition } from '../drive.ts'

export interface DriveWords {
  readonly ide: string
  readonly scsi: string
  readonly location: string
  readonly floppy: string
}

/** Where a drive is as consoles show it, and as the command line takes it: `IDE controller 0, location 1 (ide0:1)`. */
export function drivePlaceText(words: DriveWords, at: MediaPosition): string {
  if (at === 'floppy') return `${words.floppy} (floppy)`
  const { kind, controller, location } = placeOf(at)
  return `${words[kind]} ${controller}, ${words.location} ${location} (${at})`
}
