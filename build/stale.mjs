// @ts-check
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { whileBuildingAlone } from './build-lock.mjs'
import { root } from './run.mjs'

/** What is built from what: a part is stale when a file below its sources changed since it was last built. */
const parts = {
  programs: ['electron', 'shared', 'build/bundle.mjs', 'package-lock.json'],
  renderer: ['renderer', 'shared', 'build/vite.config.mjs', 'build/bundle.mjs', 'package-lock.json'],
  resources: ['build/firmware', 'package-lock.json'],
}

/** @typedef {keyof typeof parts} Part */

const allParts = /** @type {Part[]} */ (Object.keys(parts))

const stampFile = path.join(root, 'dist/build.json')

/** Changes whenever a file is added, removed or written; reads no contents, so it is quick. @param {string[]} sources */
function fingerprint(sources) {
  const hash = createHash('sha256')
  /** @param {string} file */
  const visit = (file) => {
    const stat = statSync(file)
    if (stat.isDirectory()) {
      for (const name of readdirSync(file).sort()) visit(path.join(file, name))
    } else {
      hash.update(`${path.relative(root, file)}\0${stat.mtimeMs}\0${stat.size}\n`)
    }
  }
  for (const source of sources) visit(path.join(root, source))
  return hash.digest('hex')
}

/** @returns {Partial<Record<Part, string>>} */
function readStamps() {
  return existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, 'utf8')) : {}
}

/** @returns {Part[]} the parts whose sources changed since they were built */
export function staleParts() {
  const stamps = readStamps()
  return allParts.filter((part) => stamps[part] !== fingerprint(parts[part]))
}

/**
 * Builds what is stale.
 * @param {{ force?: boolean, progress?: (text: string) => void }} [options]
 */
export async function buildStale({ force = false, progress = (text) => console.log(text) } = {}) {
  if (!force && staleParts().length === 0) return
  await whileBuildingAlone(async () => {
    // Asked again: another process may have built meanwhile.
    for (const part of force ? allParts : staleParts()) {
      progress(`Building ${part} …`)
      await buildPart(part)
    }
  })
}

/** @param {Part} part */
async function buildPart(part) {
  const { bundlePrograms, bundleRenderer, copyResources } = await import('./bundle.mjs')
  const builders = { programs: bundlePrograms, renderer: bundleRenderer, resources: copyResources }
  // Taken before the build: a file written meanwhile makes the part stale again.
  const stamp = fingerprint(parts[part])
  await builders[part]()
  writeFileSync(stampFile, JSON.stringify({ ...readStamps(), [part]: stamp }, null, 2))
}
