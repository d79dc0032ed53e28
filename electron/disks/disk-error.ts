/** The closed list of what can be wrong with a disk: code -> facts, in the words of the format's specification. */
export interface DiskErrorFacts {
  /** What the file says of itself cannot be. `structure` is the part that is wrong, `position` where it lies, bytes. */
  CORRUPT: { format: string; structure: string; position?: number }
  /** A sound disk that needs something not supported here; `feature` names it. */
  UNSUPPORTED: { format: string; feature: string }
  ENCRYPTED: { format: string }
  /** The disk is a layer over another, which the caller has not given. `parent` as the file names it. */
  PARENT_NEEDED: { format: string; parent: string }
  /** A descriptor names an extent outside its own folder, or one that is not a plain file. */
  EXTENT_REFUSED: { format: string; name: string }
  EXTENT_MISSING: { format: string; name: string }
  /** The content is that of no format known here. */
  NOT_RECOGNISED: Record<never, never>
  READ_ONLY: Record<never, never>
}

export type DiskErrorCode = keyof DiskErrorFacts

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
