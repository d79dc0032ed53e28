import { hardwareOf } from '#shared/hardware.ts'
import { ViridianError } from '#shared/errors.ts'
import type { Drive } from '#shared/drive.ts'
import type { KeptSnapshot, MachineConfiguration } from '../machine-configuration.ts'

export interface ContentsOptions {
  readonly state: boolean
  readonly snapshots: boolean
  /** What becomes of images in its drives; `refer` leaves them where they are. */
  readonly media: 'copy' | 'omit' | 'refer'
  readonly snapshotId?: string | undefined
}

/** What of a machine is copied. */
export interface Contents {
  /** The machine as its copy will have it, with the files it is made of. */
  readonly machine: MachineConfiguration
  /** Images in its drives that are left out: the drives are empty in the copy. */
  readonly missingMedia: readonly string[]
}

/** Throws SNAPSHOT_NOT_FOUND. */
export function selectContents(source: MachineConfiguration, options: ContentsOptions): Contents {
  const { state, snapshots, snapshotId } = options
  const whole = snapshotId === undefined ? source : asItWas(source, snapshotOf(source, snapshotId))
  const missing = new Set<string>()
  const kept = snapshots && snapshotId === undefined ? whole.snapshots.filter(({ complete }) => complete) : []
  const machine: MachineConfiguration = {
    ...whole,
    ...withoutMedia(whole, state && whole.savedState !== null, options, missing),
    savedState: state ? whole.savedState : null,
    snapshots: kept.map((snapshot) => ({
      ...snapshot,
      ...withoutMedia(snapshot, state && snapshot.state !== null, options, missing),
      state: state ? snapshot.state : null,
    })),
    currentSnapshot: kept.length === 0 ? null : whole.currentSnapshot,
    retired: kept.length === 0 ? [] : whole.retired,
    // Without snapshots each disk becomes one, so nothing is left to be undone.
    undoDisks: { ...whole.undoDisks, bases: kept.length === 0 ? [] : whole.undoDisks.bases },
    wasOn: false,
  }
  return { machine, missingMedia: [...missing] }
}

/** Throws SNAPSHOT_NOT_FOUND. */
export function snapshotOf({ name, snapshots }: MachineConfiguration, id: string): KeptSnapshot {
  const snapshot = snapshots.find((each) => each.id === id && each.complete)
  if (snapshot === undefined) throw new ViridianError('SNAPSHOT_NOT_FOUND', { name, snapshot: id })
  return snapshot
}

/** The machine as it was when the snapshot was taken, without snapshots of its own. */
export function asItWas(machine: MachineConfiguration, snapshot: KeptSnapshot): MachineConfiguration {
  const { notes, state } = snapshot
  return { ...machine, ...hardwareOf(snapshot), notes: notes === '' ? machine.notes : notes, savedState: state }
}

/** A guest that goes on needs the media it knows in its drives. */
function withoutMedia(
  { drives, floppy }: Pick<MachineConfiguration, 'drives' | 'floppy'>,
  goesOn: boolean,
  { media }: ContentsOptions,
  missing: Set<string>,
): Pick<MachineConfiguration, 'drives' | 'floppy'> {
  if (media !== 'omit' || goesOn) return { drives, floppy }
  if (floppy !== null) missing.add(floppy)
  return {
    drives: drives.map((drive): Drive => {
      if (drive.kind !== 'dvd' || drive.media.kind !== 'image') return drive
      missing.add(drive.media.path)
      return { ...drive, media: { kind: 'none' } }
    }),
    floppy: null,
  }
}
