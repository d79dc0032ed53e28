import { MemoryFile } from '#tests/fixtures/disk-images/memory-file.ts'
import { DiskError } from '#electron/disks/disk-error.ts'
import { openSource } from '#electron/disks/formats/open-source.ts'
import type { ParentLink, SourceDisk } from '#electron/disks/formats/parent.ts'
import type { FormatName } from '#electron/disks/formats/source-file.ts'
import type { VirtualDisk } from '#electron/disks/virtual-disk.ts'

/** Opens bytes as a format, with these files as extents. */
export function openBytes(
  format: FormatName,
  file: Uint8Array,
  extents: Record<string, MemoryFile> = {},
  parent: SourceDisk | null = null,
): Promise<SourceDisk> {
  const openExtent = (name: string) => {
    const extent = extents[name]
    return extent === undefined
      ? Promise.reject(new Error(`no extent ${name}`))
      : Promise.resolve({ device: extent, path: `/d/${name}` })
  }
  const openParent = (link: ParentLink) =>
    parent === null
      ? Promise.reject(new DiskError('PARENT_NEEDED', { format: link.format, parent: link.name }))
      : Promise.resolve(parent)
  return openSource(format, new MemoryFile(file), { path: `/d/disk.${format}`, openExtent, openParent })
}

export async function readAll(disk: VirtualDisk): Promise<Uint8Array> {
  const bytes = new Uint8Array(disk.capacity).fill(0xee)
  await disk.read(0, bytes)
  return bytes
}

/** The stretches of a disk, joined where they are of one kind: [zero or not, length]. */
export async function extentsOf(disk: VirtualDisk): Promise<[boolean, number][]> {
  const found: [boolean, number][] = []
  for (let position = 0; position < disk.capacity;) {
    const extent = await disk.extentAt?.(position)
    if (extent === undefined) throw new Error('a source tells its extents')
    const last = found.at(-1)
    if (last?.[0] === extent.zero) last[1] += extent.length
    else found.push([extent.zero, extent.length])
    position += extent.length
  }
  return found
}

/** A copy of the file in which the change was made. */
export function changed(file: Uint8Array, change: (view: DataView) => void): Uint8Array {
  const copy = file.slice()
  change(new DataView(copy.buffer))
  return copy
}
