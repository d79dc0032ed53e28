import path from 'node:path'
import type { BlockDevice } from '../block-device.ts'
import { noLocator, type DynamicHeader, type LocatorEntry } from './dynamic-header.ts'
import type { VhdStructure } from './structure.ts'
import { decodeName, encodeNameLittleEndian } from './utf16.ts'

/** A path longer than any system takes is no path. Bytes. */
const longestPath = 64 * 1024

/** Where a differencing disk says its parent is; the most telling first. */
export interface ParentPaths {
  /** As the file has it, for messages. */
  readonly name: string
  /** Files that may be the parent, absolute. */
  readonly candidates: readonly string[]
}

/**
 * The places to look for a parent (VHD 1.0, "Identification of the Parent Hard Disk Image"): as seen from the child,
 * then the absolute ones, then beside the child, for a folder that came from another computer.
 */
export async function readParentPaths(
  device: BlockDevice,
  structure: VhdStructure,
  header: DynamicHeader,
): Promise<ParentPaths> {
  const child = structure.path
  const folder = path.dirname(child)
  const relative: string[] = []
  const absolute: string[] = []
  for (const locator of header.locators) {
    const bytes = await readLocator(device, structure, locator)
    if (bytes === null) continue
    const text = decodeLocator(locator.platform, bytes)
    if (locator.platform === 'W2ru' || locator.platform === 'Wi2r') relative.push(text)
    else if (text !== '') absolute.push(text)
  }
  if (header.parentName !== '') absolute.push(header.parentName)
  const names = [...relative, ...absolute]
  const candidates = [
    ...relative.map((text) => path.resolve(folder, fromWindows(text))),
    ...absolute.filter((text) => path.isAbsolute(text) && !isRemote(text)),
    ...names.map((text) => path.join(folder, path.win32.basename(text))),
  ]
  return { name: names[0] ?? '', candidates: [...new Set(candidates)].filter((file) => file !== folder) }
}

/** To follow `\\server\share` or `\\?\` from a file of unknown origin would hand the user's sign-in to that server. */
function isRemote(text: string): boolean {
  return /^[\\/]{2}/.test(text)
}

function fromWindows(text: string): string {
  return path.sep === '\\' ? text : text.replaceAll('\\', '/')
}

async function readLocator(
  device: BlockDevice,
  { front, fileSize }: VhdStructure,
  locator: LocatorEntry,
): Promise<Uint8Array | null> {
  const { length, position } = locator
  if (!['W2ru', 'W2ku', 'Wi2r', 'Wi2k', 'MacX'].includes(locator.platform)) return null
  if (length === 0 || length > longestPath || position + length > fileSize) return null
  if (position + length <= front.byteLength) return front.subarray(position, position + length)
  const bytes = new Uint8Array(length)
  await device.read(position, bytes)
  return bytes
}

const utf8 = new TextDecoder()

function decodeLocator(platform: string, bytes: Uint8Array): string {
  if (platform === 'W2ru' || platform === 'W2ku') return decodeName(bytes, 'little')
  const text = utf8.decode(bytes).replace(/\0.*$/s, '')
  if (platform !== 'MacX') return text
  try {
    return text.startsWith('file:') ? decodeURIComponent(new URL(text).pathname) : text
  } catch {
    return ''
  }
}

/** A locator to be written: `space` and `position` follow from where it is put. */
export interface NewLocator {
  readonly platform: string
  readonly bytes: Uint8Array
}

/** The locators from a child to its parent, both absolute paths. Paths with backslashes, as every reader expects. */
export function newLocators(child: string, parent: string): NewLocator[] {
  const locators: NewLocator[] = []
  const relative = path.relative(path.dirname(child), parent)
  if (!path.isAbsolute(relative)) {
    const steps = relative.split(path.sep).join('\\')
    const text = steps.startsWith('..') ? steps : `.\\${steps}`
    locators.push({ platform: 'W2ru', bytes: encodeNameLittleEndian(text) })
  }
  if (path.sep === '\\') locators.push({ platform: 'W2ku', bytes: encodeNameLittleEndian(parent) })
  else locators.push({ platform: 'MacX', bytes: new TextEncoder().encode(`file://${encodeURI(parent)}`) })
  return locators
}

/** The header's entries for locators that are written one after the other from `position` on, each in whole sectors. */
export function placeLocators(locators: readonly NewLocator[], position: number): LocatorEntry[] {
  let next = position
  const entries = locators.map(({ platform, bytes }) => {
    const entry = { platform, space: Math.ceil(bytes.byteLength / 512), length: bytes.byteLength, position: next }
    next += entry.space * 512
    return entry
  })
  return [...entries, ...Array.from({ length: 8 - entries.length }, () => noLocator)]
}

/** The bytes of these locators, as `placeLocators` has put them. */
export function serializeLocators(locators: readonly NewLocator[]): Uint8Array {
  const sizes = locators.map(({ bytes }) => Math.ceil(bytes.byteLength / 512) * 512)
  const all = new Uint8Array(sizes.reduce((sum, size) => sum + size, 0))
  let at = 0
  locators.forEach(({ bytes }, i) => {
    all.set(bytes, at)
    at += sizes[i] ?? 0
  })
  return all
}
