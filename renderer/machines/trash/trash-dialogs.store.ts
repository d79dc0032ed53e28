import { defineStore } from 'pinia'
import { ref } from 'vue'
import { useDialogSubject } from '../../stores/dialog-subject.ts'

/** Which dialogs about deleted machines are open. */
export const useTrashDialogsStore = defineStore('trashDialogs', () => {
  const trashOpen = ref(false)
  /** The machine whose deletion is asked about. */
  const { machineId, machine } = useDialogSubject()
  return { trashOpen, machineId, machine }
})
