import path from 'node:path'
import type { Command } from 'commander'
import { isDiskError } from '#electron/disks/disk-error.ts'
import type { SourceDisk } from '#electron/disks/formats/parent.ts'
import { formatOf, type SourceFormat } from '#electron/disks/tools/source-format.ts'
import { withSource } from '#electron/disks/tools/with-source.ts'
import { files } from './disk-files.ts'
import { diskUsage, existingFile, existingSource } from './disk-values.ts'
import type { DiskTexts } from './messages/disk-texts.ts'

/** What a command is told of a disk of any format that it reads. */
export interface SourceOptions {
  readonly format?: string
  readonly backing?: readonly string[]
}

export interface NamedSource {
  readonly file: string
  readonly format: SourceFormat
  /** What the disk is based on, the nearest first, where the user names it. */
  readonly backing: readonly string[]
}

export function addSourceOptions(command: Command, texts: DiskTexts): Command {
  const collect = (file: string, before: string[] | undefined) => [...(before ?? []), file]
  return command
    .option('--format <FORMAT>', texts.options.format)
    .option('--backing <FILE>', texts.options.backing, collect)
}

/** Throws USAGE; rejects with a `DiskError` where the source is not there or of no format that is read. */
export async function namedSource(texts: DiskTexts, name: string, options: SourceOptions): Promise<NamedSource> {
  const { format } = options
  if (format !== undefined && format !== 'raw') throw diskUsage(texts.usage.unknownFormat(format))
  const file = await existingSource(name)
  const backing: string[] = []
  for (const parent of options.backing ?? []) backing.push(await existingFile(parent))
  return { file, format: format ?? (await formatOf(files, file)), backing }
}

/** The same for a host, which finds out the format by itself. Throws USAGE. */
export function sourceOnHost(
  texts: DiskTexts,
  { format, backing = [] }: SourceOptions,
): { raw: boolean; backing: string[] } {
  if (format !== undefined && format !== 'raw') throw diskUsage(texts.usage.unknownFormat(format))
  return { raw: format === 'raw', backing: backing.map((file) => path.resolve(file)) }
}

/** Does work with the disk. Rejects with USAGE where the user names more disks that it is based on than there are. */
export async function withNamedSource<Result>(
  texts: DiskTexts,
  { file, format, backing }: NamedSource,
  work: (disk: SourceDisk) => Promise<Result>,
): Promise<Result> {
  try {
    return await withSource(files, file, format, backing, work)
  } catch (error) {
    if (isDiskError(error, 'NOT_DIFFERENCING')) throw diskUsage(texts.usage.backingTooMany(error.facts.path))
    throw error
  }
}
