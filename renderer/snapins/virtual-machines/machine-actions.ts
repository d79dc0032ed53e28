import { useI18n } from 'vue-i18n'
import type { MachineCommand } from '#shared/machine-state.ts'
import type { Machine } from '#shared/machine.ts'
import { useConfirmStore } from '../../dialogs/confirm.store.ts'
import { locale } from '../../i18n/index.ts'
import type { Action } from '../../shell/action.ts'
import { useConnectionsStore } from '../../stores/connections.store.ts'
import { useMachinesStore } from '../../stores/machines.store.ts'
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
  StartIcon,
  TurnOffIcon,
} from './icons.ts'
import { useMachineSettingsStore } from './machine-settings/machine-settings.store.ts'
import { useRenameStore } from './machine-settings/rename.store.ts'
import { unusable } from './machine-text.ts'
import { useWhyNot } from './use-why-not.ts'

export interface MachineActions {
  readonly connect: Action
  readonly settings: Action
  readonly start: Action
  readonly turnOff: Action
  readonly save: Action
  readonly deleteSavedState: Action
  /** Resume while the machine is paused, else Pause. */
  readonly pauseOrResume: Action
  readonly reset: Action
  readonly rename: Action
  readonly delete: Action
}

/** The actions on a machine, for every place that offers them; a refusal is told as the host would tell it. */
export function useMachineActions(): (machine: Machine) => MachineActions {
  const { t } = useI18n()
  const machines = useMachinesStore()
  const connections = useConnectionsStore()
  const confirm = useConfirmStore()
  const settings = useMachineSettingsStore()
  const rename = useRenameStore()
  const whyNot = useWhyNot()

  function whyUnusable(machine: Machine): string | null {
    return machine.problem === null ? null : unusable(machine, locale.value)
  }

  async function confirmed(
    command: 'turnOff' | 'deleteSavedState' | 'reset' | 'delete',
    machine: Machine,
  ): Promise<void> {
    const texts = `confirm.${command}` as const
    const question = {
      title: t(`${texts}.title`),
      text: t(`${texts}.text`, { name: machine.name }),
      confirm: t(`${texts}.confirm`),
      cancel: t(`${texts}.cancel`),
    }
    if (await confirm.ask(question)) await machines.command(command, machine.id)
  }

  return (machine) => {
    const command = (id: MachineCommand, look: Pick<Action, 'label' | 'icon'>, run?: () => unknown): Action => ({
      kind: 'action',
      id,
      ...look,
      whyNot: () => whyNot.of(machine, id),
      run: run ?? (() => machines.command(id, machine.id)),
    })
    return {
      connect: {
        kind: 'action',
        id: 'connect',
        label: t('actions.connect'),
        icon: ConnectIcon,
        whyNot: () => whyUnusable(machine),
        run: () => connections.connect(machine.id),
      },
      settings: {
        kind: 'action',
        id: 'settings',
        label: t('actions.settings'),
        icon: SettingsIcon,
        whyNot: () => whyUnusable(machine) ?? whyNot.offline(),
        run: () => (settings.machineId = machine.id),
      },
      start: command('start', { label: t('actions.start'), icon: StartIcon }),
      turnOff: command('turnOff', { label: t('actions.turnOff'), icon: TurnOffIcon }, () =>
        confirmed('turnOff', machine),
      ),
      save: command('save', { label: t('actions.save'), icon: SaveIcon }),
      deleteSavedState: command(
        'deleteSavedState',
        { label: t('actions.deleteSavedState'), icon: DeleteSavedStateIcon },
        () => confirmed('deleteSavedState', machine),
      ),
      pauseOrResume:
        machine.state === 'Paused' || machine.state === 'Resuming'
          ? command('resume', { label: t('actions.resume'), icon: ResumeIcon })
          : command('pause', { label: t('actions.pause'), icon: PauseIcon }),
      reset: command('reset', { label: t('actions.reset'), icon: ResetIcon }, () => confirmed('reset', machine)),
      rename: {
        kind: 'action',
        id: 'rename',
        label: t('actions.rename'),
        icon: NameIcon,
        shortcut: 'F2',
        whyNot: () => whyNot.of(machine, 'configure'),
        run: () => (rename.machineId = machine.id),
      },
      delete: {
        ...command('delete', { label: t('actions.delete'), icon: DeleteIcon }, () => confirmed('delete', machine)),
        shortcut: 'Delete',
      },
    }
  }
}
