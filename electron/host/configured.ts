import { isDeepStrictEqual } from 'node:util'
import type { ConfigureMachine } from '#shared/machine.ts'
import type { MachineChange } from '#shared/machine-state.ts'
import { changeOf, namedIn } from '#shared/settings-table.ts'
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

/** What is asked of a machine by changes, of which some may be as it is. */
export function changeBetween(now: MachineConfiguration, changes: ConfigureMachine): MachineChange {
  const before = { ...now, ...now.settings }
  const after = { ...changes, ...changes.settings }
  return changeOf(namedIn(changes).filter((name) => !isDeepStrictEqual(before[name], after[name])))
}
