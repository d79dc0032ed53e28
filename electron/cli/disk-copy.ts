import { isMounted, isPhysicalDisk } from '#electron/disks/physical/physical-disk.ts'
import { convertDisk, type ConversionTarget } from '#electron/disks/tools/convert.ts'
import { withSource } from '#electron/disks/tools/with-source.ts'
import { sectorSize } from '#electron/disks/virtual-disk.ts'
import type { Context } from './context.ts'
import { files } from './disk-files.ts'
import { runJob } from './disk-job.ts'
import type { NamedSource } from './disk-source.ts'
import type { DiskTexts } from './messages/disk-texts.ts'

/** Copies a disk of any format, or a physical one, into a new file; resolves with its capacity, bytes. */
export async function copyIntoNewFile(
  context: Context,
  texts: DiskTexts,
  { file, format, backing }: NamedSource,
  target: string,
  type: ConversionTarget,
): Promise<number> {
  return withSource(files, file, format, backing, async (disk) => {
    if ((await isPhysicalDisk(file)) && (await isMounted(file))) context.output.note(texts.mounted(file))
    await runJob(context, { path: file, left: 'source' }, (control) => convertDisk(files, disk, target, type, control))
    const sectors = disk.guestSectorSize ?? sectorSize
    if (sectors !== sectorSize) context.output.note(texts.sectorsDiffer(file, sectors))
    return disk.capacity
  })
}
