import type { BlockDevice } from '../../block-device.ts'
import { MappedDisk } from '../mapped-disk.ts'
import type { SourceDisk } from '../parent.ts'
import { SourceFile } from '../source-file.ts'
import type { SourceOptions } from '../source-options.ts'
import { ClusterMap } from './cluster-map.ts'
import { readQcow2Header } from './header.ts'

/**
 * A qcow2 image, version 2 or 3, read-only: its active state, not its internal snapshots. Throws CORRUPT, UNSUPPORTED,
 * ENCRYPTED, EXTENT_REFUSED, EXTENT_MISSING and what `openParent` does.
 */
export async function openQcow2(device: BlockDevice, options: SourceOptions): Promise<SourceDisk> {
  const file = await SourceFile.of(device, 'qcow2', options.path)
  const header = await readQcow2Header(file)
  const data = header.dataFile === null ? null : await options.openExtent(header.dataFile)
  try {
    const dataFile = data === null ? file : await SourceFile.of(data.device, 'qcow2', data.path)
    const link = { format: file.format, child: file.path, isRaw: header.backingIsRaw, identity: null }
    const backing = header.backingFile === null ? null : await options.openParent({ ...link, name: header.backingFile })
    const owned = [backing, data?.device ?? null, device].filter((each) => each !== null)
    return new MappedDisk(new ClusterMap(file, header, backing, dataFile), owned)
  } catch (error) {
    await data?.device.close()
    throw error
  }
}
