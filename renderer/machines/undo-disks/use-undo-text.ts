import type { Machine } from '#shared/machine.ts'
import { i18n } from '../../i18n/index.ts'

/** What there is to say of a machine's undo disks, as VMRC Plus' field has it. */
export function useUndoText(): (undoDisks: Machine['undoDisks']) => string {
  const { t } = i18n.global
  return ({ enabled, whenOff }) =>
    enabled ? t('undoDisks.enabledWhen', { when: t(`undoDisks.when.${whenOff}`) }) : t('undoDisks.disabled')
}
