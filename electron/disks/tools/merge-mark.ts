import path from 'node:path'
import type { DiskFiles } from '../disk-files.ts'
import type { VhdStructure } from '../vhd/structure.ts'

/**
 * An empty file beside a parent that a child is being merged into. It stays where the work is cut off: the parent has
 * changed since the child was based on it, but by nothing the child does not hold.
 */
export async function markMerge(files: DiskFiles, child: VhdStructure, parent: string): Promise<() => Promise<void>> {
  const mark = markOf(child, parent)
  if ((await files.stat(mark)) === null) await (await files.create(mark)).close()
  return () => files.remove(mark)
}

export async function isMergeMarked(files: DiskFiles, child: VhdStructure, parent: string): Promise<boolean> {
  return (await files.stat(markOf(child, parent))) !== null
}

function markOf(child: VhdStructure, parent: string): string {
  return path.join(path.dirname(parent), `.${child.footer.id}.merging`)
}
