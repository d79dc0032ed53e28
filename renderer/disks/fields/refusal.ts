import { largestDiskCapacity, smallestDiskCapacity } from '#shared/disk.ts'
import { isFullPath, type PathHost } from './host-path.ts'
import type { Refusal, Refusals } from '../../fields/refusal.ts'
import { bytesOf, type Size } from '../../fields/size.ts'

/** Refused by the file systems of one host or another, so that a disk can be taken along. */
const forbiddenInNames = /[*?:<>/|\\"\p{Cc}]/u

export function nameRefusal(name: string): Refusal | null {
  const trimmed = name.trim()
  if (trimmed === '') return { kind: 'rule', rule: 'nameMissing' }
  return forbiddenInNames.test(trimmed) || trimmed.endsWith('.') ? { kind: 'rule', rule: 'fileNameCharacters' } : null
}

export function pathRefusal(path: string, host: PathHost): Refusal | null {
  const trimmed = path.trim()
  if (trimmed === '') return { kind: 'rule', rule: 'pathMissing' }
  return isFullPath(trimmed, host) ? null : { kind: 'rule', rule: 'pathRelative' }
}

/** `above`: a capacity that has to be exceeded, of a disk that is to be expanded. */
export function sizeRefusal(size: Size, above: number | null = null): Refusal | null {
  const bytes = bytesOf(size)
  const maximum = largestDiskCapacity
  if (above !== null) {
    return bytes !== null && bytes > above && bytes <= maximum ? null : { kind: 'sizeLarger', minimum: above, maximum }
  }
  const minimum = smallestDiskCapacity
  return bytes !== null && bytes >= minimum && bytes <= maximum ? null : { kind: 'size', minimum, maximum }
}

/** The fields that are refused, of all that were checked. */
export function refused<Field extends string>(checks: { [Name in Field]?: Refusal | null }): Refusals<Field> {
  return Object.fromEntries(Object.entries(checks).filter(([, refusal]) => refusal !== null)) as Refusals<Field>
}
