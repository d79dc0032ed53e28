import { stat } from 'node:fs/promises'
import type { FileChange } from '#shared/job.ts'

interface Look {
  /** Null of a folder. */
  readonly size: number | null
  readonly modified: number
}

/** How the files are now; to be asked when work has ended what became of them. */
export async function watchFiles(paths: readonly string[]): Promise<() => Promise<FileChange[]>> {
  const unique = [...new Set(paths)]
  const before = await Promise.all(unique.map(look))
  return async () => {
    const after = await Promise.all(unique.map(look))
    return unique.flatMap((path, index) => changeOf(path, before[index] ?? null, after[index] ?? null))
  }
}

function changeOf(path: string, before: Look | null, after: Look | null): FileChange[] {
  const sizes = { before: before?.size ?? null, after: after?.size ?? null }
  if (before === null) return after === null ? [] : [{ path, change: 'made', ...sizes }]
  if (after === null) return [{ path, change: 'removed', ...sizes }]
  const isSame = before.size === after.size && before.modified === after.modified
  return isSame ? [] : [{ path, change: 'changed', ...sizes }]
}

/** Null where there is no such file, or none that can be looked at. */
async function look(path: string): Promise<Look | null> {
  try {
    const found = await stat(path)
    return { size: found.isDirectory() ? null : found.size, modified: found.mtimeMs }
  } catch {
    return null
  }
}
