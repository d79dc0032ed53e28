import type { AutomaticStart, AutomaticStop, Recovery } from '#shared/machine-settings.ts'
import type { SettingName } from '#shared/settings-table.ts'
import { startupOrderSchema, type StartupDevice } from '#shared/startup.ts'
import type { ConfigureMachine, Machine } from '#shared/machine.ts'

/** What of a machine is entered in its settings beside its drives; a number that is no number is an empty text. */
export interface Management {
  readonly name: string
  readonly notes: string
  /** Megabytes. */
  readonly memory: number | ''
  readonly startAction: AutomaticStart['action']
  /** Seconds. */
  readonly startDelay: number | ''
  readonly stopAction: AutomaticStop
  readonly recovery: Recovery
  /** As `formatOrder` writes it, so that orders can be compared. */
  readonly startupOrder: string
  readonly bootMenu: boolean
}

export function formatOrder(order: readonly StartupDevice[]): string {
  return order.join(',')
}

export function parseOrder(text: string): StartupDevice[] {
  return startupOrderSchema.parse(text.split(','))
}

export type ManagementField = keyof Management

/** The setting that a field is of. */
export const settingOf = {
  name: 'name',
  notes: 'notes',
  memory: 'memory',
  startAction: 'automaticStart',
  startDelay: 'automaticStart',
  stopAction: 'automaticStop',
  recovery: 'recovery',
  startupOrder: 'startup',
  bootMenu: 'startup',
} as const satisfies Readonly<Record<ManagementField, SettingName>>

export function managementOf({ name, notes, memory, settings }: Machine): Management {
  const { automaticStart, automaticStop: stopAction, recovery, startup } = settings
  const { action: startAction, delay: startDelay } = automaticStart
  const { menu: bootMenu } = startup
  const startupOrder = formatOrder(startup.order)
  return { name, notes, memory, startAction, startDelay, stopAction, recovery, startupOrder, bootMenu }
}

/** What the host is asked for so that the fields that were changed are as entered; the numbers in them were checked. */
export function changesOf(entered: Management, changed: readonly ManagementField[]): ConfigureMachine {
  const has = (...fields: ManagementField[]) => fields.some((field) => changed.includes(field))
  const { name, notes, memory, startAction, startDelay, stopAction, recovery, startupOrder, bootMenu } = entered
  const settings = {
    ...(has('startAction', 'startDelay') ? { automaticStart: { action: startAction, delay: Number(startDelay) } } : {}),
    ...(has('stopAction') ? { automaticStop: stopAction } : {}),
    ...(has('recovery') ? { recovery } : {}),
    ...(has('startupOrder', 'bootMenu') ? { startup: { order: parseOrder(startupOrder), menu: bootMenu } } : {}),
  }
  return {
    ...(has('name') ? { name } : {}),
    ...(has('notes') ? { notes } : {}),
    ...(has('memory') ? { memory: Number(memory) } : {}),
    ...(Object.keys(settings).length > 0 ? { settings } : {}),
  }
}
