import { engineOf } from '#shared/engine.ts'
import type { ViridianError } from '#shared/errors.ts'
import type { Machine } from '#shared/machine.ts'
import { describeError } from '#shared/messages/index.ts'
import { objectionTo, type Asked } from '#shared/objections.ts'
import { i18n, locale } from '../i18n/index.ts'
import { useHostStore } from '../stores/host.store.ts'

export interface WhyNot {
  /** Why a machine cannot be given a command, or changed, now: as the host would tell it; null where it can. */
  of(machine: Machine, asked: Asked): string | null
  /** What the host would refuse it with; null where it would not. */
  refusal(machine: Machine, asked: Asked): ViridianError | null
  /** Why nothing can be asked of the host now. */
  offline(): string | null
}

export function useWhyNot(): WhyNot {
  const { t } = i18n.global
  const host = useHostStore()

  const offline = () => (host.status === 'connected' ? null : t('host.unreachable'))

  const refusal = (machine: Machine, asked: Asked) =>
    objectionTo(machine, asked, host.info === null ? null : engineOf(host.info, machine))

  return {
    offline,
    refusal,
    of(machine, asked) {
      const objection = refusal(machine, asked)
      return objection === null ? offline() : describeError(objection, locale.value)
    },
  }
}
