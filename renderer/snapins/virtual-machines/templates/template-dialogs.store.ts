import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { useMachinesStore } from '../../../stores/machines.store.ts'

/** Which dialogs about templates are open. */
export const useTemplateDialogsStore = defineStore('templateDialogs', () => {
  const machines = useMachinesStore()
  const listOpen = ref(false)
  /** The machine that is to be kept as a template. */
  const machineId = ref<string | null>(null)
  /** Null also where the machine was deleted meanwhile. */
  const machine = computed(() => (machineId.value === null ? null : machines.find(machineId.value)))
  return { listOpen, machineId, machine }
})
