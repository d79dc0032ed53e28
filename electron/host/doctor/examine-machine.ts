import { existsSync } from 'node:fs'
import type { SavedStates } from '#electron/engines/engine.ts'
import type { Drive } from '#shared/drive.ts'
import type { Finding } from '#shared/finding.ts'
import type { KeptSnapshot, MachineConfiguration } from '../machine-configuration.ts'
import { layersOf } from '../snapshots/layers.ts'
import { examineDisks } from './examine-disks.ts'
import { found } from './found.ts'

type Hardware = Pick<MachineConfiguration, 'drives' | 'floppy'>

/** Whether everything a machine's configuration names is there and sound; `leftOver` are files that it does not name. */
export async function examineMachine(
  configuration: MachineConfiguration,
  leftOver: readonly string[],
  states: SavedStates,
): Promise<Finding[]> {
  const { name, snapshots } = configuration
  const hardware: readonly Hardware[] = [configuration, ...snapshots]
  return [
    ...(await examineDisks(layersOf(configuration), name)),
    ...examineMedia(hardware, name),
    ...(await examineStates(configuration, states)),
    ...examineTree(configuration),
    ...leftOver.map((file) => found('FILE_LEFT_OVER', { path: file }, name)),
  ]
}

function examineMedia(hardware: readonly Hardware[], name: string): Finding[] {
  const images = hardware.flatMap(({ drives, floppy }) => [
    ...drives.flatMap(imageIn),
    ...(floppy === null ? [] : [floppy]),
  ])
  return [...new Set(images)]
    .filter((image) => !existsSync(image))
    .map((image) => found('MEDIA_MISSING', { path: image }, name))
}

function imageIn(drive: Drive): string[] {
  return drive.kind === 'dvd' && drive.media.kind === 'image' ? [drive.media.path] : []
}

async function examineStates(
  { name, savedState, snapshots }: MachineConfiguration,
  states: SavedStates,
): Promise<Finding[]> {
  const named = [savedState, ...snapshots.filter(({ complete }) => complete).map(({ state }) => state)]
  const findings: Finding[] = []
  for (const state of new Set(named)) {
    if (state === null) continue
    if (!existsSync(state)) findings.push(found('STATE_MISSING', { path: state }, name))
    else if ((await states.describe(state)) === null) {
      findings.push(found('STATE_DAMAGED', { path: state }, name))
    }
  }
  return findings
}

function examineTree({ name, snapshots, currentSnapshot }: MachineConfiguration): Finding[] {
  const exists = (id: string | null) => id === null || snapshots.some((snapshot) => snapshot.id === id)
  const findings = snapshots.flatMap((snapshot: KeptSnapshot) => {
    if (!exists(snapshot.parent)) return [found('SNAPSHOT_PARENT_MISSING', { snapshot: snapshot.name }, name)]
    return snapshot.complete ? [] : [found('SNAPSHOT_INCOMPLETE', { snapshot: snapshot.name }, name)]
  })
  return exists(currentSnapshot) ? findings : [...findings, found('CURRENT_SNAPSHOT_MISSING', {}, name)]
}
