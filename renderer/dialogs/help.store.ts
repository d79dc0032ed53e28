import { defineStore } from 'pinia'
import { ref } from 'vue'

/** Which of the Help menu's dialogs is open. */
export const useHelpStore = defineStore('help', () => {
  const open = ref<'topics' | 'about' | null>(null)
  return { open }
})
