import { isMounted, isPhysicalDisk } from '#electron/disks/physical/physical-disk.ts'
import type { CopyRemark, CopyResult } from '#shared/disk.ts'
import { convertDisk, type ConversionTarget } from '#electron/disks/tools/convert.ts'
import type { Context } from './context.ts'
import { files } from './disk-files.ts'
import { runJob } from './disk-job.ts'
import { withNamedSource, type NamedSource } from './disk-source.ts'
import { remarkText } from './disk-text.ts'
import type { DiskTexts } from './messages/disk-texts.ts'

/** Copies a disk of any format, or a physical one, into a new file; resolves with what is to be said of that. */
export async function copyIntoNewFile(
  context: Context,
  texts: DiskTexts,
  source: NamedSource,
  target: string,
  type: ConversionTarget,
): Promise<CopyResult> {
  const { file } = source
  return withNamedSource(texts, source, async (disk) => {
    if ((await isPhysicalDisk(file)) && (await isMounted(file))) context.output.note(texts.mounted(file))
    const result = await runJob(context, { path: file, left: 'source' }, (control) =>
      convertDisk(files, disk, target, type, control),
    )
    for (const remark of result.remarks) context.output.note(remarkText<CopyRemark['code']>(texts, remark))
    return result
  })
}
