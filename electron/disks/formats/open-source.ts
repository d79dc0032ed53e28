import type { BlockDevice } from '../block-device.ts'
import type { SourceDisk } from './parent.ts'
import { openQcow } from './qcow2/open-qcow.ts'
import { openQcow2 } from './qcow2/open-qcow2.ts'
import { openRaw } from './raw.ts'
import type { FormatName } from './source-file.ts'
import type { SourceOptions } from './source-options.ts'
import { openVdi } from './vdi.ts'
import { openVhdx } from './vhdx/open-vhdx.ts'
import { openVmdk } from './vmdk/open-vmdk.ts'

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
