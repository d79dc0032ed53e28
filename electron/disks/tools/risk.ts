import { DiskError } from '../disk-error.ts'
import type { DiskFiles } from '../disk-files.ts'
import type { VhdStructure } from '../vhd/structure.ts'
import { isModifiedSince } from './inspect.ts'

/** What a tool does only after the user was asked. */
export const risks = ['SAVED_STATE', 'PARENT_MODIFIED'] as const
export type Risk = (typeof risks)[number]

export interface RiskOptions {
  /** What the user was asked about; nothing where it is left out. */
  readonly accept?: readonly Risk[]
}

/** For the task of a job, which says only whether the user was asked. */
export function riskOptions(force: boolean | undefined): RiskOptions {
  return { accept: force === true ? risks : [] }
}

/** Throws SAVED_STATE of a disk that a saved machine relies on. */
export function requireNoSavedState({ path, footer }: VhdStructure, { accept = [] }: RiskOptions): void {
  if (footer.savedState && !accept.includes('SAVED_STATE')) throw new DiskError('SAVED_STATE', { path })
}

/** Throws PARENT_MODIFIED of a disk that may no longer belong to what its parent's file holds now. */
export async function requireParentUnmodified(
  files: DiskFiles,
  child: VhdStructure,
  parent: string,
  { accept = [] }: RiskOptions,
): Promise<void> {
  if (accept.includes('PARENT_MODIFIED') || !(await isModifiedSince(files, child, parent))) return
  throw new DiskError('PARENT_MODIFIED', { path: child.path, parent })
}
