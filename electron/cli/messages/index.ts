import { asKnownError, describeDiskFailure, describeError, type Locale } from '#shared/messages/index.ts'
import { asDiskError } from '#electron/disks/disk-error.ts'
import { isServerError } from '#electron/server/errors.ts'
import { describeServerError } from '#electron/server/messages.ts'
import { isCliError, type CliErrorCode, type CliErrorFacts } from '../errors.ts'
import { de } from './de.ts'
import { diskDe } from './disk.de.ts'
import { diskEn } from './disk.en.ts'
import type { DiskTexts } from './disk-texts.ts'
import { en } from './en.ts'
import { recordsDe } from './records.de.ts'
import { recordsEn } from './records.en.ts'
import type { RecordTexts } from './record-texts.ts'
import type { CliTexts } from './texts.ts'

export function textsFor(locale: Locale): CliTexts {
  return locale === 'de' ? de : en
}

export function diskTextsFor(locale: Locale): DiskTexts {
  return locale === 'de' ? diskDe : diskEn
}

export function recordTextsFor(locale: Locale): RecordTexts {
  return locale === 'de' ? recordsDe : recordsEn
}

function sentence<Code extends CliErrorCode>(texts: CliTexts, code: Code, facts: CliErrorFacts[Code]): string {
  return texts.errors[code](facts)
}

/** What happened and what to do, for anything a command ends with. */
export function describeFailure(error: unknown, locale: Locale): string {
  if (isCliError(error)) return sentence(textsFor(locale), error.code, error.facts)
  const disk = asDiskError(error)
  if (disk !== null) return describeDiskFailure(disk.code, disk.facts, locale)
  return isServerError(error) ? describeServerError(error, locale) : describeError(error, locale)
}

/** Code and facts for programs. */
export function failureFacts(error: unknown): { code: string; facts: unknown } {
  if (isCliError(error) || isServerError(error)) return { code: error.code, facts: error.facts }
  const known = asDiskError(error) ?? asKnownError(error)
  if (known !== null) return { code: known.code, facts: known.facts }
  return { code: 'INTERNAL', facts: { detail: error instanceof Error ? error.message : String(error) } }
}
