import { i18n } from '../../i18n/index.ts'
import type { Machine } from '#shared/machine.ts'
import { useHelpStore } from '../../dialogs/help.store.ts'
import { always, separator, type MenuItem } from '../../shell/action.ts'
import { HelpIcon } from '../../shell/icons.ts'
import { useMachineActions } from '../../machines/machine-actions.ts'

/** A machine's actions in Hyper-V Manager's order, for the Actions pane and the context menu alike. */
export function useMachineMenu(): (machine: Machine) => MenuItem[] {
  const { t } = i18n.global
  const help = useHelpStore()
  const actionsOf = useMachineActions()

  return (machine) => {
    const actions = actionsOf(machine)
    return [
      actions.connect,
      actions.settings,
      separator('beforePower'),
      actions.start,
      actions.turnOff,
      actions.shutDown,
      // As in Hyper-V Manager, it is offered only where there is one.
      ...(machine.state === 'Saved' ? [actions.deleteSavedState] : []),
      separator('beforePause'),
      actions.save,
      actions.pauseOrResume,
      actions.reset,
      separator('beforeSnapshot'),
      actions.takeSnapshot,
      actions.revert,
      ...(machine.undoDisks.enabled || machine.undoDisks.present
        ? [actions.commitUndoDisks, actions.discardUndoDisks]
        : []),
      separator('beforeExport'),
      actions.export,
      actions.clone,
      actions.saveAsTemplate,
      separator('beforeDelete'),
      actions.rename,
      actions.delete,
      separator('beforeHelp'),
      {
        kind: 'action',
        id: 'machineHelp',
        label: t('actions.help'),
        icon: HelpIcon,
        isHelp: true,
        whyNot: always,
        run: () => (help.open = 'topics'),
      },
    ]
  }
}
