import { useI18n } from 'vue-i18n'
import type { Machine } from '#shared/machine.ts'

/** What there is to say of a machine's undo disks, as VMRC Plus' field has it. */
export function useUndoText(): (undoDisks: Machine['undoDisks']) => string {
  const { t } = useI18n()
  return ({ enabled, whenOff }) =>
    enabled ? t('undoDisks.enabledWhen', { when: t(`undoDisks.when.${whenOff}`) }) : t('undoDisks.disabled')
}
