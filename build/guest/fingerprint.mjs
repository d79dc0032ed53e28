// @ts-check
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

/**
 * Stands for a recipe: changes when a file of the folder is added, removed, renamed or edited.
 * @param {string} folder
 * @returns {Promise<string>} hexadecimal
 */
export async function recipeFingerprint(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => ({ file, name: path.relative(folder, file).split(path.sep).join('/') }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const hash = createHash('sha256')
  for (const { file, name } of files) {
    const text = await readFile(file, 'utf8')
    hash.update(JSON.stringify([name, text.replaceAll('\r\n', '\n')]))
  }
  return hash.digest('hex')
}
