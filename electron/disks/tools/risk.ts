import { diskRisks, type DiskRisk } from '#shared/disk-error.ts'
import { asDiskError, DiskError } from '../disk-error.ts'
import type { DiskFiles } from '../disk-files.ts'
import { readStructureOf } from '../vhd/open-vhd.ts'
import type { VhdStructure } from '../vhd/structure.ts'
import { findChildren } from './find-children.ts'
import { inspectDisk, isModifiedSince } from './inspect.ts'

export interface RiskOptions {
  /** What the user was asked about; nothing where it is left out. */
  readonly accept?: readonly DiskRisk[]
}

/** For input that says only whether the user was asked. */
export function riskOptions(force: boolean | undefined): RiskOptions {
  return { accept: force === true ? diskRisks : [] }
}

/** Throws SAVED_STATE of a disk that a saved machine relies on. */
export function requireNoSavedState(
  { path, footer }: Pick<VhdStructure, 'path' | 'footer'>,
  { accept = [] }: RiskOptions,
): void {
  if (footer.savedState && !accept.includes('SAVED_STATE')) throw new DiskError('SAVED_STATE', { path })
}

/** The same for the disk in a file; nothing of a file that is none. */
export async function requireFileWithoutSavedState(
  files: DiskFiles,
  file: string,
  options: RiskOptions,
): Promise<void> {
  const structure = await readStructureOf(files, file)
  if (structure !== null) requireNoSavedState(structure, options)
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

/** Throws BASE_OF_OTHERS of a disk that others in its folder are based on. */
export async function requireNoChildren(files: DiskFiles, file: string, { accept = [] }: RiskOptions): Promise<void> {
  if (accept.includes('BASE_OF_OTHERS')) return
  const children: string[] = []
  for (const child of await findChildren(files, file, [])) {
    // A copy has the identity of its original; what is based on one is not based on the other.
    if ((await parentOf(files, child)) === file) children.push(child)
  }
  if (children.length > 0) throw new DiskError('BASE_OF_OTHERS', { path: file, children })
}

async function parentOf(files: DiskFiles, child: string): Promise<string | null> {
  try {
    return (await inspectDisk(files, child)).parent?.path ?? null
  } catch (error) {
    if (asDiskError(error) === null) throw error
    return null
  }
}
