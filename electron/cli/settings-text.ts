import type { MachineSettings } from '#shared/machine-settings.ts'
import type { SettingsTexts } from './messages/settings-texts.ts'

/** A machine's automatic actions and what it starts from, as lines of details. */
export function settingsRows(settings: MachineSettings, texts: SettingsTexts): [string, string][] {
  const { automaticStart, automaticStop, recovery, startup } = settings
  const { action, delay } = automaticStart
  const start = texts.starts[action]
  return [
    [texts.details.automaticStart, action === 'nothing' || delay === 0 ? start : texts.after(start, delay)],
    [texts.details.automaticStop, texts.stops[automaticStop]],
    [texts.details.recovery, texts.recoveries[recovery]],
    [texts.details.startupOrder, startup.order.map((device) => texts.devices[device]).join(', ')],
    [texts.details.bootMenu, startup.menu ? texts.offered : ''],
  ]
}
