import { referenceTo } from '#electron/disks/tools/create.ts'
import { formatFixed, formatSparse } from '#electron/disks/vhd/format.ts'
import { newFooter } from '#electron/disks/vhd/new-footer.ts'
import { openVhd } from '#electron/disks/vhd/open-vhd.ts'
import { FaultyFiles } from '#tests/fixtures/disks/faulty-files.ts'
import { Random } from '#tests/fixtures/disks/random.ts'
import { writeStamp } from '#tests/fixtures/disks/stamps.ts'

export const base = '/d/base.vhd'
export const child = '/d/child.vhd'
export const top = '/d/top.vhd'

const blockSize = 64 * 1024
/** As large as the tools want them at least, and not of whole blocks. */
const capacity = 3 * 1024 * 1024 + 5 * 512

/** A chain of three sound disks, always with the same bytes. */
export async function makeChain(type: 'fixed' | 'dynamic'): Promise<Map<string, Uint8Array>> {
  const files = new FaultyFiles(new Random(1))
  const chain = [base, child, top]
  for (const [index, file] of chain.entries()) {
    const kind = index === 0 ? type : 'differencing'
    const footer = { ...newFooter(kind, capacity, kind === 'fixed' ? null : 0), id: idOf(index), created: 0 }
    const device = await files.create(file)
    const parent = chain[index - 1]
    if (kind === 'fixed') await formatFixed(device, footer)
    else {
      const reference = parent === undefined ? null : await referenceTo(files, file, parent, idOf(index - 1))
      await formatSparse(device, footer, blockSize, reference)
    }
    const disk = await openVhd(files, file, { writable: true, commitDelay: 0 })
    for (const sector of [index, 9, 200 + index, 1000 + 300 * index, 3000, capacity / 512 - 1 - index]) {
      await writeStamp(disk, sector, 10_000 * index + sector + 1)
    }
    await disk.close()
  }
  return new Map([...files.files].map(([name, { content }]) => [name, content.view(0, content.size).slice()]))
}

function idOf(index: number): string {
  return `00000000-0000-4000-8000-00000000000${index}`
}
