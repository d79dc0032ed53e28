import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nodeDiskFiles as files } from '#electron/disks/node-disk-files.ts'
import { checkDisk } from '#electron/disks/tools/check.ts'
import { createDifferencing, createDynamic, createFixed } from '#electron/disks/tools/create.ts'
import { packDisk } from '#electron/disks/tools/packed-disk.ts'
import { openVhd } from '#electron/disks/vhd/open-vhd.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const MiB = 2 ** 20
/** Not a multiple of a block. */
const capacity = 9 * MiB + 512 * 7
const sectors = capacity / 512

async function write(file: string, values: readonly (readonly [sector: number, byte: number])[]): Promise<void> {
  const disk = await openVhd(files, file, { writable: true })
  for (const [sector, byte] of values) await disk.write(sector * 512, new Uint8Array(512).fill(byte))
  await disk.close()
}

async function contentOf(file: string): Promise<Buffer> {
  const disk = await openVhd(files, file, { writable: false })
  const bytes = Buffer.alloc(capacity)
  await disk.read(0, bytes)
  await disk.close()
  return bytes
}

const values = fc.array(fc.tuple(fc.nat(sectors - 1), fc.nat(255)), { maxLength: 8 })

it('is a sound disk with the content of a chain, as long as was told', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('fixed', 'dynamic'), values, values, async (type, below, above) => {
      const folder = await temporaryFolder()
      const [parent, child, packed] = ['parent', 'child', 'packed'].map((name) => path.join(folder, `${name}.vhd`))
      if (parent === undefined || child === undefined || packed === undefined) return
      await (type === 'fixed' ? createFixed(files, parent, capacity) : createDynamic(files, parent, capacity))
      await write(parent, below)
      await createDifferencing(files, child, parent)
      await write(child, above)
      const source = await openVhd(files, child, { writable: false })
      const disk = await packDisk(source, packed)
      await writeFile(packed, disk.read())
      await source.close()
      expect((await checkDisk(files, packed, { repair: false })).findings).toEqual([])
      expect((await contentOf(packed)).equals(await contentOf(child))).toBe(true)
      expect((await files.stat(packed))?.size).toBe(disk.size)
      if (type === 'dynamic' && below.length + above.length === 0) expect(disk.size).toBeLessThan(4096)
    }),
    { numRuns: 25 },
  )
})
