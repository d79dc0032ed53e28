import { useI18n } from 'vue-i18n'
import { ViridianError } from '#shared/errors.ts'
import { canRun, type MachineCommand } from '#shared/machine-state.ts'
import type { Machine } from '#shared/machine.ts'
import { describeError } from '#shared/messages/index.ts'
import { useConfirmStore } from '../../dialogs/confirm.store.ts'
import { locale } from '../../i18n/index.ts'
import type { Action } from '../../shell/action.ts'
import { useConnectionsStore } from '../../stores/connections.store.ts'
import { useHostStore } from '../../stores/host.store.ts'
import { useMachinesStore } from '../../stores/machines.store.ts'
import { ConnectIcon, DeleteIcon, PauseIcon, ResetIcon, ResumeIcon, StartIcon, TurnOffIcon } from './icons.ts'
import { unusable } from './machine-text.ts'

export interface MachineActions {
  readonly connect: Action
  readonly start: Action
  readonly turnOff: Action
  /** Resume while the machine is paused, else Pause. */
  readonly pauseOrResume: Action
  readonly reset: Action
  readonly delete: Action
}

/** The actions on a machine, for every place that offers them; a refusal is told as the host would tell it. */
export function useMachineActions(): (machine: Machine) => MachineActions {
  const { t } = useI18n()
  const host = useHostStore()
  const machines = useMachinesStore()
  const connections = useConnectionsStore()
  const confirm = useConfirmStore()

  function offline(): string | null {
    return host.status === 'connected' ? null : t('host.unreachable')
  }

  function whyNot(machine: Machine, command: MachineCommand): string | null {
    if (machine.problem !== null) return unusable(machine, locale.value)
    if (canRun(command, machine.state)) return offline()
    const { name, state } = machine
    return describeError(new ViridianError('STATE_CONFLICT', { name, command, state }), locale.value)
  }

  function whyNotConnect(machine: Machine): string | null {
    return machine.problem === null ? null : unusable(machine, locale.value)
  }

  async function confirmed(command: 'turnOff' | 'reset' | 'delete', machine: Machine): Promise<void> {
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
      whyNot: () => whyNot(machine, id),
      run: run ?? (() => machines.command(id, machine.id)),
    })
    return {
      connect: {
        kind: 'action',
        id: 'connect',
        label: t('actions.connect'),
        icon: ConnectIcon,
        whyNot: () => whyNotConnect(machine),
        run: () => connections.connect(machine.id),
      },
      start: command('start', { label: t('actions.start'), icon: StartIcon }),
      turnOff: command('turnOff', { label: t('actions.turnOff'), icon: TurnOffIcon }, () =>
        confirmed('turnOff', machine),
      ),
      pauseOrResume:
        machine.state === 'Paused' || machine.state === 'Resuming'
          ? command('resume', { label: t('actions.resume'), icon: ResumeIcon })
          : command('pause', { label: t('actions.pause'), icon: PauseIcon }),
      reset: command('reset', { label: t('actions.reset'), icon: ResetIcon }, () => confirmed('reset', machine)),
      delete: {
        ...command('delete', { label: t('actions.delete'), icon: DeleteIcon }, () => confirmed('delete', machine)),
        shortcut: 'Delete',
      },
    }
  }
}
