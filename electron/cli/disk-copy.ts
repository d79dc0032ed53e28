import { isMounted, isPhysicalDisk } from '#electron/disks/physical/physical-disk.ts'
import { convertDisk, type ConversionTarget } from '#electron/disks/tools/convert.ts'
import { withSource, type SourceFormat } from '#electron/disks/tools/with-source.ts'
import type { Context } from './context.ts'
import { files } from './disk-files.ts'
import { runJob } from './disk-job.ts'
import type { DiskTexts } from './messages/disk-texts.ts'

export interface CopySource {
  readonly file: string
  readonly format: SourceFormat
  /** What a qcow2 image is based on, or null. */
  readonly backing: string | null
}

/** Copies a disk of any format, or a physical one, into a new file; resolves with its capacity, bytes. */
export async function copyIntoNewFile(
  context: Context,
  texts: DiskTexts,
  { file, format, backing }: CopySource,
  target: string,
  type: ConversionTarget,
): Promise<number> {
  return withSource(files, file, format, backing, async (disk) => {
    if ((await isPhysicalDisk(file)) && (await isMounted(file))) context.output.note(texts.mounted(file))
    await runJob(context, { path: file, left: 'source' }, (control) => convertDisk(files, disk, target, type, control))
    return disk.capacity
  })
}
