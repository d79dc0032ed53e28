import { defineStore } from 'pinia'
import { ref } from 'vue'
import { useDialogSubject } from '../../stores/dialog-subject.ts'

/** Which dialogs about templates are open. */
export const useTemplateDialogsStore = defineStore('templateDialogs', () => {
  const listOpen = ref(false)
  /** The machine that is to be kept as a template. */
  const { machineId, machine } = useDialogSubject()
  return { listOpen, machineId, machine }
})
