import { randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { removeTree } from '../remove-tree.ts'
import { errorText } from '../unexpected.ts'

const ending = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\.unfinished(\.zip)?$/

/** The folder an export is made in, and the archive where it is to be a file: beside its target, so that they are renamed. */
export function unfinishedExport(target: string): { folder: string; archive: string } {
  const folder = path.join(path.dirname(target), `${prefixOf(target)}${randomUUID()}.unfinished`)
  return { folder, archive: `${folder}.zip` }
}

/** Removes what an export that was killed has left beside its target. Never rejects. */
export async function removeUnfinishedExport(target: string): Promise<void> {
  const [folder, prefix] = [path.dirname(target), prefixOf(target)]
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter((each) => each.startsWith(prefix) && ending.test(each.slice(prefix.length)))) {
    await removeTree(path.join(folder, name)).catch((error: unknown) => {
      console.error(`${path.join(folder, name)} is left over and could not be removed: ${errorText(error)}`)
    })
  }
}

function prefixOf(target: string): string {
  return `.${path.basename(target)}.`
}
