import type { ConfigureMachine } from '#shared/machine.ts'
import type { MachineConfiguration } from './machine-configuration.ts'

/** A machine's configuration with what was asked for. */
export function configured(now: MachineConfiguration, changes: ConfigureMachine): MachineConfiguration {
  const { name = now.name, notes = now.notes, memory = now.memory, settings } = changes
  const {
    automaticStart = now.settings.automaticStart,
    automaticStop = now.settings.automaticStop,
    recovery = now.settings.recovery,
    startup = now.settings.startup,
  } = settings ?? {}
  return { ...now, name, notes, memory, settings: { automaticStart, automaticStop, recovery, startup } }
}

/** False where only that is asked for which the guest does not see. */
export function needsMemoryChange(now: MachineConfiguration, { memory }: ConfigureMachine): boolean {
  return memory !== undefined && memory !== now.memory
}
