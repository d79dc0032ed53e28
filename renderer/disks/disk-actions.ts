import { i18n } from '../i18n/index.ts'
import { computed, type Component, type ComputedRef } from 'vue'
import { useDialogs } from '../dialogs/dialogs.store.ts'
import type { Action } from '../shell/action.ts'
import { useHostStore } from '../stores/host.store.ts'
import { EditDiskIcon, InspectDiskIcon, NewDiskIcon, NewFloppyIcon } from './icons.ts'

export interface DiskActions {
  /** Of the host's New menu. */
  readonly create: readonly Action[]
  readonly tools: readonly Action[]
}

/** What a host's actions offer for virtual hard disks. */
export function useDiskActions(): ComputedRef<DiskActions> {
  const { t } = i18n.global
  const host = useHostStore()
  const dialogs = useDialogs()

  const action = (id: string, label: string, icon: Component, dialog: Parameters<typeof dialogs.open>[0]): Action => ({
    kind: 'action',
    id,
    label,
    icon,
    whyNot: () => (host.status === 'connected' ? null : t('host.unreachable')),
    run: () => dialogs.open(dialog),
  })

  return computed(() => ({
    create: [
      action('newDisk', t('disks.actions.newDisk'), NewDiskIcon, { kind: 'newDisk' }),
      action('newFloppy', t('disks.actions.newFloppy'), NewFloppyIcon, { kind: 'newFloppy' }),
    ],
    tools: [
      action('inspectDisk', t('disks.actions.inspect'), InspectDiskIcon, { kind: 'inspectDisk', path: null }),
      action('editDisk', t('disks.actions.edit'), EditDiskIcon, { kind: 'editDisk', path: null }),
    ],
  }))
}
