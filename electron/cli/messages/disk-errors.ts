import type { DiskErrorCode, DiskErrorFacts } from '#electron/disks/disk-error.ts'

/** For each way a disk can be wrong: what happened and what to do. */
export type DiskErrorTexts = { readonly [Code in DiskErrorCode]: (facts: DiskErrorFacts[Code]) => string }
