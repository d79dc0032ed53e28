import { defineStore } from 'pinia'
import { useDialogSubject } from '../../stores/dialog-subject.ts'

/** Which machine is being renamed. */
export const useRenameStore = defineStore('rename', useDialogSubject)
