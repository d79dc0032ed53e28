import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { useMachinesStore } from '../../../stores/machines.store.ts'

/** Which machine is being renamed. */
export const useRenameStore = defineStore('rename', () => {
  const machines = useMachinesStore()
  const machineId = ref<string | null>(null)
  /** Null also where the machine was deleted meanwhile. */
  const machine = computed(() => (machineId.value === null ? null : machines.find(machineId.value)))
  return { machineId, machine }
})
