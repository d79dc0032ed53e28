// @ts-check
import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { whileBuildingAlone } from '../build-lock.mjs'
import { root } from '../run.mjs'
import { packCpio } from './cpio.mjs'
import { decompressXz } from './deb.mjs'
import { recipeFingerprint } from './fingerprint.mjs'
import { PackageFiles } from './guest-files.mjs'
import { composeTree, readOwnFiles } from './initramfs.mjs'
import { createIso } from './iso9660.mjs'
import { uncompressedKernel } from './kernel.mjs'
import { fetchPackages } from './packages.mjs'
import * as recipe from './recipe.mjs'
import { GuestUnavailable } from './unavailable.mjs'

export { GuestUnavailable }

/**
 * What lies beside the image, as JSON.
 * @typedef {object} GuestManifest
 * @property {string} name
 * @property {{ en: string, de: string }} description
 * @property {number} memory recommended, megabytes
 * @property {string} version
 * @property {string} image the image's file name
 * @property {string} sha256 of the image
 * @property {number} size of the image, bytes
 * @property {string} recipe fingerprint of what it was made by
 * @property {{ name: string, version: string, licence: string, source: string }[]} packages
 */

const recipeFolder = path.dirname(fileURLToPath(import.meta.url))
const imageName = `${recipe.name}.iso`

/**
 * @param {string} output
 * @param {string} fingerprint
 * @returns {Promise<GuestManifest | null>} of an image that is whole and made by this recipe
 */
async function readCurrent(output, fingerprint) {
  try {
    /** @type {GuestManifest} */
    const manifest = JSON.parse(await readFile(path.join(output, `${recipe.name}.json`), 'utf8'))
    const { size } = await stat(path.join(output, manifest.image))
    return manifest.recipe === fingerprint && manifest.size === size ? manifest : null
  } catch {
    return null
  }
}

/** The file is whole or not there at all. @param {string} file @param {Uint8Array | string} data */
async function writeWhole(file, data) {
  const unfinished = `${file}.${process.pid}.new`
  try {
    await writeFile(unfinished, data, { flush: true })
    await rename(unfinished, file)
  } finally {
    await rm(unfinished, { force: true })
  }
}

/** Deterministic: Node's gzip writes no time and no name. @param {Uint8Array} data */
const compress = (data) => gzipSync(data, { level: 9 })

/**
 * @param {string[]} archives
 * @returns {Promise<{ image: Buffer, version: string, packages: import('./guest-files.mjs').GuestPackage[] }>}
 */
async function assemble(archives) {
  const files = await PackageFiles.read(archives)
  const time = Number(process.env['SOURCE_DATE_EPOCH'] ?? files.newest)
  const kernel = files.takeKernel()
  const debian = files.takeDebianVersion()
  const version = `Debian ${debian}, Linux ${kernel.version}`
  const values = {
    NAME: recipe.name,
    PRETTY_NAME: `${recipe.name} (${version})`,
    VERSION: version,
    VERSION_ID: debian,
    COMMAND_LINE: recipe.kernelCommandLine.join(' '),
  }
  const ownFiles = await readOwnFiles(path.join(recipeFolder, 'root'), values)
  const tree = composeTree(files, kernel, ownFiles)

  /** @type {Map<string, Uint8Array>} */
  const contents = new Map()
  for (const [name, data] of files.takeBootLoader()) contents.set(`isolinux/${name}`, data)
  for (const [name, { data }] of await readOwnFiles(path.join(recipeFolder, 'iso'), values)) {
    contents.set(`isolinux/${name}`, data)
  }
  contents.set('boot/vmlinuz', await uncompressedKernel(kernel.image, decompressXz))
  contents.set('boot/initrd.img', packCpio(tree, { time }))
  for (const [name, data] of files.takeCommonLicences()) contents.set(`licences/common/${name}.gz`, compress(data))
  const packages = files.usedPackages()
  for (const { name, copyright } of packages) contents.set(`licences/${name}.gz`, compress(copyright))

  const image = createIso({
    volume: recipe.name.toUpperCase().replaceAll('-', '_'),
    publisher: 'VIRIDIAN',
    time,
    files: contents,
    boot: { image: 'isolinux/isolinux.bin', catalog: 'isolinux/boot.cat' },
  })
  return { image, version, packages }
}

/**
 * Makes the lab guest, `dist/guest/lab-linux.iso` with the manifest `lab-linux.json` beside it, where it is missing or its
 * recipe changed. Downloaded packages are kept in `.cache/guest`, or `guest` below VIRIDIAN_CACHE. A build that fails
 * leaves what was there.
 * @param {{ progress?: (text: string) => void, force?: boolean, output?: string }} [options] `force`: build anyway, of the
 *   newest packages; `output`: another folder
 * @returns {Promise<GuestManifest>}
 * @throws {GuestUnavailable} where it cannot be made on this computer at all
 */
export async function makeGuest({
  progress = (text) => console.log(text),
  force = false,
  output = path.join(root, 'dist/guest'),
} = {}) {
  const fingerprint = await recipeFingerprint(recipeFolder)
  const current = () => (force ? Promise.resolve(null) : readCurrent(output, fingerprint))
  return (
    (await current()) ??
    // Asked again: another process may have made it meanwhile.
    (await whileBuildingAlone(async () => (await current()) ?? (await build({ fingerprint, progress, force, output }))))
  )
}

/**
 * @param {{ fingerprint: string, progress: (text: string) => void, force: boolean, output: string }} options
 * @returns {Promise<GuestManifest>}
 */
async function build({ fingerprint, progress, force, output }) {
  progress(`Making the lab guest ${recipe.name} …`)
  const cache = path.join(process.env['VIRIDIAN_CACHE'] ?? path.join(root, '.cache'), 'guest')
  await mkdir(cache, { recursive: true })
  const archives = await fetchPackages({ cache: path.resolve(cache), progress, refresh: force })
  progress(`Unpacking ${archives.length} packages and writing ${imageName} …`)
  const { image, version, packages } = await assemble(archives)
  /** @type {GuestManifest} */
  const manifest = {
    name: recipe.name,
    description: recipe.description,
    memory: recipe.memory,
    version,
    image: imageName,
    sha256: createHash('sha256').update(image).digest('hex'),
    size: image.length,
    recipe: fingerprint,
    packages: packages.map(({ name, version, licence, source }) => ({ name, version, licence, source })),
  }
  await mkdir(output, { recursive: true })
  await writeWhole(path.join(output, imageName), image)
  await writeWhole(path.join(output, `${recipe.name}.json`), `${JSON.stringify(manifest, null, 2)}\n`)
  progress(`${recipe.name} is ready: ${version}, ${Math.round(image.length / 1e6)} MB.`)
  return manifest
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await makeGuest({ force: process.argv.includes('--force') })
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
