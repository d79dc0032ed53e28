import type { ErrorCode, ErrorFacts } from '../errors.ts'
import type { FindingCode } from '../finding.ts'
import type { MediaPosition } from '../drive.ts'
import type { Ability, AmountName, LimitReason } from '../engine.ts'
import type { EventCategory, EventCode, EventLevel } from '../event.ts'
import type { JobKind, JobState } from '../job.ts'
import type { MachineChange, MachineCommand, MachineCopy, MachineState } from '../machine-state.ts'

/** What one can be refused to do to a machine: its commands, changes of its settings, and opening its console. */
export type RefusableCommand = MachineCommand | MachineCopy | MachineChange | 'connect' | 'type'

export type SavedStateProblem = ErrorFacts<'STATE_UNUSABLE'>['problem']

export type FolderProblem = ErrorFacts<'FOLDER_UNUSABLE'>['problem']

export type PackageProblem = ErrorFacts<'PACKAGE_UNUSABLE'>['problem']

/** The facts of an event as its sentence uses them; the host fills in those the code's comment in `event.ts` names. */
export interface EventFacts {
  /** The machine's name, in quotation marks of the language; a general word where the event carries none. */
  readonly machine: string
  readonly text: (name: string) => string
  /** The fact `at`: a place where drives are plugged in. */
  readonly place: string
  /** The fact `job`: what the job does. */
  readonly job: string
  /** The sentence of the error the event came of, where it carries that error's code and facts; else its detail. */
  readonly reason: string
}

/** How what engines can is told. */
export interface EngineTexts {
  readonly amounts: Readonly<Record<AmountName, string>>
  readonly abilities: Readonly<Record<Ability, string>>
  /** Each goes on after a colon. */
  readonly reasons: Readonly<Record<LimitReason, string>>
}

/** Everything one language has to say. A code without its sentence does not compile. */
export interface Messages {
  readonly errors: { readonly [Code in ErrorCode]: (facts: ErrorFacts<Code>) => string }
  readonly events: { readonly [Code in EventCode]: (facts: EventFacts) => string }
  readonly findings: { readonly [Code in FindingCode]: (facts: EventFacts) => string }
  readonly states: Readonly<Record<MachineState, string>>
  /** What a job does, with how far it is where that is of interest: “Compacting (43%)”. */
  readonly jobs: Readonly<Record<JobKind, string>>
  /** Of a machine that the host is going to start by itself. */
  readonly waitingToStart: string
  readonly jobStates: Readonly<Record<JobState, string>>
  readonly levels: Readonly<Record<EventLevel, string>>
  readonly categories: Readonly<Record<EventCategory, string>>
  readonly place: (at: MediaPosition) => string
  readonly engines: EngineTexts
  /** An unexpected failure, told in the words it came with. */
  readonly unexpected: (detail: string) => string
  readonly quote: (text: string) => string
  readonly unnamedMachine: string
}
