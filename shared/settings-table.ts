import type { ConfigureMachine } from './machine.ts'
import type { MachineSettings } from './machine-settings.ts'
import { machineStates, type MachineChange, type MachineState } from './machine-state.ts'

interface Setting {
  /** States in which it may change. */
  readonly in: readonly MachineState[]
  /** Whether it holds at once for a machine that is on; else from its next start on. */
  readonly live: boolean
  /** What is said to be refused in other states: the key of its words in `shared/messages/`. */
  readonly change: MachineChange
}

const anytime = { in: machineStates, live: true, change: 'configure' } as const satisfies Setting

/**
 * What of a machine can be set, and when. A PC's drives are plugged in and out while it is off. A saved guest knows its drives
 * and must find them again, as it must its memory; that media were changed meanwhile it is told when it goes on. Name, notes and
 * automatic actions are none of the guest's business.
 */
export const settingsTable = {
  name: anytime,
  notes: anytime,
  automaticStart: anytime,
  automaticStop: anytime,
  recovery: anytime,
  startup: { in: machineStates, live: false, change: 'configure' },
  memory: { in: ['Off'], live: false, change: 'changeMemory' },
  drives: { in: ['Off'], live: false, change: 'changeDrives' },
  media: { in: ['Off', 'Running', 'Paused', 'Saved'], live: true, change: 'changeMedia' },
  undoDisks: { in: ['Off'], live: false, change: 'changeUndoDisks' },
} as const satisfies Readonly<Record<string, Setting>>
export type SettingName = keyof typeof settingsTable

const settings: readonly Setting[] = Object.values(settingsTable)

/** Whether all that a change may be of can be set. */
export function canChange(change: MachineChange, state: MachineState): boolean {
  return settings.every((setting) => setting.change !== change || setting.in.includes(state))
}

/** What is configured, not plugged in. */
type ConfiguredName = Exclude<keyof ConfigureMachine, 'settings'> | keyof MachineSettings

/** The settings that are named, whether or not they differ from what they are. */
export function namedIn({ settings: own, ...basics }: ConfigureMachine): ConfiguredName[] {
  const given: Partial<Record<ConfiguredName, unknown>> = { ...basics, ...own }
  return (Object.keys(given) as ConfiguredName[]).filter((name) => given[name] !== undefined)
}

/** What is asked of a machine where these are to be set: the change that fewer states allow. */
export function changeOf(names: readonly SettingName[]): MachineChange {
  return names.map((name) => settingsTable[name].change).find((change) => change !== 'configure') ?? 'configure'
}

/** Whether one of them holds only from the next start on, of a machine that is on. */
export function waitsForStart(names: readonly SettingName[]): boolean {
  return names.some((name) => !settingsTable[name].live)
}
