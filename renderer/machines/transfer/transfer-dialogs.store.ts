import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { watchSubject } from '../../stores/dialog-subject.ts'
import { useMachinesStore } from '../../stores/machines.store.ts'

/** Of what is exported or cloned: a machine, or one of its snapshots. */
export interface TransferSource {
  readonly machineId: string
  readonly snapshotId: string | null
}

type OpenTransfer = { readonly kind: 'import' } | ({ readonly kind: 'export' | 'clone' } & TransferSource)

/** Which of the dialogs that export, import and clone is open. */
export const useTransferDialogsStore = defineStore('transferDialogs', () => {
  const machines = useMachinesStore()
  const open = shallowRef<OpenTransfer | null>(null)
  /** Null also where it was deleted meanwhile. */
  const machine = computed(() =>
    open.value === null || open.value.kind === 'import' ? null : machines.find(open.value.machineId),
  )
  watchSubject(
    () => machine.value,
    () => open.value !== null,
    () => (open.value = null),
  )
  return { open, machine }
})
