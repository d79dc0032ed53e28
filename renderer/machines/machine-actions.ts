import type { Machine } from '#shared/machine.ts'
import { useConfirmStore } from '../dialogs/confirm.store.ts'
import { useDialogs } from '../dialogs/dialogs.store.ts'
import { i18n, locale } from '../i18n/index.ts'
import { useHostSession } from '../sessions/host-session.ts'
import type { Action } from '../shell/action.ts'
import { useConnectionsStore } from '../stores/connections.store.ts'
import { useMachinesStore, type PlainCommand } from '../stores/machines.store.ts'
import { useSnapshotsStore } from '../stores/snapshots.store.ts'
import { SettingsIcon } from './drives/icons.ts'
import {
  ConnectIcon,
  DeleteIcon,
  DeleteSavedStateIcon,
  NameIcon,
  PauseIcon,
  ResetIcon,
  ResumeIcon,
  SaveIcon,
  ShutDownIcon,
  StartIcon,
  TurnOffIcon,
} from './icons.ts'
import { unusable } from './machine-text.ts'
import { CloneIcon, ExportIcon } from './transfer/icons.ts'
import { TemplateIcon } from './templates/icons.ts'
import { useAskDespite } from './snapshots/ask-despite.ts'
import { RevertIcon, TakeSnapshotIcon } from './snapshots/icons.ts'
import { CommitIcon, DiscardIcon } from './undo-disks/icons.ts'
import { useShutDown } from './use-shut-down.ts'
import { useWhyNot } from './use-why-not.ts'

export interface MachineActions {
  readonly connect: Action
  readonly settings: Action
  readonly start: Action
  readonly turnOff: Action
  readonly shutDown: Action
  readonly save: Action
  readonly deleteSavedState: Action
  /** Resume while the machine is paused, else Pause. */
  readonly pauseOrResume: Action
  readonly reset: Action
  readonly takeSnapshot: Action
  readonly revert: Action
  readonly commitUndoDisks: Action
  readonly discardUndoDisks: Action
  readonly export: Action
  readonly clone: Action
  readonly saveAsTemplate: Action
  readonly rename: Action
  readonly delete: Action
}

type ConfirmTexts =
  | `confirm.${'turnOff' | 'deleteSavedState' | 'reset'}`
  | 'snapshots.confirm.revert'
  | `undoDisks.confirm.${'commit' | 'discard'}`

/** The actions on a machine, for every place that offers them; a refusal is told as the host would tell it. */
export function useMachineActions(): (machine: Machine) => MachineActions {
  const { t } = i18n.global
  const session = useHostSession()
  const machines = useMachinesStore()
  const connections = useConnectionsStore()
  const confirm = useConfirmStore()
  const dialogs = useDialogs()
  const snapshots = useSnapshotsStore()
  const shutDown = useShutDown()
  const whyNot = useWhyNot()
  const askDespite = useAskDespite()

  function whyUnusable(machine: Machine): string | null {
    return machine.problem === null ? null : unusable(machine, locale.value)
  }

  /** `texts`: where those of the question are. */
  async function isConfirmed(machine: Machine, texts: ConfirmTexts, facts = {}): Promise<boolean> {
    const question = {
      title: t(`${texts}.title`),
      text: () => t(`${texts}.text`, { name: machines.find(machine.id)?.name ?? machine.name, ...facts }),
      about: () => machines.find(machine.id),
      confirm: t(`${texts}.confirm`),
      cancel: t(`${texts}.cancel`),
    }
    return confirm.ask(question)
  }

  async function confirmed(command: PlainCommand, machine: Machine, texts: ConfirmTexts): Promise<void> {
    if (await isConfirmed(machine, texts)) await machines.command(command, machine.id)
  }

  async function revert(machine: Machine): Promise<void> {
    const snapshot = machine.snapshots.find(({ id }) => id === machine.currentSnapshot)?.name ?? ''
    if (await isConfirmed(machine, 'snapshots.confirm.revert', { snapshot }))
      await snapshots.revert(machine.id, askDespite)
  }

  return (machine) => {
    const command = (id: PlainCommand, look: Pick<Action, 'label' | 'icon'>, run?: () => unknown): Action => ({
      kind: 'action',
      id,
      subject: machine.id,
      ...look,
      whyNot: () => whyNot.of(machine, id),
      run: run ?? (() => machines.command(id, machine.id)),
    })
    return {
      connect: {
        kind: 'action',
        id: 'connect',
        subject: machine.id,
        label: t('actions.connect'),
        icon: ConnectIcon,
        whyNot: () => whyUnusable(machine),
        run: () => connections.openConnection({ hostId: session.id, machineId: machine.id }),
      },
      settings: {
        kind: 'action',
        id: 'settings',
        label: t('actions.settings'),
        icon: SettingsIcon,
        whyNot: () => whyUnusable(machine) ?? whyNot.offline(),
        run: () => dialogs.open({ kind: 'machineSettings', machineId: machine.id }),
      },
      start: command('start', { label: t('actions.start'), icon: StartIcon }),
      turnOff: command('turnOff', { label: t('actions.turnOff'), icon: TurnOffIcon }, () =>
        confirmed('turnOff', machine, 'confirm.turnOff'),
      ),
      shutDown: {
        kind: 'action',
        id: 'shutDown',
        label: t('actions.shutDown'),
        icon: ShutDownIcon,
        whyNot: () => whyNot.of(machine, 'shutDown') ?? shutDown.whyNot(machine),
        run: () => shutDown.run(machine),
      },
      save: command('save', { label: t('actions.save'), icon: SaveIcon }),
      deleteSavedState: command(
        'deleteSavedState',
        { label: t('actions.deleteSavedState'), icon: DeleteSavedStateIcon },
        () => confirmed('deleteSavedState', machine, 'confirm.deleteSavedState'),
      ),
      pauseOrResume:
        machine.state === 'Paused' || machine.state === 'Resuming'
          ? command('resume', { label: t('actions.resume'), icon: ResumeIcon })
          : command('pause', { label: t('actions.pause'), icon: PauseIcon }),
      reset: command('reset', { label: t('actions.reset'), icon: ResetIcon }, () =>
        confirmed('reset', machine, 'confirm.reset'),
      ),
      takeSnapshot: {
        kind: 'action',
        id: 'takeSnapshot',
        subject: machine.id,
        label: t('snapshots.actions.take'),
        icon: TakeSnapshotIcon,
        whyNot: () => whyNot.of(machine, 'takeSnapshot'),
        run: () => snapshots.take(machine.id),
      },
      revert: command('revert', { label: t('snapshots.actions.revert'), icon: RevertIcon }, () => revert(machine)),
      commitUndoDisks: command('commitUndoDisks', { label: t('undoDisks.actions.commit'), icon: CommitIcon }, () =>
        confirmed('commitUndoDisks', machine, 'undoDisks.confirm.commit'),
      ),
      discardUndoDisks: command('discardUndoDisks', { label: t('undoDisks.actions.discard'), icon: DiscardIcon }, () =>
        confirmed('discardUndoDisks', machine, 'undoDisks.confirm.discard'),
      ),
      export: {
        kind: 'action',
        id: 'export',
        label: t('transfer.actions.export'),
        icon: ExportIcon,
        whyNot: () => whyNot.of(machine, 'export'),
        run: () => dialogs.open({ kind: 'export', machineId: machine.id, snapshotId: null }),
      },
      clone: {
        kind: 'action',
        id: 'clone',
        label: t('transfer.actions.clone'),
        icon: CloneIcon,
        whyNot: () => whyNot.of(machine, 'clone'),
        run: () => dialogs.open({ kind: 'clone', machineId: machine.id, snapshotId: null }),
      },
      saveAsTemplate: {
        kind: 'action',
        id: 'saveAsTemplate',
        label: t('templates.actions.save'),
        icon: TemplateIcon,
        whyNot: () => whyNot.of(machine, 'saveAsTemplate'),
        run: () => dialogs.open({ kind: 'saveTemplate', machineId: machine.id }),
      },
      rename: {
        kind: 'action',
        id: 'rename',
        label: t('actions.rename'),
        icon: NameIcon,
        shortcut: 'F2',
        whyNot: () => whyNot.of(machine, 'configure'),
        run: () => dialogs.open({ kind: 'rename', machineId: machine.id }),
      },
      delete: {
        ...command('delete', { label: t('actions.delete'), icon: DeleteIcon }, () =>
          dialogs.open({ kind: 'deleteMachine', machineId: machine.id }),
        ),
        shortcut: 'Delete',
      },
    }
  }
}
