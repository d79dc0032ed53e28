import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { AutomaticStartIcon, AutomaticStopIcon, NameIcon, RecoveryIcon } from '../icons.ts'
import type { ManagementField } from './management.ts'
import AutomaticStartPage from './pages/AutomaticStartPage.vue'
import AutomaticStopPage from './pages/AutomaticStopPage.vue'
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
}

/** The settings that are not hardware, as Hyper-V lists them, with the changes that are not applied yet. */
export function useManagementNodes(draft: ManagementDraft): ComputedRef<readonly SettingsNode[]> {
  const { t } = useI18n()
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
