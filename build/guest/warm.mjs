// @ts-check
import { existsSync, statSync } from 'node:fs'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { whileBuildingAlone } from '../build-lock.mjs'
import { root } from '../run.mjs'
import { dvdTemplate } from './dvd-template.mjs'

const out = 'build/warm-guest.js'
const dist = path.join(root, 'dist')

/**
 * What lies beside the state, as JSON.
 * @typedef {object} WarmManifest
 * @property {string} disc SHA-256 of the disc the guest was booted from
 * @property {string} state the state's file name
 * @property {string} [failed] the program with which this disc never came to wait for its user: not tried again, so that starts stay quick
 */

/** @param {string} file @returns {Promise<any>} null where it is not there or damaged */
async function readJson(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch {
    return null
  }
}

/** @param {string} file @returns {number} 0 where it is not there */
const modified = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0

/** @returns {Promise<typeof import('./warm-guest.ts')>} Viridian's own engine, bundled after each build anew */
async function loadEngine() {
  const bundle = path.join(dist, out)
  if (modified(bundle) <= modified(path.join(dist, 'build.json'))) {
    const { bundleProgram } = await import('../bundle.mjs')
    await bundleProgram({ entry: 'build/guest/warm-guest.ts', out, external: [] })
  }
  return import(pathToFileURL(bundle).href)
}

/**
 * Makes the state of the lab guest booted from its disc, `lab-linux.state.bin` beside it, where it is missing, the disc is
 * another, or this version of v86 cannot go on from it. Needs the built program and the disc; without a disc nothing is
 * done. One that cannot be made leaves no state: the guest boots when it is first started.
 * @param {{ progress?: (text: string) => void, guests?: string }} [options] `guests`: folder of the disc
 * @returns {Promise<string | null>} the state's file, null where there is none
 */
export async function makeWarmGuest({
  progress = (text) => console.log(text),
  guests = path.join(dist, 'guest'),
} = {}) {
  const { name } = dvdTemplate
  const disc = await readJson(path.join(guests, `${name}.json`))
  if (disc === null || !existsSync(path.join(guests, disc.image))) return null
  const state = `${name}.state.bin`
  const file = path.join(guests, state)
  const manifestFile = path.join(guests, `${name}.state.json`)
  const { isUsable, makeWarm, NeverReady } = await loadEngine()
  const program = (await readJson(path.join(dist, 'build.json')))?.programs ?? 'unknown'

  const readCurrent = async () => {
    /** @type {WarmManifest | null} */
    const manifest = await readJson(manifestFile)
    if (manifest?.disc !== disc.sha256) return undefined
    if (manifest?.failed !== undefined) return manifest.failed === program ? null : undefined
    return (await isUsable(file)) ? file : undefined
  }
  /** @param {WarmManifest} manifest */
  const tell = async (manifest) => {
    const unfinished = `${manifestFile}.${process.pid}.new`
    await writeFile(unfinished, `${JSON.stringify(manifest, null, 2)}\n`, { flush: true })
    await rename(unfinished, manifestFile)
  }

  const current = await readCurrent()
  if (current !== undefined) return current
  return whileBuildingAlone(async () => {
    // Asked again: another process may have made it meanwhile.
    const current = await readCurrent()
    if (current !== undefined) return current
    progress(`Booting ${name} once, so that it need not be waited for later …`)
    // Nobody goes on from the state of another disc meanwhile.
    await rm(manifestFile, { force: true })
    try {
      await makeWarm({ name, disc: path.join(guests, disc.image), memory: disc.memory, dist, file })
    } catch (error) {
      if (error instanceof NeverReady) await tell({ disc: disc.sha256, state, failed: program })
      throw error
    }
    await tell({ disc: disc.sha256, state })
    return file
  })
}
