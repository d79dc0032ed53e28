import type { Machine } from '#shared/machine.ts'
import { stateName } from '#shared/messages/index.ts'
import { i18n, locale } from '../i18n/index.ts'
import { criticalPause } from './critical-pause.ts'

/**
 * A machine's state in words; as Hyper-V Manager calls them, one that cannot be used is `Off-Critical` and one that a
 * fault has paused `Paused-Critical`.
 */
export function useStateText(): (machine: Machine) => string {
  const { t } = i18n.global
  return (machine) => {
    if (machine.problem !== null) return t('states.unusable')
    return criticalPause(machine) === null ? stateName(machine.state, locale.value) : t('states.pausedCritical')
  }
}
