import { computed, type Component, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Action } from '../shell/action.ts'
import { useHostStore } from '../stores/host.store.ts'
import { useDiskToolsStore, type DiskTool } from './disk-tools.store.ts'
import { EditDiskIcon, InspectDiskIcon, NewDiskIcon, NewFloppyIcon } from './icons.ts'

export interface DiskActions {
  /** Of the host's New menu. */
  readonly create: readonly Action[]
  readonly tools: readonly Action[]
}

/** What a host's actions offer for virtual hard disks. */
export function useDiskActions(): ComputedRef<DiskActions> {
  const { t } = useI18n()
  const host = useHostStore()
  const tools = useDiskToolsStore()

  const action = (id: string, label: string, icon: Component, tool: DiskTool): Action => ({
    kind: 'action',
    id,
    label,
    icon,
    whyNot: () => (host.status === 'connected' ? null : t('host.unreachable')),
    run: () => (tools.open = tool),
  })

  return computed(() => ({
    create: [
      action('newDisk', t('disks.actions.newDisk'), NewDiskIcon, { kind: 'newDisk' }),
      action('newFloppy', t('disks.actions.newFloppy'), NewFloppyIcon, { kind: 'newFloppy' }),
    ],
    tools: [
      action('inspectDisk', t('disks.actions.inspect'), InspectDiskIcon, { kind: 'inspect', path: null }),
      action('editDisk', t('disks.actions.edit'), EditDiskIcon, { kind: 'edit', path: null }),
    ],
  }))
}
