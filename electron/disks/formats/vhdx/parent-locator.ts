import type { SourceFile } from '../source-file.ts'
import type { Region } from './region-table.ts'
import { megabyte } from './header.ts'
import { guidAt } from './signature.ts'

// [MS-VHDX] 2.6.2.6.
const vhdxType = 'B04AEFB7-D19E-4A81-B789-25B8E9445913'
const headerSize = 20
const entrySize = 12

/** What a differencing disk says of its parent. */
export interface ParentLocator {
  /** Where it was, seen from the child or as a path of its computer. */
  readonly name: string
  /** The `dataGuid` of its header. */
  readonly linkage: string
}

/** Throws CORRUPT, UNSUPPORTED. */
export async function readParentLocator(file: SourceFile, item: Region | undefined): Promise<ParentLocator> {
  if (item === undefined || item.length < headerSize || item.length > megabyte) {
    throw file.corrupt('parent locator', item?.offset)
  }
  const view = await file.read(item.offset, item.length, 'parent locator')
  const type = guidAt(view, 0)
  if (type !== vhdxType) throw file.unsupported(`parent locator ${type}`)
  const count = view.getUint16(18, true)
  if (headerSize + count * entrySize > item.length) throw file.corrupt('parent locator', item.offset)
  const values = new Map<string, string>()
  for (let index = 0; index < count; index++) {
    const at = headerSize + index * entrySize
    const text = (offset: number, length: number) => {
      if (offset + length > item.length) throw file.corrupt('parent locator', item.offset + at)
      return new TextDecoder('utf-16le').decode(new Uint8Array(view.buffer, view.byteOffset + offset, length))
    }
    const key = text(view.getUint32(at, true), view.getUint16(at + 8, true))
    values.set(key, text(view.getUint32(at + 4, true), view.getUint16(at + 10, true)))
  }
  const linkage = values.get('parent_linkage')
  if (linkage === undefined) throw file.corrupt('parent locator', item.offset)
  const name = values.get('relative_path') ?? values.get('volume_path') ?? values.get('absolute_win32_path') ?? ''
  return { name, linkage: linkage.replace(/^\{(.*)\}$/, '$1').toUpperCase() }
}
