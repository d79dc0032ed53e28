import { defineStore } from 'pinia'
import { ref } from 'vue'

/** Whether the New Virtual Machine wizard is open. */
export const useWizardStore = defineStore('wizard', () => {
  const open = ref(false)
  return { open }
})
