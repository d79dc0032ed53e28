import type { UndoAction } from '#shared/machine-settings.ts'
import { objectionToUndoDisks } from '#shared/objections.ts'
import type { MachineConfiguration } from '../machine-configuration.ts'
import { undoDisksOf, withoutUndo } from '../snapshots/undo-disks.ts'
import { knownFacts } from '../unexpected.ts'
import type { LiveMachine } from './live-machine.ts'

export interface UndoSettings {
  readonly enabled: boolean
  readonly whenOff: UndoAction
}

/** Throws SNAPSHOTS_EXIST and UNDO_DISKS_PRESENT. */
export function withUndoSettings(machine: LiveMachine, settings: UndoSettings): MachineConfiguration {
  const objection = objectionToUndoDisks(machine.subject, settings.enabled)
  if (objection !== null) throw objection
  const { configuration } = machine
  return { ...configuration, undoDisks: { ...configuration.undoDisks, ...settings } }
}

/** Writes what the undo disks keep into the disks below them. Throws what ends the job. */
export async function commitUndo(machine: LiveMachine): Promise<void> {
  const { files, services, folder: path, id, name } = machine
  const layers = undoDisksOf(machine.configuration)
  machine.setState('Merging')
  try {
    const bases = machine.configuration.undoDisks.bases.map((base) => base.path)
    const job = services.jobs.start({ kind: 'commitUndoDisks', path, layers }, { machine: { id, name }, files: bases })
    await services.jobs.result(job)
    await files.commit(withoutUndo(machine.configuration))
  } finally {
    machine.setState('Off')
  }
  await files.sweep()
  services.events.add('UNDO_DISKS_COMMITTED', machine)
}

export async function discardUndo(machine: LiveMachine): Promise<void> {
  const { files, services } = machine
  await files.commit(withoutUndo(machine.configuration))
  await files.sweep()
  services.events.add('UNDO_DISKS_DISCARDED', machine)
}

/** What is to be done with the undo disks of a machine that has gone off, without asking. */
export async function settleUndo(machine: LiveMachine): Promise<void> {
  const { bases, whenOff } = machine.configuration.undoDisks
  if (machine.state !== 'Off' || bases.length === 0) return
  try {
    if (whenOff === 'discard') await discardUndo(machine)
    if (whenOff === 'commit') await commitUndo(machine)
  } catch (error) {
    machine.services.events.add('UNDO_DISKS_FAILED', machine, knownFacts(error))
  }
}
