import type { BlockDevice } from '../block-device.ts'
import type { ExtentOpener } from './extent-opener.ts'
import type { ParentOpener, SourceDisk } from './parent.ts'
import { openQcow } from './qcow2/open-qcow.ts'
import { openQcow2 } from './qcow2/open-qcow2.ts'
import { openRaw } from './raw.ts'
import type { FormatName } from './source-file.ts'
import { openVdi } from './vdi.ts'
import { openVhdx } from './vhdx/open-vhdx.ts'
import { openVmdk } from './vmdk/open-vmdk.ts'

export interface SourceOptions {
  /** The file that the device is of; errors name it. */
  readonly path: string
  /** For the parts that a VMDK descriptor or a qcow2 header names. */
  readonly openExtent: ExtentOpener
  /** For the disk that this one is based on, which is closed with it. */
  readonly openParent: ParentOpener
}

/**
 * A disk of another format as a read-only disk, to be converted. Closing it closes the device; when opening fails the
 * device stays the caller's. Throws CORRUPT, UNSUPPORTED, ENCRYPTED, EXTENT_ALONE, EXTENT_REFUSED, EXTENT_MISSING
 * and what `openParent` does.
 */
export function openSource(format: FormatName, device: BlockDevice, options: SourceOptions): Promise<SourceDisk> {
  switch (format) {
    case 'raw':
      return openRaw(device, options.path)
    case 'vmdk':
      return openVmdk(device, options)
    case 'vdi':
      return openVdi(device, options)
    case 'qcow':
      return openQcow(device, options)
    case 'qcow2':
      return openQcow2(device, options)
    case 'vhdx':
      return openVhdx(device, options)
  }
}
