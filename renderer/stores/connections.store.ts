import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { useMachinesStore } from './machines.store.ts'
import { useNoticesStore } from './notices.store.ts'

/**
 * Open virtual machine connections. The desktop application gives each a window of its own; in a browser they are tabs
 * of the manager's page.
 */
export const useConnectionsStore = defineStore('connections', () => {
  const machines = useMachinesStore()
  const notices = useNoticesStore()
  const openIds = ref<readonly string[]>([])
  /** Machine whose tab is in front; null while the manager is. */
  const activeId = ref<string | null>(null)
  /** Goes up each time the user goes to a connection. */
  const visits = ref(0)

  /** Tabs of machines that still exist, in the order they were opened. */
  const open = computed(() => openIds.value.flatMap((id) => machines.find(id) ?? []))
  const active = computed(() => open.value.find((machine) => machine.id === activeId.value) ?? null)

  function connect(id: string): void {
    if (window.viridian !== undefined) {
      const machine = machines.find(id)?.name ?? null
      window.viridian
        .openConnection(id)
        .catch((error: unknown) => notices.report({ kind: 'openConnection', machine }, error))
      return
    }
    if (!openIds.value.includes(id)) openIds.value = [...openIds.value, id]
    activate(id)
  }

  function close(id: string): void {
    openIds.value = openIds.value.filter((other) => other !== id)
    if (activeId.value === id) activeId.value = null
  }

  /** Brings a machine's tab, or with null the manager, to the front. */
  function activate(id: string | null): void {
    activeId.value = id
    visits.value += 1
  }

  /** As they were when the page was left; the host may not have told of the machines yet. */
  function restore(ids: readonly string[], front: string | null): void {
    openIds.value = ids
    activeId.value = front
  }

  return { open, openIds, active, activeId, visits, connect, close, activate, restore }
})
