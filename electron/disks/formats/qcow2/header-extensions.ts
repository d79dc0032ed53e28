import type { SourceFile } from '../source-file.ts'

// "Header extensions" in docs/interop/qcow2.rst: type and length of four bytes each, data padded to a multiple of 8.
const type = { end: 0, backingFormat: 0xe279_2aca, dataFile: 0x4441_5441 } as const

/** Far more than there are kinds of. */
const maximumExtensions = 64
const longestName = 1023

export interface HeaderExtensions {
  readonly backingFormat: string | null
  readonly dataFile: string | null
}

/** What follows the header, up to the end of the first cluster. Throws CORRUPT. */
export async function readExtensions(file: SourceFile, from: number, end: number): Promise<HeaderExtensions> {
  const texts = new Map<number, string>()
  let position = from
  for (let count = 0; count < maximumExtensions && position + 8 <= Math.min(end, file.size); count++) {
    const head = await file.read(position, 8, 'header extension')
    const kind = head.getUint32(0)
    const length = head.getUint32(4)
    if (kind === type.end) break
    if (position + 8 + length > end) throw file.corrupt('header extension', position)
    if (kind === type.backingFormat || kind === type.dataFile) {
      if (length > longestName) throw file.corrupt('header extension', position)
      texts.set(kind, new TextDecoder().decode(await file.read(position + 8, length, 'header extension')))
    }
    position += 8 + Math.ceil(length / 8) * 8
  }
  return { backingFormat: texts.get(type.backingFormat) ?? null, dataFile: texts.get(type.dataFile) ?? null }
}
