import { realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { floppyCapacities, floppyNames } from '#shared/floppy.ts'
import { DiskError, systemError } from '#electron/disks/disk-error.ts'
import { CliError } from './errors.ts'
import type { DiskTexts } from './messages/disk-texts.ts'

/** The error for a command line that was not understood; `detail` is a sentence. */
export function diskUsage(detail: string): CliError<'USAGE'> {
  return new CliError('USAGE', { detail })
}

/** Bytes: `136365211648`, `512M`, `127G`, `127 GB`; units are powers of 1024. Throws USAGE. */
export function parseSize(texts: DiskTexts, text: string): number {
  const match = /^(\d{1,16})\s*(?:([kmgt])(?:i?b)?|b)?$/i.exec(text.trim())
  const power = match?.[2] === undefined ? 0 : 'kmgt'.indexOf(match[2].toLowerCase()) + 1
  const size = match === null ? Number.NaN : Number(match[1]) * 1024 ** power
  if (!Number.isSafeInteger(size) || size === 0) throw diskUsage(texts.usage.invalidSize(text))
  return size
}

/** Bytes: `720K`, `1440K`, or `1.44M` as it stands on floppy disks, though it is neither in powers of 1000 nor of 1024. */
export function parseFloppySize(texts: DiskTexts, text: string): number {
  const written = /^(\d+)(?:[.,](\d+))?\s*([km])(?:i?b)?$/i.exec(text.trim())
  const fraction = written?.[2] === undefined ? '' : `.${written[2]}`
  const name = written === null ? '' : `${written[1] ?? ''}${fraction}${(written[3] ?? '').toUpperCase()}`
  const known = floppyNames.find((each) => each === name)
  return known === undefined ? parseSize(texts, text) : floppyCapacities[known]
}

export function isFloppyName(text: string): boolean {
  return /\.vfd$/i.test(text)
}

/**
 * A file that is there, by its own name: a job that puts a new file in its place must not put it in that of a link.
 * Rejects with a `DiskError`.
 */
export async function existingFile(text: string): Promise<string> {
  const file = path.resolve(text)
  try {
    return await realpath(file)
  } catch (error) {
    throw systemError(error, file)
  }
}

/** A disk to be copied: a file, or a physical disk, which on Windows has no path that could be resolved. */
export async function existingSource(text: string): Promise<string> {
  return /^\\\\[.?]\\/.test(text) ? text : existingFile(text)
}

/** A file to be made, in a folder that is there. Rejects with a `DiskError`. */
export async function newFile(text: string): Promise<string> {
  const file = path.resolve(text)
  const folder = path.dirname(file)
  try {
    if (!(await stat(folder)).isDirectory()) throw new DiskError('NOT_FOUND', { path: folder })
  } catch (error) {
    throw systemError(error, folder)
  }
  return file
}

/** A disk with another name would not be found as the child of its parent. */
export function isVhdName(text: string): boolean {
  return /\.a?vhd$/i.test(text)
}

/** Throws USAGE. */
export function requireVhdName(texts: DiskTexts, text: string): void {
  if (!isVhdName(text)) throw diskUsage(texts.usage.vhdName(text))
}

/** Throws USAGE where more than one of the options was given. */
export function requireAtMostOne(texts: DiskTexts, given: Readonly<Record<string, unknown>>): void {
  const flags = Object.keys(given).filter((flag) => given[flag] !== undefined)
  if (flags.length > 1) throw diskUsage(texts.usage.notTogether(flags))
}
