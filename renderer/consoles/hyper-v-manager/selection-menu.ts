import { separator, type MenuItem } from '../../shell/action.ts'
import { useBulkActions } from '../../machines/bulk/use-bulk-actions.ts'
import { useSelectionStore } from '../../machines/selection.store.ts'
import { useMachineMenu } from './machine-menu.ts'

/** What can be done to the machines that are selected, in Hyper-V Manager's order: all there is to one, or what several have in common. */
export function useSelectionMenu(): () => MenuItem[] {
  const selection = useSelectionStore()
  const menuOf = useMachineMenu()
  const bulkActionsOf = useBulkActions()

  return () => {
    const { machine, machines } = selection
    if (machine !== null) return menuOf(machine)
    if (machines.length === 0) return []
    const actions = bulkActionsOf(machines)
    return [
      actions.start,
      actions.turnOff,
      actions.shutDown,
      separator('beforePause'),
      actions.save,
      actions.pause,
      actions.resume,
      actions.reset,
      separator('beforeSnapshot'),
      actions.takeSnapshot,
      separator('beforeDelete'),
      actions.delete,
    ]
  }
}
