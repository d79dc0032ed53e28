import type { DiskErrorCode } from '#shared/disk-error.ts'
import { asKnownError } from '#shared/messages/index.ts'

/** What a failure says that tells which field it is about. */
export interface DiskFailure {
  /** Of a failure of a disk, what is wrong with it. */
  readonly problem: DiskErrorCode | null
  /** The file concerned, where the failure names one. */
  readonly path: string | null
  /** The file a disk is based on, as the disk names it. */
  readonly parent: string | null
  /** Of the input, the part the host refused. */
  readonly input: string | null
}

export function readFailure(error: unknown): DiskFailure {
  const known = asKnownError(error)
  const facts: Readonly<Record<string, unknown>> = known?.facts ?? {}
  const text = (name: string) => (typeof facts[name] === 'string' ? facts[name] : null)
  return {
    problem: known?.code === 'DISK_FAILED' ? known.facts.problem : null,
    path: text('path'),
    parent: text('parent'),
    input: known?.code === 'INPUT_INVALID' ? (known.facts.issues[0]?.path ?? null) : null,
  }
}
