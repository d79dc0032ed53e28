// @ts-check
import { createHash } from 'node:crypto'
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { PrivateApt } from './apt.mjs'
import * as recipe from './recipe.mjs'
import { sha256OfFile } from './sha256.mjs'

/**
 * @typedef {{ file: string, sha256: string }} Kept a downloaded package
 * @typedef {(text: string) => void} Progress
 */

const request = createHash('sha256')
  .update(JSON.stringify([recipe.release, recipe.architecture, recipe.packages, recipe.omittedPackages]))
  .digest('hex')

/** @param {string} folder @param {Kept} kept */
async function isIntact(folder, { file, sha256 }) {
  return (await sha256OfFile(path.join(folder, file)).catch(() => null)) === sha256
}

/**
 * @param {string} listFile
 * @returns {Promise<Kept[] | null>} what was downloaded for the same packages before
 */
async function readKept(listFile) {
  try {
    const list = JSON.parse(await readFile(listFile, 'utf8'))
    return list.request === request ? list.packages : null
  } catch {
    return null
  }
}

/** @param {number} bytes */
const megabytes = (bytes) => Math.max(1, Math.round(bytes / 1e6))

/**
 * The recipe's packages and those they depend on, as files. What was downloaded before is used again, without the network.
 * @param {{ cache: string, progress: Progress, refresh: boolean }} options `refresh`: ask for newer versions
 * @returns {Promise<string[]>} paths
 */
export async function fetchPackages({ cache, progress, refresh }) {
  const apt = new PrivateApt(path.join(cache, 'apt'))
  await apt.prepare({
    release: recipe.release,
    architecture: recipe.architecture,
    installed: recipe.omittedPackages,
  })
  const listFile = path.join(cache, 'packages.json')
  const kept = await readKept(listFile)
  /** @type {Set<string>} */
  const intact = new Set()
  for (const each of kept ?? []) {
    if (await isIntact(apt.archives, each)) intact.add(each.file)
  }
  if (kept !== null && !refresh && intact.size === kept.length) {
    return kept.map(({ file }) => path.join(apt.archives, file))
  }

  // apt would take a damaged file of the right size for the package.
  const present = (await readdir(apt.archives)).filter((name) => name.endsWith('.deb'))
  for (const name of present) {
    if (!intact.has(name)) await rm(path.join(apt.archives, name))
  }

  progress('Reading the package lists …')
  const problem = await apt.update()
  if (problem !== null) progress(`apt could not read all package lists; going on with those it has:\n${problem}`)
  const archives = await apt.resolve(recipe.packages).catch((error) => {
    const reason = problem ?? (error instanceof Error ? error.message : String(error))
    throw new Error(`apt could not find the packages of the lab guest:\n${reason}`, { cause: error })
  })
  const missing = archives.filter(({ file }) => !intact.has(file))
  if (missing.length > 0) {
    const size = missing.reduce((sum, archive) => sum + archive.size, 0)
    progress(`Downloading ${missing.length} packages (${megabytes(size)} MB) …`)
    await apt.download(recipe.packages).catch((error) => {
      const reason = error instanceof Error ? error.message : String(error)
      throw new Error(`apt could not download the packages of the lab guest:\n${reason}`, { cause: error })
    })
  }

  const wanted = new Set(archives.map(({ file }) => file))
  for (const name of await readdir(apt.archives)) {
    if (name.endsWith('.deb') && !wanted.has(name)) await rm(path.join(apt.archives, name))
  }
  const packages = await Promise.all(
    [...wanted].sort().map(async (file) => ({ file, sha256: await sha256OfFile(path.join(apt.archives, file)) })),
  )
  await writeFile(`${listFile}.new`, JSON.stringify({ request, packages }, null, 2))
  await rename(`${listFile}.new`, listFile)
  return packages.map(({ file }) => path.join(apt.archives, file))
}
