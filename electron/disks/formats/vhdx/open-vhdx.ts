import type { BlockDevice } from '../../block-device.ts'
import { MappedDisk } from '../mapped-disk.ts'
import type { SourceDisk } from '../parent.ts'
import { SourceFile } from '../source-file.ts'
import type { SourceOptions } from '../source-options.ts'
import { BlockMap } from './block-map.ts'
import { readVhdxHeader, type VhdxHeader } from './header.ts'
import { readPendingLog } from './log.ts'
import { readMetadata } from './metadata.ts'
import { overlap, readRegions } from './region-table.ts'
import { ReplayedDevice } from './replayed-device.ts'

/**
 * A VHDX disk of any type, read-only. A pending log is replayed in memory, never into the file. Throws CORRUPT,
 * UNSUPPORTED, and what opening the parent does.
 */
export async function openVhdx(device: BlockDevice, { path, openParent }: SourceOptions): Promise<SourceDisk> {
  const bare = await SourceFile.of(device, 'vhdx', path)
  const header = await readVhdxHeader(bare)
  const file = await replayed(bare, header)
  const regions = await readRegions(file)
  const metadata = await readMetadata(file, regions.metadata)
  const log = { offset: header.logOffset, length: header.logLength }
  if (overlap(log, regions.blockTable) || overlap(log, regions.metadata)) throw file.corrupt('log', log.offset)
  const parent =
    metadata.parent === null
      ? null
      : await openParent({
          format: 'vhdx',
          child: path,
          name: metadata.parent.name,
          isRaw: false,
          identity: metadata.parent.linkage,
        })
  try {
    const map = new BlockMap(file, metadata, regions.blockTable, [regions.metadata, log], parent)
    const owned = parent === null ? [device] : [parent, device]
    return new MappedDisk(map, owned, { identity: header.dataGuid, guestSectorSize: metadata.logicalSectorSize })
  } catch (error) {
    await parent?.close()
    throw error
  }
}

async function replayed(file: SourceFile, header: VhdxHeader): Promise<SourceFile> {
  const log = await readPendingLog(file, header)
  if (log === null) return file
  const device = new ReplayedDevice(file.device, file.size, log)
  const size = await device.size()
  if (!Number.isSafeInteger(size)) throw file.corrupt('log')
  return new SourceFile(device, size, file.format, file.path)
}
