import { FileDevice } from '#electron/disks/file-device.ts'
import { DynamicVhd } from '#electron/disks/vhd/dynamic-vhd.ts'
import { toTimestamp } from '#electron/disks/vhd/fields.ts'
import { defaultBlockSize, formatSparse } from '#electron/disks/vhd/format.ts'
import { newFooter } from '#electron/disks/vhd/new-footer.ts'

/** What a disk is made of; the same facts give the same bytes. */
export interface DiskContent {
  /** Bytes. */
  readonly capacity: number
  /** The disk's identity: differencing disks know their parent by it. */
  readonly id: string
  /** Seconds since 1970. */
  readonly time: number
  /** By position; the rest is zero. */
  readonly pieces: readonly { readonly position: number; readonly bytes: Uint8Array }[]
}

/** Writes a new dynamic disk. */
export async function writeVhd(file: string, { capacity, id, time, pieces }: DiskContent): Promise<void> {
  const device = await FileDevice.create(file)
  const footer = { ...newFooter('dynamic', capacity, 0), id, created: toTimestamp(time * 1000) }
  await formatSparse(device, footer, defaultBlockSize, null)
  const disk = await DynamicVhd.open(device, file, { writable: true, commitDelay: 0 })
  try {
    for (const { position, bytes } of pieces) await disk.write(position, bytes)
  } finally {
    await disk.close()
  }
}
