// @ts-check
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { whileBuildingAlone } from '../build-lock.mjs'
import { root } from '../run.mjs'
import { diskTemplate } from './disk-template.mjs'
import { dvdTemplate } from './dvd-template.mjs'
import { recipeFingerprint } from './fingerprint.mjs'
import { fetchPackages } from './packages.mjs'
import * as recipe from './recipe.mjs'
import { sha256OfFile } from './sha256.mjs'
import { GuestUnavailable } from './unavailable.mjs'
import { unpack } from './unpacked.mjs'

export { GuestUnavailable }

/**
 * What lies beside the image, as JSON.
 * @typedef {object} GuestManifest
 * @property {string} name
 * @property {{ en: string, de: string }} description
 * @property {number} memory recommended, megabytes
 * @property {string} version
 * @property {'dvd' | 'disk'} media what a machine uses the image as
 * @property {string} image the image's file name
 * @property {string} sha256 of the image
 * @property {number} size of the image, bytes
 * @property {string} recipe fingerprint of what it was made by
 * @property {{ name: string, version: string, licence: string, source: string }[]} packages
 */

/** @typedef {import('./template.mjs').Template} Template */

/**
 * @typedef {object} MakeOptions
 * @property {(text: string) => void} [progress]
 * @property {boolean} [force] build anyway, of the newest packages
 * @property {string} [output] another folder than `dist/guest`
 */

const recipeFolder = path.dirname(fileURLToPath(import.meta.url))
const templates = [dvdTemplate, diskTemplate]

/**
 * @param {string} output
 * @param {string} name
 * @param {string} fingerprint
 * @returns {Promise<GuestManifest | null>} of an image that is whole and made by this recipe
 */
async function readCurrent(output, name, fingerprint) {
  try {
    /** @type {GuestManifest} */
    const manifest = JSON.parse(await readFile(path.join(output, `${name}.json`), 'utf8'))
    const { size } = await stat(path.join(output, manifest.image))
    return manifest.recipe === fingerprint && manifest.size === size ? manifest : null
  } catch {
    return null
  }
}

/**
 * The file is whole or not there at all.
 * @template T
 * @param {string} file
 * @param {(unfinished: string) => Promise<T>} write returns what is known of the finished file
 */
async function makeWhole(file, write) {
  const unfinished = `${file}.${process.pid}.new`
  try {
    const facts = await write(unfinished)
    await rename(unfinished, file)
    return facts
  } finally {
    await rm(unfinished, { force: true })
  }
}

/**
 * Makes the templates of the lab guest that are missing or whose recipe changed: `dist/guest/lab-linux.iso` and
 * `lab-linux-disk.vhd`, each with a manifest, such as `lab-linux.json`, beside it. Downloaded packages are kept in
 * `.cache/guest`, or `guest` below VIRIDIAN_CACHE. One that cannot be made leaves what was there, and the others are made
 * all the same.
 * @param {MakeOptions & { only?: string }} [options] `only`: the one of that name
 * @returns {Promise<GuestManifest[]>}
 * @throws {GuestUnavailable} where they cannot be made on this computer at all
 * @throws {AggregateError} where more than one cannot be made, for reasons of its own each
 */
export async function makeGuests({
  progress = (text) => console.log(text),
  force = false,
  output = path.join(root, 'dist/guest'),
  only,
} = {}) {
  const fingerprint = await recipeFingerprint(recipeFolder)
  const wanted = templates.filter(({ name }) => only === undefined || name === only)
  const readAll = () =>
    Promise.all(wanted.map(({ name }) => (force ? Promise.resolve(null) : readCurrent(output, name, fingerprint))))
  /** @param {(GuestManifest | null)[]} found @returns {found is GuestManifest[]} */
  const isComplete = (found) => !found.includes(null)

  const found = await readAll()
  if (isComplete(found)) return found
  return whileBuildingAlone(async () => {
    // Asked again: another process may have made them meanwhile.
    const found = await readAll()
    if (isComplete(found)) return found
    progress(`Making the lab guest ${recipe.name} …`)
    const unpacked = await fetchAndUnpack({ progress, force })
    await mkdir(output, { recursive: true })
    /** @type {GuestManifest[]} */
    const made = []
    /** @type {unknown[]} */
    const failures = []
    for (const [index, template] of wanted.entries()) {
      try {
        made.push(found[index] ?? (await build(template, { unpacked, fingerprint, progress, output })))
      } catch (error) {
        failures.push(error)
      }
    }
    if (failures.length > 1) throw new AggregateError(failures, failures.map(reasonOf).join('\n'))
    if (failures.length === 1) throw failures[0]
    return made
  })
}

/**
 * Makes one template of the lab guest as `makeGuests` does.
 * @param {MakeOptions & { template?: string }} [options] `template`: lab-linux unless given
 * @returns {Promise<GuestManifest>}
 */
export async function makeGuest({ template = dvdTemplate.name, ...options } = {}) {
  const [manifest] = await makeGuests({ ...options, only: template })
  if (manifest === undefined) throw new Error(`There is no template ${template}.`)
  return manifest
}

/** @param {{ progress: (text: string) => void, force: boolean }} options */
async function fetchAndUnpack({ progress, force }) {
  const cache = path.join(process.env['VIRIDIAN_CACHE'] ?? path.join(root, '.cache'), 'guest')
  await mkdir(cache, { recursive: true })
  const archives = await fetchPackages({ cache: path.resolve(cache), progress, refresh: force })
  progress(`Unpacking ${archives.length} packages …`)
  return unpack(archives)
}

/**
 * @param {Template} template
 * @param {object} options
 * @param {import('./unpacked.mjs').Unpacked} options.unpacked
 * @param {string} options.fingerprint
 * @param {(text: string) => void} options.progress
 * @param {string} options.output
 * @returns {Promise<GuestManifest>}
 */
async function build(template, { unpacked, fingerprint, progress, output }) {
  const { name, description, media, image } = template
  progress(`Writing ${image} …`)
  const { version, packages, write } = await template.compose(unpacked, fingerprint)
  const { sha256, size } = await makeWhole(path.join(output, image), async (file) => {
    await write(file)
    return { sha256: await sha256OfFile(file), size: (await stat(file)).size }
  })
  /** @type {GuestManifest} */
  const manifest = {
    ...{ name, description, memory: recipe.memory, version, media, image, sha256, size },
    recipe: fingerprint,
    packages: packages.map(({ name, version, licence, source }) => ({ name, version, licence, source })),
  }
  await makeWhole(path.join(output, `${name}.json`), (file) =>
    writeFile(file, `${JSON.stringify(manifest, null, 2)}\n`, { flush: true }),
  )
  progress(`${name} is ready: ${version}, ${Math.round(size / 1e6)} MB.`)
  return manifest
}

/** @param {unknown} error */
const reasonOf = (error) => (error instanceof Error ? error.message : String(error))

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await makeGuests({ force: process.argv.includes('--force') })
  } catch (error) {
    console.error(reasonOf(error))
    process.exitCode = 1
  }
}
