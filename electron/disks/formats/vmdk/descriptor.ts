import type { SourceFile } from '../source-file.ts'
import { descriptorText } from './descriptor-text.ts'

// "The Descriptor File" in VMware's Virtual Disk Format 5.0.

/** Far more than the extents of the largest disk take. Bytes. */
export const maximumDescriptorSize = 1024 * 1024

const noParent = 'ffffffff'
const supportedTypes = [
  'monolithicSparse',
  'monolithicFlat',
  'twoGbMaxExtentSparse',
  'twoGbMaxExtentFlat',
  'streamOptimized',
  'vmfs',
  'vmfsSparse',
]

export type ExtentKind = 'flat' | 'sparse' | 'zero'

export interface Extent {
  readonly kind: ExtentKind
  readonly sectors: number
  /** Name of its file; empty for zeros. */
  readonly name: string
  /** Where a flat extent begins in its file, sectors. */
  readonly offset: number
}

export interface Descriptor {
  readonly createType: string
  readonly extents: readonly Extent[]
  /** Changes whenever the content of the disk does; what is based on the disk names it by that. */
  readonly contentId: string | null
  readonly parent: ParentReference | null
}

export interface ParentReference {
  readonly contentId: string
  /** Name or path, of whatever computer; empty where there is none. */
  readonly name: string
}

/** Throws CORRUPT, or UNSUPPORTED for what is sound but not read here. */
export function parseDescriptor(bytes: Uint8Array, file: SourceFile): Descriptor {
  const { values, extentLines } = readLines(descriptorText(bytes))
  const version = values.get('version')
  if (version === undefined) throw file.corrupt('descriptor')
  if (!['1', '2', '3'].includes(version)) throw file.unsupported(`descriptor version ${version}`)
  const createType = values.get('createtype') ?? ''
  const known = supportedTypes.find((type) => type.toLowerCase() === createType.toLowerCase())
  if (known === undefined) throw file.unsupported(`createType ${createType}`)
  return {
    createType: known,
    extents: extentLines.map((line) => parseExtent(line, file)),
    contentId: contentIdOf(values.get('cid')),
    parent: parentOf(values),
  }
}

function parentOf(values: ReadonlyMap<string, string>): ParentReference | null {
  const contentId = contentIdOf(values.get('parentcid')) ?? noParent
  return contentId === noParent ? null : { contentId, name: values.get('parentfilenamehint') ?? '' }
}

/** Hexadecimal, of which some programs write no more digits than it takes. */
function contentIdOf(text: string | undefined): string | null {
  const digits = /^(?:0x)?([0-9a-f]{1,8})$/i.exec(text?.trim() ?? '')?.[1]
  return digits?.toLowerCase().padStart(8, '0') ?? null
}

function readLines(text: string): { values: Map<string, string>; extentLines: string[] } {
  const values = new Map<string, string>()
  const extentLines: string[] = []
  for (const raw of text.split(/\r\n|\r|\n/)) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) continue
    const equals = line.indexOf('=')
    if (/^(RW|RDONLY|NOACCESS)\s/i.test(line)) extentLines.push(line)
    else if (equals > 0) values.set(line.slice(0, equals).trim().toLowerCase(), unquoted(line.slice(equals + 1).trim()))
  }
  return { values, extentLines }
}

function unquoted(text: string): string {
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text
}

function parseExtent(line: string, file: SourceFile): Extent {
  const fields = /^(\w+)\s+(\d{1,15})\s+(\w+)(?:\s+"([^"]*)"(?:\s+(\d{1,15}))?)?/.exec(line)
  if (fields === null) throw file.corrupt(`descriptor extent ${line}`)
  const [, access = '', sectors = '', type = '', name = '', offset = '0'] = fields
  if (access.toUpperCase() === 'NOACCESS') throw file.unsupported('extent without access')
  const kind = kindOf(type.toUpperCase())
  if (kind === null) throw file.unsupported(`extent type ${type}`)
  if (kind !== 'zero' && name === '') throw file.corrupt(`descriptor extent ${line}`)
  return { kind, sectors: Number(sectors), name, offset: Number(offset) }
}

function kindOf(type: string): ExtentKind | null {
  if (type === 'FLAT' || type === 'VMFS') return 'flat'
  if (type === 'SPARSE' || type === 'VMFSSPARSE') return 'sparse'
  return type === 'ZERO' ? 'zero' : null
}
