import type { DiskErrorCode, DiskErrorFacts } from '../disk-error.ts'
import { printableFacts } from '../printable.ts'

/** For each way a disk can be wrong: what happened and what to do. */
export type DiskErrorTexts = { readonly [Code in DiskErrorCode]: (facts: DiskErrorFacts[Code]) => string }

/** The sentence for an error of a disk, whose facts stand beside its code as the host's errors carry them. */
export function describeDiskError<Code extends DiskErrorCode>(
  texts: DiskErrorTexts,
  { problem, ...facts }: { readonly problem: Code } & object,
): string {
  // Names of parents and parts come from files of others.
  return texts[problem](printableFacts(facts) as DiskErrorFacts[Code])
}
