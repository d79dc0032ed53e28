import { computed, reactive, shallowRef } from 'vue'
import type { ErrorCode } from '#shared/errors.ts'
import { canRun } from '#shared/machine-state.ts'
import type { Machine } from '#shared/machine.ts'
import { asKnownError } from '#shared/messages/index.ts'
import { undoDisksEnabled } from '#shared/objections.ts'
import { cloneNames, maximumClones, type CloneMachine } from '#shared/transfer.ts'
import type { Task } from '../../jobs/use-task.ts'
import { nameRuleBroken } from '../new-machine/name-rule.ts'
import type { Refusal } from '../../fields/refusal.ts'

export const cloneModes = ['linked', 'full'] as const
export type CloneMode = (typeof cloneModes)[number]

export interface CloneTask extends Task {
  readonly input: CloneMachine
}

type Field = 'name' | 'count' | 'from' | 'mode'
type Refusals = { readonly [Name in Field]?: Refusal }

const fieldOfCode: Partial<Record<ErrorCode, Field>> = {
  MACHINE_NAME_TAKEN: 'name',
  SNAPSHOT_NOT_FOUND: 'from',
  SNAPSHOT_LIMIT: 'mode',
  UNDO_DISKS_ENABLED: 'mode',
}

const fieldOfInput: Readonly<Record<string, Field>> = { name: 'name', count: 'count', snapshotId: 'from' }

/** What the dialog for clones was told, and the task that comes of it. */
export function useCloneDraft(machine: () => Machine, snapshotId: string | null, proposedName: string) {
  /** `count` as typed; `from` is a snapshot, or null for the machine as it is now. */
  const draft = reactive<{ name: string; count: number | ''; from: string | null; mode: CloneMode }>({
    name: proposedName,
    count: 1,
    from: snapshotId,
    mode: 'linked',
  })
  const refusals = shallowRef<Refusals>({})

  /** A machine that is on cannot be copied as it is now; its snapshots can. */
  const offersNow = computed(() => snapshotId === null || canRun('clone', machine().state))

  /** Why its disks cannot be shared: that needs a snapshot, which would have to be taken. */
  const linkedObjection = computed(() => {
    const hasDisks = machine().drives.some(({ kind }) => kind === 'disk')
    return draft.from === null && hasDisks ? undoDisksEnabled(machine()) : null
  })
  const mode = computed({
    get: () => (linkedObjection.value === null ? draft.mode : 'full'),
    set: (chosen) => (draft.mode = chosen),
  })

  /** Of the clones, as far as a number of them was typed. */
  const names = computed(() => cloneNames({ name: draft.name.trim(), count: isCount(draft.count) ? draft.count : 1 }))

  const task = computed((): CloneTask => {
    const { id, folder } = machine()
    const from = draft.from === null ? {} : { snapshotId: draft.from }
    const input = { id, name: draft.name.trim(), count: Number(draft.count), mode: mode.value, ...from }
    return { kind: 'cloneMachine', path: folder, input }
  })

  /** Whether all is in order. */
  function validate(): boolean {
    // The number behind a name counts as well; the last one has most digits.
    const rule = nameRuleBroken(draft.name) ?? nameRuleBroken(names.value.at(-1) ?? '')
    refusals.value = {
      ...(rule === null ? {} : { name: { kind: 'rule', rule } }),
      ...(isCount(draft.count) ? {} : { count: { kind: 'number', minimum: 1, maximum: maximumClones } }),
    }
    return Object.keys(refusals.value).length === 0
  }

  /** Takes in the host's failure; false where no field is to blame. */
  function refuse(error: unknown): boolean {
    const known = asKnownError(error)
    if (known === null) return false
    const field =
      known.code === 'INPUT_INVALID' ? fieldOfInput[known.facts.issues[0]?.path ?? ''] : fieldOfCode[known.code]
    if (field === undefined) return false
    refusals.value = { [field]: { kind: 'host', error } }
    return true
  }

  return { draft, mode, names, offersNow, linkedObjection, refusals, task, validate, refuse }
}

function isCount(count: number | ''): count is number {
  return count !== '' && Number.isInteger(count) && count >= 1 && count <= maximumClones
}
