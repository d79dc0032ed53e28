import { placeOf } from '../drive-place.ts'
import type { MediaPosition } from '../drive.ts'

export interface DriveWords {
  readonly controller: string
  readonly location: string
  readonly floppy: string
}

/** Where a drive is as consoles show it, and as the command line takes it: `IDE controller 0, location 1 (ide0:1)`. */
export function drivePlaceText(words: DriveWords, at: MediaPosition): string {
  if (at === 'floppy') return `${words.floppy} (floppy)`
  const { controller, location } = placeOf(at)
  return `${words.controller} ${controller}, ${words.location} ${location} (${at})`
}
