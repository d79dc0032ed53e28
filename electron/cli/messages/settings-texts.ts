import type { StartupDevice } from '#shared/startup.ts'
import type { AutomaticStart, AutomaticStop, Recovery } from '#shared/machine-settings.ts'

/** What the command line says of a machine's own settings. */
export interface SettingsTexts {
  readonly descriptions: Readonly<Record<'rename' | 'set', string>>
  readonly newNameArgument: string
  readonly options: Readonly<
    Record<
      | 'notes'
      | 'memory'
      | 'autoStart'
      | 'startDelay'
      | 'autoStop'
      | 'recovery'
      | 'startupOrder'
      | 'bootMenu'
      | 'openBootMenu',
      string
    >
  >
  invalidChoice(text: string, flags: string, choices: readonly string[]): string
  invalidStartupOrder(text: string, devices: readonly string[]): string
  invalidDelay(text: string): string
  renamed(from: string, to: string): string
  configured(name: string): string
  /** Of one that is on, where not all of it holds at once. */
  fromNextStart(name: string): string
  readonly details: Readonly<
    Record<'automaticStart' | 'automaticStop' | 'recovery' | 'startupOrder' | 'bootMenu', string>
  >
  /** Of the menu of the firmware. */
  readonly offered: string
  readonly devices: Readonly<Record<StartupDevice, string>>
  readonly starts: Readonly<Record<AutomaticStart['action'], string>>
  after(text: string, seconds: number): string
  readonly stops: Readonly<Record<AutomaticStop, string>>
  readonly recoveries: Readonly<Record<Recovery, string>>
}
