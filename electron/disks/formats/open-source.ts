import type { BlockDevice } from '../block-device.ts'
import type { VirtualDisk } from '../virtual-disk.ts'
import type { ExtentOpener } from './extent-opener.ts'
import { openQcow2 } from './qcow2/open-qcow2.ts'
import { openRaw } from './raw.ts'
import type { FormatName } from './source-file.ts'
import { openVdi } from './vdi.ts'
import { openVhdx } from './vhdx/open-vhdx.ts'
import { openVmdk } from './vmdk/open-vmdk.ts'

export interface SourceOptions {
  /** For the extents that a VMDK descriptor names. */
  readonly openExtent: ExtentOpener
  /** What the user says a qcow2 image is based on, or null. The caller closes it. */
  readonly backing: VirtualDisk | null
}

/**
 * A disk of another format as a read-only disk, to be converted. Closing it closes the device; when opening fails the
 * device stays the caller's. Throws CORRUPT, UNSUPPORTED, ENCRYPTED, PARENT_NEEDED, EXTENT_REFUSED, EXTENT_MISSING.
 */
export function openSource(format: FormatName, device: BlockDevice, options: SourceOptions): Promise<VirtualDisk> {
  switch (format) {
    case 'raw':
      return openRaw(device)
    case 'vmdk':
      return openVmdk(device, options.openExtent)
    case 'vdi':
      return openVdi(device)
    case 'qcow2':
      return openQcow2(device, options.backing)
    case 'vhdx':
      return openVhdx(device)
  }
}
