import { i18n } from '../../i18n/index.ts'
import { computed, type ComputedRef } from 'vue'
import { AutomaticStartIcon, AutomaticStopIcon, NameIcon, RecoveryIcon } from '../icons.ts'
import { BiosIcon } from '../drives/icons.ts'
import { parseOrder, type ManagementField } from './management.ts'
import AutomaticStartPage from './pages/AutomaticStartPage.vue'
import AutomaticStopPage from './pages/AutomaticStopPage.vue'
import BiosPage from './pages/BiosPage.vue'
import NamePage from './pages/NamePage.vue'
import RecoveryPage from './pages/RecoveryPage.vue'
import type { SettingsNode } from './settings-node.ts'
import type { ManagementDraft } from './use-management-draft.ts'

/** Where each field is entered. */
export const nodeOfField: Readonly<Record<ManagementField, string>> = {
  name: 'name',
  notes: 'name',
  memory: 'memory',
  startAction: 'automaticStart',
  startDelay: 'automaticStart',
  stopAction: 'automaticStop',
  recovery: 'recovery',
  startupOrder: 'bios',
  bootMenu: 'bios',
}

/** The settings that are not hardware, as Hyper-V lists them, with the changes that are not applied yet. */
export function useManagementNodes(draft: ManagementDraft): ComputedRef<readonly SettingsNode[]> {
  const { t } = i18n.global
  const name = draft.field('name')
  const start = draft.field('startAction')
  const stop = draft.field('stopAction')
  const recovery = draft.field('recovery')
  const common = { level: 1, props: { draft } } as const

  return computed(() => [
    {
      ...common,
      id: 'name',
      label: t('machineSettings.name.title'),
      detail: name.value,
      icon: NameIcon,
      page: NamePage,
    },
    {
      ...common,
      id: 'automaticStart',
      label: t('machineSettings.start.title'),
      detail: t(`machineSettings.start.short.${start.value}`),
      icon: AutomaticStartIcon,
      page: AutomaticStartPage,
    },
    {
      ...common,
      id: 'automaticStop',
      label: t('machineSettings.stop.title'),
      detail: t(`machineSettings.stop.short.${stop.value}`),
      icon: AutomaticStopIcon,
      page: AutomaticStopPage,
    },
    {
      ...common,
      id: 'recovery',
      label: t('machineSettings.recovery.title'),
      detail: t(`machineSettings.recovery.short.${recovery.value}`),
      icon: RecoveryIcon,
      page: RecoveryPage,
    },
  ])
}

/** What the machine starts from, which Hyper-V lists first of its hardware. */
export function useBiosNode(draft: ManagementDraft): ComputedRef<SettingsNode> {
  const { t } = i18n.global
  const order = draft.field('startupOrder')
  return computed(() => ({
    id: nodeOfField.startupOrder,
    level: 1,
    label: t('machineSettings.bios.title'),
    detail: t('machineSettings.bios.detail', {
      device: t(`machineSettings.bios.devices.${parseOrder(order.value)[0]}`),
    }),
    icon: BiosIcon,
    page: BiosPage,
    props: { draft },
  }))
}
