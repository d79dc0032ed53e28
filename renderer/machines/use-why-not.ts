import { useI18n } from 'vue-i18n'
import { ViridianError } from '#shared/errors.ts'
import {
  canChange,
  canRun,
  machineChanges,
  type MachineChange,
  type MachineCommand,
  type MachineCopy,
  type MachineState,
} from '#shared/machine-state.ts'
import type { Machine } from '#shared/machine.ts'
import { describeError } from '#shared/messages/index.ts'
import { maximumSnapshots } from '#shared/snapshot.ts'
import { locale } from '../i18n/index.ts'
import { useHostStore } from '../stores/host.store.ts'
import { unusable } from './machine-text.ts'

/** What can be asked of a machine. */
type Refusable = MachineCommand | MachineCopy | MachineChange

function isChange(asked: Refusable): asked is MachineChange {
  return (machineChanges as readonly string[]).includes(asked)
}

function isAllowed(asked: Refusable, state: MachineState): boolean {
  return isChange(asked) ? canChange(asked, state) : canRun(asked, state)
}

/** What a machine has or lacks that speaks against it in any state. */
const objections: Partial<Record<Refusable, (machine: Machine) => ViridianError | null>> = {
  takeSnapshot({ name, snapshots, undoDisks }) {
    if (undoDisks.enabled) return new ViridianError('UNDO_DISKS_ENABLED', { name })
    if (snapshots.length < maximumSnapshots) return null
    return new ViridianError('SNAPSHOT_LIMIT', { name, limit: maximumSnapshots })
  },
  revert: ({ name, currentSnapshot }) => (currentSnapshot === null ? new ViridianError('NO_SNAPSHOT', { name }) : null),
  commitUndoDisks: withoutUndoDisks,
  discardUndoDisks: withoutUndoDisks,
  changeUndoDisks: ({ name, snapshots, mergePending }) =>
    snapshots.length > 0 || mergePending ? new ViridianError('SNAPSHOTS_EXIST', { name }) : null,
}

function withoutUndoDisks({ name, undoDisks }: Machine): ViridianError | null {
  return undoDisks.present ? null : new ViridianError('NO_UNDO_DISKS', { name })
}

export interface WhyNot {
  /** Why a machine cannot be given a command, or changed, now: as the host would tell it; null where it can. */
  of(machine: Machine, asked: Refusable): string | null
  /** Why nothing can be asked of the host now. */
  offline(): string | null
}

export function useWhyNot(): WhyNot {
  const { t } = useI18n()
  const host = useHostStore()

  const offline = () => (host.status === 'connected' ? null : t('host.unreachable'))

  return {
    offline,
    of(machine, asked) {
      if (machine.problem !== null) return asked === 'delete' ? offline() : unusable(machine, locale.value)
      const { name, state } = machine
      const refusal =
        objections[asked]?.(machine) ??
        (isAllowed(asked, state) ? null : new ViridianError('STATE_CONFLICT', { name, command: asked, state }))
      return refusal === null ? offline() : describeError(refusal, locale.value)
    },
  }
}
