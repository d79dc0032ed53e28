import { watch } from 'vue'
import { useLayout } from '../../shell/layout.ts'
import { useConnectionsStore } from '../../stores/connections.store.ts'
import { useMachinesStore } from '../../stores/machines.store.ts'

/** Which machine was selected and which connections were open, for a page that is loaded again. */
export function useRememberedView(): void {
  const layout = useLayout()
  const machines = useMachinesStore()
  const connections = useConnectionsStore()

  machines.selectedId = layout.selected['machines'] ?? null
  connections.restore(layout.documents, layout.selected['tabs'] ?? null)
  watch(
    () => machines.selectedId,
    (id) => {
      if (id === null) delete layout.selected['machines']
      else layout.selected['machines'] = id
    },
  )
  watch(
    () => connections.openIds,
    (ids) => (layout.documents = [...ids]),
  )
}
