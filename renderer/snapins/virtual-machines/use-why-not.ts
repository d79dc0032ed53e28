import { useI18n } from 'vue-i18n'
import { ViridianError } from '#shared/errors.ts'
import {
  canChange,
  canRun,
  machineChanges,
  type MachineChange,
  type MachineCommand,
  type MachineState,
} from '#shared/machine-state.ts'
import type { Machine } from '#shared/machine.ts'
import { describeError } from '#shared/messages/index.ts'
import { locale } from '../../i18n/index.ts'
import { useHostStore } from '../../stores/host.store.ts'
import { unusable } from './machine-text.ts'

function isChange(asked: MachineCommand | MachineChange): asked is MachineChange {
  return (machineChanges as readonly string[]).includes(asked)
}

function isAllowed(asked: MachineCommand | MachineChange, state: MachineState): boolean {
  return isChange(asked) ? canChange(asked, state) : canRun(asked, state)
}

export interface WhyNot {
  /** Why a machine cannot be given a command, or changed, now: as the host would tell it; null where it can. */
  of(machine: Machine, asked: MachineCommand | MachineChange): string | null
  /** Why nothing can be asked of the host now. */
  offline(): string | null
}

export function useWhyNot(): WhyNot {
  const { t } = useI18n()
  const host = useHostStore()

  const offline = () => (host.status === 'connected' ? null : t('host.unreachable'))

  return {
    offline,
    of(machine, asked) {
      if (machine.problem !== null) return unusable(machine, locale.value)
      const { name, state } = machine
      if (isAllowed(asked, state)) return offline()
      return describeError(new ViridianError('STATE_CONFLICT', { name, command: asked, state }), locale.value)
    },
  }
}
