import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { useMachinesStore } from '../../../stores/machines.store.ts'

/** Which dialogs about deleted machines are open. */
export const useTrashDialogsStore = defineStore('trashDialogs', () => {
  const machines = useMachinesStore()
  const trashOpen = ref(false)
  /** The machine whose deletion is asked about. */
  const machineId = ref<string | null>(null)
  /** Null also where the machine was deleted meanwhile. */
  const machine = computed(() => (machineId.value === null ? null : machines.find(machineId.value)))
  return { trashOpen, machineId, machine }
})
