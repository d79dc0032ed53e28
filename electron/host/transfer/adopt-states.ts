import type { Drive, MediaPosition } from '#shared/drive.ts'
import type { SavedStates } from '#electron/engines/engine.ts'
import { hardwareOf, type FoundDrive } from '#shared/hardware.ts'
import type { MachineConfiguration } from '../machine-configuration.ts'
import { isViridianError } from '../unexpected.ts'

/** Template -> file of its disc here. */
export type Discs = Readonly<Record<string, string>>

/** A template may be called like something that every object has. */
export function discOf(discs: Discs, template: string): string | undefined {
  return Object.hasOwn(discs, template) ? discs[template] : undefined
}

/** The media that are the same as before, in other files perhaps. */
export interface SameMedia {
  readonly discs: Discs
  /** Whether the images in the drives are copies of those before. */
  readonly images: boolean
}

/**
 * Lets the saved states of a machine whose files were copied go on with the copies, and with media that are the same as
 * before. A state that does not fit stays as it is: it is
 * refused when it is to be restored, with the reason. Rejects with a `DiskError`.
 */
export async function adoptStates(machine: MachineConfiguration, same: SameMedia, states: SavedStates): Promise<void> {
  const { name, savedState, snapshots } = machine
  const adopted = new Set<string>()
  for (const { state, ...hardware } of [{ ...machine, state: savedState }, ...snapshots]) {
    if (state === null || adopted.has(state)) continue
    adopted.add(state)
    const { floppy, drives } = hardware
    const media: MediaPosition[] = drives.flatMap((drive) => (hasSameMedium(drive, same) ? [drive.at] : []))
    if (floppy !== null && same.images) media.push('floppy')
    const parts = { ...hardwareOf(hardware), drives: drives.map((drive) => engineDrive(drive, same.discs)) }
    await states.adoptDisks(name, state, parts, media).catch((error: unknown) => {
      if (!isViridianError(error) || error.code !== 'STATE_UNUSABLE') throw error
    })
  }
}

function hasSameMedium(drive: Drive, { discs, images }: SameMedia): boolean {
  if (drive.kind !== 'dvd') return false
  return drive.media.kind === 'template'
    ? discOf(discs, drive.media.template) !== undefined
    : drive.media.kind === 'image' && images
}

/** The name stands for a disc that is not there: what counts is that there is one in the drive. */
function engineDrive(drive: Drive, discs: Discs): FoundDrive {
  if (drive.kind === 'disk') return drive
  const { at, media } = drive
  if (media.kind === 'none') return { kind: 'dvd', at, path: null }
  return {
    kind: 'dvd',
    at,
    path: media.kind === 'image' ? media.path : (discOf(discs, media.template) ?? media.template),
  }
}
