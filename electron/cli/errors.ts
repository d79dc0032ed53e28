import type { DiskErrorCode } from '#shared/disk-error.ts'
import type { MachineState } from '#shared/machine-state.ts'
import { asKnownError } from '#shared/messages/index.ts'
import type { ErrorCode } from '#shared/errors.ts'
import { asDiskError } from '#electron/disks/disk-error.ts'
import { isServerError } from '#electron/server/errors.ts'

/** Exit codes of the command line; part of its interface. */
export const exitCodes = { ok: 0, failed: 1, usage: 2, notFound: 3, timeout: 4 } as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** What only the command line can say: code -> facts. The sentences are in `messages/`. */
export interface CliErrorFacts {
  /** The command was not understood. `detail` is a sentence in the user's language. */
  USAGE: { readonly detail: string }
  /** What was waited for did not come in time: a state, or a match of a regular expression. */
  TIMEOUT: {
    readonly name: string
    readonly seconds: number
    readonly waitedFor: 'state' | 'serial' | 'screen'
    readonly text: string
    readonly state: MachineState
  }
  /** The machine went off, or was off, while something was expected from it. `reason` is a sentence, or empty. */
  MACHINE_WENT_OFF: { readonly name: string; readonly reason: string }
  /** The guest shows graphics: there is no text on its screen. */
  NO_TEXT_SCREEN: { readonly name: string }
  FILE_NOT_WRITABLE: { readonly path: string; readonly detail: string }
  /** The host that was to be started in the background ended. */
  HOST_START_FAILED: { readonly log: string; readonly detail: string }
  /** The result could not be written where it was to go. */
  OUTPUT_FAILED: { readonly detail: string }
  CANCELLED: Record<never, never>
  /**
   * The user ended what took its time. What is `left`: the source as it was, a child whose parent has a part of it, nothing, or
   * a guest (`path` is its machine's name) that was asked to shut down.
   */
  JOB_CANCELLED: { readonly path: string; readonly left: 'source' | 'partlyMerged' | 'nothing' | 'guestAsked' }
}
export type CliErrorCode = keyof CliErrorFacts

export class CliError<Code extends CliErrorCode = CliErrorCode> extends Error {
  override readonly name = 'CliError'
  readonly code: Code
  readonly facts: CliErrorFacts[Code]

  constructor(code: Code, facts: CliErrorFacts[Code], options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(facts)}`, options)
    this.code = code
    this.facts = facts
  }
}

export function isCliError(error: unknown): error is CliError {
  return error instanceof CliError
}

const hostErrorExitCodes: Partial<Record<ErrorCode, ExitCode>> = {
  MACHINE_NOT_FOUND: exitCodes.notFound,
  HOST_NOT_FOUND: exitCodes.notFound,
  ACCESS_KEY_NOT_FOUND: exitCodes.notFound,
  SNAPSHOT_NOT_FOUND: exitCodes.notFound,
  TEMPLATE_NOT_FOUND: exitCodes.notFound,
  TEMPLATE_NOT_BUILT: exitCodes.notFound,
  MEDIA_NOT_FOUND: exitCodes.notFound,
  FILE_NOT_FOUND: exitCodes.notFound,
  DRIVE_NOT_FOUND: exitCodes.notFound,
  JOB_NOT_FOUND: exitCodes.notFound,
  TRASH_NOT_FOUND: exitCodes.notFound,
  GUEST_STILL_ON: exitCodes.timeout,
  INPUT_INVALID: exitCodes.usage,
  HOST_ADDRESS_INVALID: exitCodes.usage,
  HOST_ADDRESS_NOT_LOCAL: exitCodes.usage,
  ACCESS_KEY_INVALID: exitCodes.usage,
}

function diskExitCode(code: DiskErrorCode): ExitCode {
  const isMissing = code === 'NOT_FOUND' || code === 'PARENT_NOT_FOUND' || code === 'EXTENT_MISSING'
  return isMissing ? exitCodes.notFound : exitCodes.failed
}

export function exitCodeOf(error: unknown): ExitCode {
  if (isCliError(error)) {
    if (error.code === 'USAGE') return exitCodes.usage
    return error.code === 'TIMEOUT' ? exitCodes.timeout : exitCodes.failed
  }
  if (isServerError(error)) {
    return error.code === 'ADDRESS_NOT_LOOPBACK' ? exitCodes.usage : exitCodes.failed
  }
  const disk = asDiskError(error)
  if (disk !== null) return diskExitCode(disk.code)
  const known = asKnownError(error)
  if (known?.code === 'DISK_FAILED') return diskExitCode(known.facts.problem)
  return (known === null ? undefined : hostErrorExitCodes[known.code]) ?? exitCodes.failed
}
