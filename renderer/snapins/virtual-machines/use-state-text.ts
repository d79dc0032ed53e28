import { useI18n } from 'vue-i18n'
import type { Machine } from '#shared/machine.ts'
import { stateName } from '#shared/messages/index.ts'
import { locale } from '../../i18n/index.ts'

/** A machine's state in words; one that cannot be used is `Off-Critical`, as Hyper-V Manager calls it. */
export function useStateText(): (machine: Machine) => string {
  const { t } = useI18n()
  return (machine) => (machine.problem === null ? stateName(machine.state, locale.value) : t('states.unusable'))
}
