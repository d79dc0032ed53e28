import type { DiskErrorCode, DiskErrorFacts } from '../disk-error.ts'
import { errorFacts, ViridianError, type ErrorCode, type ErrorFacts } from '../errors.ts'
import type { Finding } from '../finding.ts'
import { mediaPositionSchema } from '../drive.ts'
import type { EventCategory, HostEvent } from '../event.ts'
import type { JobKind, JobState } from '../job.ts'
import type { Locale } from '../locale.ts'
import type { MachineState } from '../machine-state.ts'
import { printable, printableFacts } from '../printable.ts'
import { de } from './de.ts'
import { describeDiskError } from './disk-errors.ts'
import { diskErrorsDe } from './disk-errors.de.ts'
import { diskErrorsEn } from './disk-errors.en.ts'
import { en } from './en.ts'
import type { EngineTexts, EventFacts, Messages } from './messages.ts'

export { localeFor, locales, type Locale } from '../locale.ts'

const languages: Readonly<Record<Locale, Messages>> = { en, de }
const diskErrors = { en: diskErrorsEn, de: diskErrorsDe }

/** An error of the closed list: a `ViridianError`, or what came of it on the other side of a transport. */
export type KnownError = { [Code in ErrorCode]: { readonly code: Code; readonly facts: ErrorFacts<Code> } }[ErrorCode]

function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorFacts, code)
}

/** The known error for a code with its facts, where the facts are what the code promises. */
function knownError(code: unknown, facts: unknown): KnownError | null {
  if (!isErrorCode(code)) return null
  const parsed = errorFacts[code].safeParse(facts)
  return parsed.success ? ({ code, facts: parsed.data } as KnownError) : null
}

/**
 * Recognises an error of the closed list in whatever was thrown: a `ViridianError`, an oRPC error (which carries the
 * facts as `data`), or a plain object of either shape. Null for anything else.
 */
export function asKnownError(error: unknown): KnownError | null {
  if (error instanceof ViridianError) return knownError(error.code, error.facts)
  if (typeof error !== 'object' || error === null || !('code' in error)) return null
  if ('facts' in error) return knownError(error.code, error.facts)
  return 'data' in error ? knownError(error.code, error.data) : null
}

/** Details come in the words of systems and programs, some as whole sentences; ours go on with a full stop of their own. */
function withoutFullStop<Facts extends object>(facts: Facts): Facts {
  if (!('detail' in facts) || typeof facts.detail !== 'string') return facts
  return { ...facts, detail: facts.detail.replace(/(?<!\.)\.$/, '') }
}

function sentence<Code extends ErrorCode>(messages: Messages, code: Code, facts: ErrorFacts<Code>): string {
  return messages.errors[code](printableFacts(withoutFullStop(facts)))
}

/** What happened and what to do, for anything thrown by a client of the host or by the host's services. */
export function describeError(error: unknown, locale: Locale): string {
  const known = asKnownError(error)
  if (known !== null) return sentence<ErrorCode>(languages[locale], known.code, known.facts)
  return languages[locale].unexpected(printable(error instanceof Error ? error.message : String(error)))
}

export function describeEvent(event: HostEvent, locale: Locale): string {
  const messages = languages[locale]
  return messages.events[event.code](sentenceFacts(event, messages))
}

/** What is wrong with a host and what to do about it. */
export function describeFinding(finding: Finding, locale: Locale): string {
  const messages = languages[locale]
  return messages.findings[finding.code](sentenceFacts(finding, messages))
}

function sentenceFacts(told: Pick<HostEvent, 'machineName' | 'facts'>, messages: Messages): EventFacts {
  const facts: HostEvent['facts'] = printableFacts(withoutFullStop(told.facts))
  const text = (name: string) => String(facts[name] ?? '?')
  const cause = knownError(told.facts['error'], { name: told.machineName ?? '', ...told.facts })
  const place = mediaPositionSchema.safeParse(told.facts['at']).data
  return {
    machine: told.machineName === null ? messages.unnamedMachine : messages.quote(printable(told.machineName)),
    text,
    place: place === undefined ? '?' : messages.place(place),
    job: messages.jobs[told.facts['job'] as JobKind] ?? '?',
    reason: cause === null ? text('detail') : sentence<ErrorCode>(messages, cause.code, cause.facts),
  }
}

/** What went wrong with a disk and what to do. */
export function describeDiskFailure<Code extends DiskErrorCode>(
  code: Code,
  facts: DiskErrorFacts[Code],
  locale: Locale,
): string {
  return describeDiskError(diskErrors[locale], { problem: code, ...facts })
}

export function engineTexts(locale: Locale): EngineTexts {
  return languages[locale].engines
}

/** What a job does, as a list of jobs and the Operations column show it. */
export function jobName(kind: JobKind, locale: Locale): string {
  return languages[locale].jobs[kind]
}

export function waitingToStart(locale: Locale): string {
  return languages[locale].waitingToStart
}

export function jobStateName(state: JobState, locale: Locale): string {
  return languages[locale].jobStates[state]
}

export function stateName(state: MachineState, locale: Locale): string {
  return languages[locale].states[state]
}

export function levelName(level: HostEvent['level'], locale: Locale): string {
  return languages[locale].levels[level]
}

export function categoryName(category: EventCategory, locale: Locale): string {
  return languages[locale].categories[category]
}
