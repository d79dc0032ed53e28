import { computed } from 'vue'
import { useConfirmStore } from '../../dialogs/confirm.store.ts'
import { i18n, locale } from '../../i18n/index.ts'
import { ViridianError } from '#shared/errors.ts'
import { asKnownError } from '#shared/messages/index.ts'
import { canRun } from '#shared/machine-state.ts'
import type { Machine } from '#shared/machine.ts'
import { trashDays } from '#shared/trash.ts'
import { isUnderWay, type Action } from '../../shell/action.ts'
import { useMachinesStore } from '../../stores/machines.store.ts'
import { useSnapshotsStore } from '../../stores/snapshots.store.ts'
import { useTrashStore } from '../../stores/trash.store.ts'
import {
  DeleteIcon,
  PauseIcon,
  ResetIcon,
  ResumeIcon,
  SaveIcon,
  ShutDownIcon,
  StartIcon,
  TurnOffIcon,
} from '../icons.ts'
import { TakeSnapshotIcon } from '../snapshots/icons.ts'
import { useShutDown } from '../use-shut-down.ts'
import { useWhyNot } from '../use-why-not.ts'
import { useBulkRunsStore, type BulkCommand } from './bulk-runs.store.ts'

export type BulkActions = Readonly<Record<BulkCommand, Action>>

type Asked = Extract<BulkCommand, 'turnOff' | 'shutDown' | 'reset' | 'delete'>

/** Names that a question tells; nobody reads more. */
const namesTold = 10

function isAsked(command: BulkCommand): command is Asked {
  return command === 'turnOff' || command === 'shutDown' || command === 'reset' || command === 'delete'
}

/**
 * The actions on several machines: each can be done where one of them can, is asked about once, and is done to all that can.
 * What the host answers is told for each machine that refused.
 */
export function useBulkActions(): (machines: readonly Machine[]) => BulkActions {
  const { t } = i18n.global
  const store = useMachinesStore()
  const snapshots = useSnapshotsStore()
  const trash = useTrashStore()
  const confirm = useConfirmStore()
  const runs = useBulkRunsStore()
  const shutDown = useShutDown()
  const whyNot = useWhyNot()

  const work: Record<BulkCommand, (id: string) => Promise<unknown>> = {
    start: (id) => store.give('start', id),
    turnOff: (id) => store.give('turnOff', id),
    save: (id) => store.give('save', id),
    pause: (id) => store.give('pause', id),
    resume: (id) => store.give('resume', id),
    reset: (id) => store.give('reset', id),
    takeSnapshot: (id) => snapshots.takeNamed(id, snapshots.defaultName(id)),
    delete: (id) => trash.put({ id }, 'delete'),
    shutDown: async (id) => {
      const { error } = await store.shutDown(id)
      const known = asKnownError(error)
      if (known !== null) throw new ViridianError(known.code, known.facts)
    },
  }

  /** Told at once of most, as there may be thousands. */
  function can(command: BulkCommand, machine: Machine): boolean {
    if (machine.problem === null && !canRun(command, machine.state)) return false
    if (isUnderWay(command, machine.id) || whyNot.refusal(machine, command) !== null) return false
    if (whyNot.offline() !== null) return false
    return command !== 'shutDown' || shutDown.whyNot(machine) === null
  }

  function namesOf(machines: readonly Machine[]): string {
    const told = machines.slice(0, namesTold).map(({ name }) => name)
    if (told.length === machines.length) return new Intl.ListFormat(locale.value).format(told)
    return t('bulk.more', { names: told.join(', '), count: machines.length - told.length })
  }

  async function isConfirmed(command: Asked, machines: readonly Machine[]): Promise<boolean> {
    const { length: count } = machines
    const texts = command === 'delete' ? 'trash.ask' : (`confirm.${command}` as const)
    return confirm.ask({
      title: t(`bulk.confirm.${command}.title`),
      text: () => `${t(`bulk.confirm.${command}.text`, { count, days: trashDays }, count)}\n\n${namesOf(machines)}`,
      confirm: t(`${texts}.confirm`),
      cancel: t(`${texts}.cancel`),
    })
  }

  async function run(command: BulkCommand, machines: readonly Machine[]): Promise<void> {
    const able = machines.filter((machine) => can(command, machine))
    if (isAsked(command) && !(await isConfirmed(command, able))) return
    // Not waited for: it is known of each machine what is under way on it, and others can be given the command meanwhile.
    void runs.carryOut({ command, machines: able, work: work[command] })
  }

  return (machines) => {
    const action = (command: BulkCommand, look: Pick<Action, 'label' | 'icon' | 'shortcut'>): Action => {
      const isPossible = computed(() => machines.some((machine) => can(command, machine)))
      return {
        kind: 'action',
        id: `bulk ${command}`,
        ...look,
        whyNot: () => (isPossible.value ? null : (whyNot.offline() ?? t('bulk.whyNone'))),
        run: () => run(command, machines),
      }
    }
    return {
      start: action('start', { label: t('actions.start'), icon: StartIcon }),
      turnOff: action('turnOff', { label: t('actions.turnOff'), icon: TurnOffIcon }),
      shutDown: action('shutDown', { label: t('actions.shutDown'), icon: ShutDownIcon }),
      save: action('save', { label: t('actions.save'), icon: SaveIcon }),
      pause: action('pause', { label: t('actions.pause'), icon: PauseIcon }),
      resume: action('resume', { label: t('actions.resume'), icon: ResumeIcon }),
      reset: action('reset', { label: t('actions.reset'), icon: ResetIcon }),
      takeSnapshot: action('takeSnapshot', { label: t('snapshots.actions.take'), icon: TakeSnapshotIcon }),
      delete: action('delete', { label: t('actions.delete'), icon: DeleteIcon, shortcut: 'Delete' }),
    }
  }
}
