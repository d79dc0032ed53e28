import type { AutomaticStart, AutomaticStop, Recovery } from '#shared/machine-settings.ts'

/** What the command line says of a machine's own settings. */
export interface SettingsTexts {
  readonly descriptions: Readonly<Record<'rename' | 'set', string>>
  readonly newNameArgument: string
  readonly options: Readonly<Record<'notes' | 'memory' | 'autoStart' | 'startDelay' | 'autoStop' | 'recovery', string>>
  invalidChoice(text: string, flags: string, choices: readonly string[]): string
  invalidDelay(text: string): string
  renamed(from: string, to: string): string
  configured(name: string): string
  readonly details: Readonly<Record<'automaticStart' | 'automaticStop' | 'recovery', string>>
  readonly starts: Readonly<Record<AutomaticStart['action'], string>>
  after(text: string, seconds: number): string
  readonly stops: Readonly<Record<AutomaticStop, string>>
  readonly recoveries: Readonly<Record<Recovery, string>>
}
