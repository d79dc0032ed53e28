import path from 'node:path'
import type { BlockDevice } from '../block-device.ts'
import { DiskError } from '../disk-error.ts'
import type { DiskFiles } from '../disk-files.ts'
import { detectFormat, type DetectedFormat } from '../formats/detect.ts'
import { foreignFormat } from '../formats/foreign.ts'
import { descriptorNameOf } from '../formats/vmdk/descriptor-name.ts'
import { isPhysicalDisk } from '../physical/physical-disk.ts'
import { closing } from './closing.ts'

export type SourceFormat = DetectedFormat | 'raw'

/** What promises more than bytes as they are: a file with such a name that bears no mark is something else, or damaged. */
const imageNames =
  /\.(vmdk|a?vhdx?|vhds|vdi|qcow2?|qed|hdd|hds|dmg|cloop|e01|ova|ovf|wim|zip|gz|tgz|xz|txz|bz2|zst|lz4|7z|rar)$/i

/**
 * What a file's own content says it is; raw where it bears no mark and its name promises none, and of a physical disk,
 * whatever a guest wrote to it. Rejects with OTHER_FORMAT, NOT_OF_ITS_NAME and EXTENT_ALONE.
 */
export async function formatOf(files: DiskFiles, file: string): Promise<SourceFormat> {
  if (await isPhysicalDisk(file)) return 'raw'
  const device = await files.open(file, 'read')
  return closing(device, () => formatFor(device, file))
}

async function formatFor(device: BlockDevice, file: string): Promise<SourceFormat> {
  const detected = await detectFormat(device)
  if (detected !== null) return detected
  const foreign = await foreignFormat(device)
  if (foreign !== null) throw new DiskError('OTHER_FORMAT', { path: file, other: foreign })
  const descriptor = descriptorNameOf(file)
  if (descriptor !== null) throw new DiskError('EXTENT_ALONE', { path: file, descriptor })
  const name = imageNames.exec(path.basename(file))?.[1]
  if (name !== undefined) throw new DiskError('NOT_OF_ITS_NAME', { path: file, name: name.toLowerCase() })
  return 'raw'
}
