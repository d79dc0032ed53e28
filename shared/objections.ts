import type { Ability, EngineFacts } from './engine.ts'
import { ViridianError } from './errors.ts'
import {
  canRun,
  machineChanges,
  machineStates,
  type MachineChange,
  type MachineCommand,
  type MachineCopy,
  type MachineState,
} from './machine-state.ts'
import { unusableMachine } from './machine-problem.ts'
import type { Machine } from './machine.ts'
import { canChange } from './settings-table.ts'
import { maximumSnapshots } from './snapshot.ts'

/** What can be asked of a machine. */
export type Asked = MachineCommand | MachineCopy | MachineChange

/** What of a machine speaks for or against what is asked of it. */
export interface Subject extends Pick<Machine, 'name' | 'state' | 'problem' | 'currentSnapshot' | 'mergePending'> {
  readonly snapshots: readonly unknown[]
  readonly undoDisks: Pick<Machine['undoDisks'], 'enabled' | 'present'>
}

/** What a machine has or lacks that speaks against it in states that do not. */
const objections: Partial<Record<Asked, (machine: Subject) => ViridianError | null>> = {
  takeSnapshot: (machine) => undoDisksEnabled(machine) ?? snapshotLimit(machine),
  revert: ({ name, currentSnapshot }) => (currentSnapshot === null ? new ViridianError('NO_SNAPSHOT', { name }) : null),
  commitUndoDisks: noUndoDisks,
  discardUndoDisks: noUndoDisks,
}

/** What an engine must be able to do for some of it, in these states; not every one can. */
const needed: Partial<Record<Asked, { readonly ability: Ability; readonly in: readonly MachineState[] }>> = {
  save: { ability: 'savedStates', in: machineStates },
  takeSnapshot: { ability: 'snapshotsWhileOn', in: ['Running'] },
}

/** Why a machine's engine cannot do something; null where it can, or is not known. */
export function inability(name: string, engine: EngineFacts | null, ability: Ability): ViridianError | null {
  const reason = engine?.capabilities.abilities[ability] ?? null
  return engine === null || reason === null
    ? null
    : new ViridianError('ENGINE_CANNOT', { name, engine: engine.name, ability, reason })
}

/**
 * Why a machine cannot be given a command, or be changed, as it is now; null where it can. The host refuses with it, and the
 * consoles say it where they offer something: what is offered and what is accepted cannot differ. What depends on more than
 * the machine itself, as on files and other machines, only the host knows.
 */
export function objectionTo(machine: Subject, asked: Asked, engine: EngineFacts | null): ViridianError | null {
  const { name, state, problem } = machine
  if (problem !== null) return asked === 'delete' ? null : unusableMachine({ name, problem })
  if (!isAllowed(asked, state)) return new ViridianError('STATE_CONFLICT', { name, command: asked, state })
  const need = needed[asked]
  const refusal = need?.in.includes(state) === true ? inability(name, engine, need.ability) : null
  return refusal ?? objections[asked]?.(machine) ?? null
}

/** The same for undo disks being enabled, or else disabled. */
export function objectionToUndoDisks(machine: Subject, enabled: boolean): ViridianError | null {
  const { name, snapshots, mergePending, undoDisks } = machine
  const refusal = objectionTo(machine, 'changeUndoDisks', null)
  if (refusal !== null) return refusal
  if (!enabled) return undoDisks.present ? new ViridianError('UNDO_DISKS_PRESENT', { name }) : null
  return snapshots.length > 0 || mergePending ? new ViridianError('SNAPSHOTS_EXIST', { name }) : null
}

/** Of two that cannot be together, a machine has the other one. */
export function undoDisksEnabled({ name, undoDisks }: Pick<Subject, 'name' | 'undoDisks'>): ViridianError | null {
  return undoDisks.enabled ? new ViridianError('UNDO_DISKS_ENABLED', { name }) : null
}

function snapshotLimit({ name, snapshots }: Subject): ViridianError | null {
  return snapshots.length < maximumSnapshots
    ? null
    : new ViridianError('SNAPSHOT_LIMIT', { name, limit: maximumSnapshots })
}

function noUndoDisks({ name, undoDisks }: Subject): ViridianError | null {
  return undoDisks.present ? null : new ViridianError('NO_UNDO_DISKS', { name })
}

function isChange(asked: Asked): asked is MachineChange {
  return (machineChanges as readonly string[]).includes(asked)
}

function isAllowed(asked: Asked, state: MachineState): boolean {
  return isChange(asked) ? canChange(asked, state) : canRun(asked, state)
}
