import { defineStore } from 'pinia'
import { useDialogSubject } from '../../stores/dialog-subject.ts'

/** Whose settings are open. */
export const useMachineSettingsStore = defineStore('machineSettings', useDialogSubject)
