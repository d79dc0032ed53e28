import { ViridianError } from '#shared/errors.ts'
import type { Restriction } from '#shared/host.ts'
import { errorText } from './unexpected.ts'

/** Why nothing can be written, of what the system, or STORAGE_FAILED, says; null where it says something else. */
export function restrictionOf(error: unknown): Restriction | null {
  const cause = error instanceof ViridianError ? error.cause : error
  const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? ''
  const facts: object = error instanceof ViridianError ? (error.facts as object) : {}
  const detail = 'detail' in facts ? String(facts.detail) : errorText(error)
  if (code === 'ENOSPC' || code === 'EDQUOT') return { problem: 'full', detail }
  // On Windows access may be denied for a moment, by whatever else has a file open.
  const isDenied = process.platform !== 'win32' && (code === 'EACCES' || code === 'EPERM')
  return code === 'EROFS' || isDenied ? { problem: 'readOnly', detail } : null
}

export function isUnwritable(error: unknown): boolean {
  return restrictionOf(error) !== null
}
