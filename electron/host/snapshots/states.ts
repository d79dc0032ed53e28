import { isDiskError } from '#electron/disks/disk-error.ts'
import type { SavedStates } from '#electron/engines/engine.ts'
import { hardwareOf, type FoundDrive, type Hardware } from '#shared/hardware.ts'
import { disksOf } from '../drives.ts'
import type { MachineConfiguration } from '../machine-configuration.ts'
import { errorText, isViridianError } from '../unexpected.ts'
import { Chains } from './chains.ts'

/**
 * Tells the states of a machine whose disks are based on `disk` how these are now: their content is the same in other files.
 * A state that is lost or damaged stays so. Throws `DiskError`.
 */
export async function adoptStates(configuration: MachineConfiguration, disk: string, of: SavedStates): Promise<void> {
  const states = new Map<string, Hardware>()
  if (configuration.savedState !== null) states.set(configuration.savedState, configuration)
  for (const snapshot of configuration.snapshots) if (snapshot.state !== null) states.set(snapshot.state, snapshot)
  const chains = await Chains.of([...states.values()].flatMap(disksOf))
  for (const [state, hardware] of states) {
    if (!disksOf(hardware).some((file) => chains.from(file).includes(disk))) continue
    try {
      await of.adoptDisks(configuration.name, state, {
        ...hardwareOf(hardware),
        drives: hardware.drives.map(toFoundDrive),
      })
    } catch (error) {
      if (!isViridianError(error) && !isDiskError(error, 'NOT_FOUND')) throw error
      console.error(`${state} cannot be told of its disks: ${errorText(error)}`)
    }
  }
}

/** A disc is told from an empty drive, but not which it is. */
function toFoundDrive(drive: Hardware['drives'][number]): FoundDrive {
  if (drive.kind === 'disk') return drive
  const { at, media } = drive
  if (media.kind === 'none') return { kind: 'dvd', at, path: null }
  return { kind: 'dvd', at, path: media.kind === 'image' ? media.path : media.template }
}
