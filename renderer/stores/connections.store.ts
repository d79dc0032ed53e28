import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { HostSession } from '../sessions/host-session.ts'
import { parseReference, referenceText, type MachineReference } from '../sessions/machine-reference.ts'
import { useSessionsStore } from '../sessions/sessions.store.ts'
import type { Machine } from '#shared/machine.ts'
import { useMachinesStore } from './machines.store.ts'
import { useNoticesStore } from './notices.store.ts'

/** An open connection of a machine that exists. */
export interface Connection {
  /** `referenceText` of the machine. */
  readonly id: string
  readonly session: HostSession
  readonly machine: Machine
}

/**
 * Open virtual machine connections. The desktop application gives each a window of its own; in a browser they are tabs
 * of the manager's page.
 */
export const useConnectionsStore = defineStore('connections', () => {
  const sessions = useSessionsStore()
  const notices = useNoticesStore()
  const openIds = ref<readonly string[]>([])
  /** Connection whose tab is in front; null while the manager is. */
  const activeId = ref<string | null>(null)
  /** Goes up each time the user goes to a connection. */
  const visits = ref(0)

  /** Tabs of machines that still exist, in the order they were opened. */
  const open = computed(() => openIds.value.flatMap((id) => find(id) ?? []))
  const active = computed(() => open.value.find(({ id }) => id === activeId.value) ?? null)

  function find(id: string): Connection | null {
    const { hostId, machineId } = parseReference(id)
    const session = sessions.find(hostId)
    const machine = session === null ? null : useMachinesStore(session).find(machineId)
    return session === null || machine === null ? null : { id, session, machine }
  }

  function openConnection(reference: MachineReference): void {
    const id = referenceText(reference)
    if (window.viridian !== undefined) {
      const machine = find(id)?.machine.name ?? null
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

  /** Brings a connection's tab, or with null the manager, to the front. */
  function activate(id: string | null): void {
    activeId.value = id
    visits.value += 1
  }

  /** As they were when the page was left; the hosts may not have told of the machines yet. */
  function restore(ids: readonly string[], front: string | null): void {
    openIds.value = ids.map((id) => referenceText(parseReference(id)))
    activeId.value = front === null ? null : referenceText(parseReference(front))
  }

  return { find, open, openIds, active, activeId, visits, openConnection, close, activate, restore }
})
