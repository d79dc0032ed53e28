import type { Progress } from '#electron/engines/engine.ts'
import type { SnapshotTexts } from '../host.ts'
import type { KeptSnapshot } from '../machine-configuration.ts'
import type { PowerSession } from '../power-session.ts'
import { keepPicture, pictureOf } from '../saved-state.ts'
import { planLayers, prepareSnapshotsFolder } from '../snapshots/layers.ts'
import {
  applyAtRest,
  deleteSnapshot,
  findSnapshot,
  newSnapshot,
  stateFileOf,
  takeAtRest,
  withCompleted,
  withSnapshot,
} from '../snapshots/snapshots.ts'
import { errorText, knownFacts } from '../unexpected.ts'
import type { LiveMachine } from './live-machine.ts'

/** Resolves with the snapshot's id. `progress` is told of a running machine's state, from 0 to 1. */
export async function takeSnapshot(machine: LiveMachine, texts: SnapshotTexts, progress?: Progress): Promise<string> {
  const { session, files, services } = machine
  const snapshot = newSnapshot(machine.configuration, texts)
  try {
    if (session === null) await takeAtRest(files, snapshot)
    else await takeRunning(machine, session, snapshot, progress)
  } catch (error) {
    await files.sweep()
    throw error
  }
  services.events.add('SNAPSHOT_TAKEN', machine, { snapshot: snapshot.name })
  return snapshot.id
}

/** Makes a machine that is not on what it was. */
export async function applySnapshot(machine: LiveMachine, snapshot: KeptSnapshot): Promise<void> {
  try {
    await applyAtRest(machine.files, snapshot)
  } finally {
    await machine.files.sweep()
  }
  machine.fault = null
  machine.rest()
  machine.services.events.add('SNAPSHOT_APPLIED', machine, { snapshot: snapshot.name })
}

/** Throws SNAPSHOT_NOT_FOUND and what the deletion throws. */
export async function removeSnapshot(machine: LiveMachine, id: string, options: { subtree: boolean }): Promise<void> {
  const { files, services } = machine
  const snapshot = findSnapshot(machine.configuration, id)
  await deleteSnapshot(files, snapshot, { ...options, others: await services.others(machine.id) })
  await files.sweep()
  services.events.add('SNAPSHOT_DELETED', machine, { snapshot: snapshot.name })
}

/** A snapshot whose state was being written when the host ended is no snapshot. */
export async function dropUnfinished(machine: LiveMachine): Promise<void> {
  const unfinished = machine.configuration.snapshots.find(({ complete }) => !complete)
  if (unfinished !== undefined) await lose(machine, unfinished, new Error('Viridian ended while its state was kept'))
}

async function takeRunning(
  machine: LiveMachine,
  session: PowerSession,
  snapshot: KeptSnapshot,
  progress?: Progress,
): Promise<void> {
  const { files, folder } = machine
  const on = session.machine
  if (on === null) throw machine.conflict('takeSnapshot')
  const file = stateFileOf(folder, snapshot)
  const kept: KeptSnapshot = { ...snapshot, state: file }
  const layers = planLayers(folder, machine.configuration.drives, 'avhd')
  files.plan([file, pictureOf(file), ...layers.map((layer) => layer.path)])
  let isNamed = false
  await prepareSnapshotsFolder(folder)
  await keepPicture(on, file)
  const commit = async () => {
    await files.commit(withSnapshot(machine.configuration, { ...kept, complete: false }, layers))
    isNamed = true
  }
  try {
    await on.takeSnapshot({ file, disks: layers.map(({ at, path }) => ({ at, path })) }, commit, progress)
    await files.commit(withCompleted(machine.configuration, kept))
  } catch (error) {
    if (isNamed) await lose(machine, kept, error)
    else if (session.isOver || session.turningOff) throw machine.conflict('takeSnapshot', error)
    throw machine.engineFailed(error)
  }
}

/** The guest goes on with the new disks, but its state at that moment is not there. */
async function lose(machine: LiveMachine, snapshot: KeptSnapshot, reason: unknown): Promise<void> {
  try {
    await deleteSnapshot(machine.files, snapshot, { subtree: false, others: [] })
  } catch (error) {
    console.error(`An incomplete snapshot of ${machine.name} could not be deleted: ${errorText(error)}`)
  }
  machine.services.events.add('SNAPSHOT_LOST', machine, { ...knownFacts(reason), snapshot: snapshot.name })
}
