import { asKnownError, describeError, type Locale } from '#shared/messages/index.ts'
import { isServerError } from '#electron/server/errors.ts'
import { describeServerError } from '#electron/server/messages.ts'
import { isCliError, type CliErrorCode, type CliErrorFacts } from '../errors.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import type { CliTexts } from './texts.ts'

export function textsFor(locale: Locale): CliTexts {
  return locale === 'de' ? de : en
}

function sentence<Code extends CliErrorCode>(texts: CliTexts, code: Code, facts: CliErrorFacts[Code]): string {
  return texts.errors[code](facts)
}

/** What happened and what to do, for anything a command ends with. */
export function describeFailure(error: unknown, locale: Locale): string {
  if (isCliError(error)) return sentence(textsFor(locale), error.code, error.facts)
  return isServerError(error) ? describeServerError(error, locale) : describeError(error, locale)
}

/** Code and facts for programs. */
export function failureFacts(error: unknown): { code: string; facts: unknown } {
  if (isCliError(error) || isServerError(error)) return { code: error.code, facts: error.facts }
  const known = asKnownError(error)
  if (known !== null) return { code: known.code, facts: known.facts }
  return { code: 'INTERNAL', facts: { detail: error instanceof Error ? error.message : String(error) } }
}
