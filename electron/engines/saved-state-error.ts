import type { SavedStateFacts } from '#shared/errors.ts'

/** A saved state that cannot be restored. */
export class SavedStateError extends Error {
  override readonly name = 'SavedStateError'
  readonly problem: SavedStateFacts['problem']
  readonly detail: string

  constructor(problem: SavedStateFacts['problem'], detail: string, options?: ErrorOptions) {
    super(`${problem}: ${detail}`, options)
    this.problem = problem
    this.detail = detail
  }
}
