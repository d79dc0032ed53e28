import type { BlockDevice } from '../../block-device.ts'
import { DiskError } from '../../disk-error.ts'
import type { VirtualDisk } from '../../virtual-disk.ts'
import { MappedDisk } from '../mapped-disk.ts'
import { SourceFile } from '../source-file.ts'
import { ClusterMap } from './cluster-map.ts'
import { readQcow2Header } from './header.ts'

/**
 * A qcow2 image, version 2 or 3, read-only: its active state, not its internal snapshots. The backing file an image
 * names is never opened by that name; the caller gives it, and closes it, or PARENT_NEEDED is thrown. Throws CORRUPT,
 * UNSUPPORTED, ENCRYPTED.
 */
export async function openQcow2(device: BlockDevice, backing: VirtualDisk | null): Promise<VirtualDisk> {
  const file = await SourceFile.of(device, 'qcow2')
  const header = await readQcow2Header(file)
  if (header.backingFile === null) return new MappedDisk(new ClusterMap(file, header, null), [device])
  if (backing === null) throw new DiskError('PARENT_NEEDED', { format: file.format, parent: header.backingFile })
  return new MappedDisk(new ClusterMap(file, header, backing), [device])
}
