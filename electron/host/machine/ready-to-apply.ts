import { usingDisks } from '#electron/disks/disk-failure.ts'
import { hardwareOf, type FoundDrive } from '#shared/hardware.ts'
import type { DvdMedia, MediaPosition } from '#shared/drive.ts'
import { ViridianError } from '#shared/errors.ts'
import type { Despite } from '#shared/snapshot.ts'
import type { KeptSnapshot } from '../machine-configuration.ts'
import { isViridianError } from '../unexpected.ts'
import type { LiveMachine } from './live-machine.ts'

/**
 * The snapshot as it can be applied, examined before anything is given up for it: its guest must be able to go on, and with
 * the media it knows. Throws SNAPSHOT_MEDIA_CHANGED and SNAPSHOT_STATE_UNUSABLE, unless it is to be applied despite of that.
 */
export async function readyToApply(
  machine: LiveMachine,
  snapshot: KeptSnapshot,
  despite: Despite | undefined,
): Promise<KeptSnapshot> {
  if (despite === 'withoutState') return { ...snapshot, state: null }
  if (snapshot.state === null) return snapshot
  const { name, services } = machine
  const found = await findMedia(snapshot, services.findMedium)
  let changed: MediaPosition[]
  try {
    const { state } = snapshot
    changed = await usingDisks(() => services.engine.states.examine(name, state, { ...hardwareOf(snapshot), ...found }))
  } catch (error) {
    if (!isViridianError(error) || error.code !== 'STATE_UNUSABLE') throw error
    const facts = (error as ViridianError<'STATE_UNUSABLE'>).facts
    throw new ViridianError('SNAPSHOT_STATE_UNUSABLE', { ...facts, snapshot: snapshot.name }, { cause: error })
  }
  if (changed.length === 0) return snapshot
  if (despite === undefined) {
    const paths = changed.map((at) => mediumAt(snapshot, at))
    throw new ViridianError('SNAPSHOT_MEDIA_CHANGED', { name, snapshot: snapshot.name, paths })
  }
  const isThere = (at: MediaPosition) =>
    at === 'floppy' ? found.floppy !== null : found.drives.some((drive) => drive.at === at && drive.path !== null)
  return withoutMedia(
    snapshot,
    changed.filter((at) => despite === 'emptyDrives' || !isThere(at)),
  )
}

async function findMedia(
  { drives, floppy }: KeptSnapshot,
  find: (media: DvdMedia, at: MediaPosition) => Promise<string | null>,
): Promise<{ drives: FoundDrive[]; floppy: string | null }> {
  return {
    drives: await Promise.all(
      drives.map(async (drive) =>
        drive.kind === 'disk' ? drive : { kind: 'dvd' as const, at: drive.at, path: await find(drive.media, drive.at) },
      ),
    ),
    floppy: floppy === null ? null : await find({ kind: 'image', path: floppy }, 'floppy'),
  }
}

function mediumAt({ drives, floppy }: KeptSnapshot, at: MediaPosition): string {
  const drive = drives.find((each) => each.at === at)
  if (at === 'floppy' || drive?.kind !== 'dvd') return floppy ?? ''
  return drive.media.kind === 'image' ? drive.media.path : drive.media.kind === 'template' ? drive.media.template : ''
}

function withoutMedia(snapshot: KeptSnapshot, emptied: readonly MediaPosition[]): KeptSnapshot {
  return {
    ...snapshot,
    drives: snapshot.drives.map((drive) =>
      drive.kind === 'dvd' && emptied.includes(drive.at) ? { ...drive, media: { kind: 'none' } } : drive,
    ),
    floppy: emptied.includes('floppy') ? null : snapshot.floppy,
  }
}
