import { computed, ref, shallowRef } from 'vue'
import type { MachineSnapshot } from '#shared/snapshot.ts'
import { defineHostStore } from '../sessions/host-store.ts'
import { selectOnly } from '../shell/selection.ts'
import { watchSubject } from '../stores/dialog-subject.ts'
import { useMachinesStore } from '../stores/machines.store.ts'

/** What is selected of a host in the console's lists. */
export const useSelectionStore = defineHostStore('selection', (session) => {
  const machines = useMachinesStore(session)

  /** May name machines that have not been reported yet, or no longer exist. */
  const rows = shallowRef(selectOnly(null))
  /** The one that keys start from. Whoever sets it selects it alone. */
  const machineId = computed({
    get: () => rows.value.current,
    set: (id) => (rows.value = selectOnly(id)),
  })
  /** All that are selected. */
  const all = computed(() => [...rows.value.ids].flatMap((id) => machines.find(id) ?? []))
  /** The one machine that is selected; null where there are several, or none. */
  const machine = computed(() => (rows.value.ids.size === 1 ? (all.value[0] ?? null) : null))
  /** May name a snapshot of another machine, or one that no longer exists. */
  const snapshotId = ref<string | null>(null)
  /** Null while the machine itself is meant. */
  const snapshot = computed(() => findSnapshot(snapshotId.value))
  /** The snapshot whose name is being edited in the tree. */
  const renamingId = ref<string | null>(null)

  function findSnapshot(wanted: string | null): MachineSnapshot | null {
    return machine.value?.snapshots.find(({ id }) => id === wanted) ?? null
  }

  watchSubject(
    () => findSnapshot(renamingId.value),
    () => renamingId.value !== null,
    () => (renamingId.value = null),
  )

  return { rows, machineId, machines: all, machine, snapshotId, snapshot, renamingId }
})
