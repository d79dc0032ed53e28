// @ts-check
import { directoryRecords } from './iso9660-directories.mjs'
import { sectorsOf } from './iso9660-fields.mjs'

/**
 * @typedef {object} IsoFile
 * @property {string} name as given
 * @property {string} identifier as ISO 9660 has it
 * @property {number} sector
 * @property {number} length bytes
 *
 * @typedef {object} IsoFolder
 * @property {string} name
 * @property {string} identifier
 * @property {number} sector
 * @property {number} length bytes, whole sectors
 * @property {number} number in the path table, from 1
 * @property {IsoFolder} parent itself for the root
 * @property {IsoFolder[]} folders
 * @property {IsoFile[]} files
 *
 * @typedef {object} Layout
 * @property {IsoFolder} root
 * @property {IsoFolder[]} folders in the path table's order
 * @property {number} pathTableL sector
 * @property {number} pathTableM sector
 * @property {number} sectors of the whole image
 * @property {(path: string) => number} sectorOf
 */

const MAX_IDENTIFIER = 30
const MAX_DEPTH = 8

/** @param {string} part */
const dCharacters = (part) => part.toUpperCase().replace(/[^A-Z0-9_]/g, '_')

/**
 * The name as ISO 9660 level 2 allows it: capitals, digits, underscores, one dot, at most 30 characters; Rock Ridge
 * holds the real one. A number makes it unique in its folder.
 * @param {string} name
 * @param {boolean} isFolder
 * @param {Set<string>} taken
 */
function identifierFor(name, isFolder, taken) {
  const dot = isFolder ? -1 : name.lastIndexOf('.')
  const extension = dot > 0 ? dCharacters(name.slice(dot + 1)).slice(0, 8) : ''
  const stem = dCharacters(dot > 0 ? name.slice(0, dot) : name)
  const room = MAX_IDENTIFIER - extension.length - 1
  for (let count = 1; ; count += 1) {
    const suffix = count === 1 ? '' : `_${count}`
    const short = stem.slice(0, room - suffix.length) + suffix
    const identifier = isFolder ? short : `${short}.${extension};1`
    if (!taken.has(identifier)) {
      taken.add(identifier)
      return identifier
    }
  }
}

/** @param {{ identifier: string }} a @param {{ identifier: string }} b */
const byIdentifier = (a, b) => (a.identifier < b.identifier ? -1 : 1)

/**
 * Gives every folder and file of an image its identifier and its place.
 * @param {Map<string, Uint8Array>} contents
 * @param {number} firstSector after the volume descriptors
 * @returns {Layout}
 */
export function layOut(contents, firstSector) {
  /** @type {Omit<IsoFolder, 'parent'>} */
  const bare = { name: '', identifier: '\0', sector: 0, length: 0, number: 1, folders: [], files: [] }
  const root = /** @type {IsoFolder} */ (bare)
  root.parent = root
  /** @type {Map<IsoFolder, Set<string>>} */
  const identifiers = new Map([[root, new Set()]])
  /** @type {Map<string, IsoFile>} */
  const byPath = new Map()

  for (const [path, data] of [...contents].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const parts = path.split('/')
    const name = /** @type {string} */ (parts.pop())
    if (parts.length + 1 > MAX_DEPTH) throw new Error(`${path} is deeper than ISO 9660 allows.`)
    let folder = root
    for (const part of parts) {
      let next = folder.folders.find((each) => each.name === part)
      if (next === undefined) {
        const taken = /** @type {Set<string>} */ (identifiers.get(folder))
        const identifier = identifierFor(part, true, taken)
        next = { name: part, identifier, sector: 0, length: 0, number: 0, parent: folder, folders: [], files: [] }
        folder.folders.push(next)
        identifiers.set(next, new Set())
      }
      folder = next
    }
    const taken = /** @type {Set<string>} */ (identifiers.get(folder))
    const file = { name, identifier: identifierFor(name, false, taken), sector: 0, length: data.length }
    folder.files.push(file)
    byPath.set(path, file)
  }

  // The path table lists folders by depth, then by their parents' order, then by identifier (ECMA-119 section 6.9.1).
  const folders = [root]
  for (const folder of folders) {
    folder.folders.sort(byIdentifier)
    folder.files.sort(byIdentifier)
    folders.push(...folder.folders)
  }
  let tableLength = 0
  folders.forEach((folder, index) => {
    folder.number = index + 1
    tableLength += 8 + folder.identifier.length + (folder.identifier.length % 2)
  })

  let sector = firstSector
  /** @param {number} length bytes */
  const take = (length) => {
    const at = sector
    sector += sectorsOf(length)
    return at
  }
  const pathTableL = take(tableLength)
  const pathTableM = take(tableLength)
  for (const folder of folders) {
    folder.length = directoryRecords.folder(folder, 0).length
    folder.sector = take(folder.length)
  }
  for (const file of byPath.values()) file.sector = take(file.length)

  return {
    root,
    folders,
    pathTableL,
    pathTableM,
    sectors: sector,
    sectorOf(path) {
      const file = byPath.get(path)
      if (file === undefined) throw new Error(`${path} is not in the image.`)
      return file.sector
    },
  }
}
