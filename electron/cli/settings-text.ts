import type { MachineSettings } from '#shared/machine-settings.ts'
import type { SettingsTexts } from './messages/settings-texts.ts'

/** A machine's automatic actions, as lines of details. */
export function settingsRows(settings: MachineSettings, texts: SettingsTexts): [string, string][] {
  const { automaticStart, automaticStop, recovery } = settings
  const { action, delay } = automaticStart
  const start = texts.starts[action]
  return [
    [texts.details.automaticStart, action === 'nothing' || delay === 0 ? start : texts.after(start, delay)],
    [texts.details.automaticStop, texts.stops[automaticStop]],
    [texts.details.recovery, texts.recoveries[recovery]],
  ]
}
