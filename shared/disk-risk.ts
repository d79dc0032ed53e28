import { isDiskRisk, type DiskRisk } from './disk-error.ts'
import { asKnownError } from './messages/index.ts'

/** What a host is told where the user has been asked. */
export interface Consent {
  readonly force?: true
}

/** The risk that a host wants the user to be asked about before it does something; null of any other failure. */
export function riskOf(error: unknown): DiskRisk | null {
  const known = asKnownError(error)
  if (known?.code !== 'DISK_FAILED') return null
  const { problem } = known.facts
  return isDiskRisk(problem) ? problem : null
}
