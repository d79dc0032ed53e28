import { defineStore } from 'pinia'
import { ref } from 'vue'

/** Whether the settings of the host are open. */
export const useHostSettingsStore = defineStore('hostSettings', () => ({ open: ref(false) }))
