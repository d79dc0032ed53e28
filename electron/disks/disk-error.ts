import type { DiskErrorCode, DiskErrorFacts } from '#shared/disk-error.ts'

/** An expected failure of the disk library. */
export class DiskError<Code extends DiskErrorCode = DiskErrorCode> extends Error {
  override readonly name = 'DiskError'
  readonly code: Code
  readonly facts: DiskErrorFacts[Code]

  constructor(code: Code, facts: DiskErrorFacts[Code], options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(facts)}`, options)
    this.code = code
    this.facts = facts
  }
}

export function isDiskError<Code extends DiskErrorCode>(error: unknown, ...codes: Code[]): error is DiskError<Code> {
  return asDiskError(error) !== null && (codes as unknown[]).includes((error as DiskError).code)
}

/** Null for anything else. `instanceof` alone leaves the code's type open. */
export function asDiskError(error: unknown): DiskError | null {
  return error instanceof DiskError ? (error as DiskError) : null
}

/** The disk library's word for an error of the operating system about `path`. */
export function systemError(error: unknown, path: string): DiskError {
  const known = asDiskError(error)
  if (known !== null) return known
  const code = (error as { code?: unknown }).code
  const reason = typeof code === 'string' ? code : String(error)
  const options = { cause: error }
  switch (reason) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new DiskError('NOT_FOUND', { path }, options)
    case 'EEXIST':
      return new DiskError('ALREADY_EXISTS', { path }, options)
    case 'EISDIR':
      return new DiskError('NOT_A_FILE', { path }, options)
    case 'ENOSPC':
    case 'EDQUOT':
      return new DiskError('NO_SPACE', { path }, options)
    case 'EACCES':
    case 'EPERM':
      return new DiskError('ACCESS_DENIED', { path }, options)
    case 'EROFS':
      return new DiskError('READ_ONLY', { path }, options)
    default:
      return new DiskError('IO', { path, reason }, options)
  }
}
