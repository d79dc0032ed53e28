import { isDiskError } from '#electron/disks/disk-error.ts'
import { parseHeader } from '#electron/disks/vhd/dynamic-header.ts'
import { readStructure } from '#electron/disks/vhd/structure.ts'
import type { FaultyFiles } from '#tests/fixtures/disks/faulty-files.ts'
import type { Random } from '#tests/fixtures/disks/random.ts'

const unused = 0xffff_ffff

/** A disk some of whose blocks are where they cannot be: on each other, on the header, beyond the end; or nearly so. */
export function damageTable(sound: Uint8Array, random: Random): Uint8Array {
  const bytes = sound.slice()
  const header = bytes.byteLength < 1536 ? null : parseHeader(bytes.subarray(512, 1536))
  if (header === null) return bytes
  const view = new DataView(bytes.buffer)
  const at = (block: number) => header.tablePosition + block * 4
  const blocks = Array.from({ length: header.tableEntries }, (_, block) => block)
  const stored = blocks.filter((block) => view.getUint32(at(block)) !== unused)
  for (let changes = 1 + random.below(2); changes > 0; changes--) {
    const block = random.chance(0.5) ? random.pick(stored) : random.below(header.tableEntries)
    const other = view.getUint32(at(random.pick(stored)))
    const end = bytes.byteLength / 512
    const sector = random.pick([
      other,
      other + random.pick([-1, 1, 8, 127, 128, 129, -129]),
      random.below(12),
      end - random.below(140),
      end + random.below(1000),
      random.below(end),
      unused,
      unused - 1,
    ])
    view.setUint32(at(block), sector >>> 0)
  }
  return bytes
}

/** By another way than the library's: each block is compared with everything else that is in the file. */
export async function isTableWrong(files: FaultyFiles, file: string): Promise<boolean> {
  const device = await files.open(file, 'read')
  try {
    const { header, capacity, end, footer } = await readStructure(device, file)
    if (header === null) return false
    const { tablePosition, tableEntries, blockSize } = header
    const bitmapSize = Math.ceil(blockSize / 512 / 8 / 512) * 512
    const table = new Uint8Array(Math.ceil(capacity / blockSize) * 4)
    await device.read(tablePosition, table)
    const headerPosition = footer.headerPosition ?? 0
    const taken: [number, number][] = [
      [0, 512],
      [headerPosition, headerPosition + 1024],
      [tablePosition, tablePosition + Math.ceil((tableEntries * 4) / 512) * 512],
    ]
    for (let block = 0; block < table.byteLength / 4; block++) {
      const sector = new DataView(table.buffer).getUint32(block * 4)
      if (sector === unused) continue
      const [from, length] = [sector * 512, Math.min(blockSize, capacity - block * blockSize)]
      if (from + bitmapSize + length > end) return true
      if (taken.some(([a, b]) => from < b && from + bitmapSize + length > a)) return true
      taken.push([from, from + bitmapSize + length])
    }
    return false
  } catch (error) {
    if (isDiskError(error, 'CORRUPT', 'NOT_RECOGNISED', 'OTHER_FORMAT', 'UNSUPPORTED', 'TOO_LARGE')) return false
    throw error
  } finally {
    await device.close()
  }
}
