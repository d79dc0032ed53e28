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
  /** The one that what is about one machine is about. */
  const machineId = computed({
    get: () => rows.value.current,
    set: (id) => (rows.value = selectOnly(id)),
  })
  const machine = computed(() => (machineId.value === null ? null : machines.find(machineId.value)))
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

  return { rows, machineId, machine, snapshotId, snapshot, renamingId }
})
