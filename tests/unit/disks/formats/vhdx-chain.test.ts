import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { nodeDiskFiles as files } from '#electron/disks/node-disk-files.ts'
import { inspectAnyChain } from '#electron/disks/tools/inspect-image.ts'
import { withSource } from '#electron/disks/tools/with-source.ts'
import {
  vhdxBlock,
  vhdxChild,
  vhdxDifference,
  vhdxImage,
  vhdxParts,
  withDataGuid,
} from '#tests/fixtures/disk-images/vhdx-image.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'
import { changed, extentsOf, openBytes, readAll } from './read-source.ts'

const guid = '83ED0EC3-24C8-49A6-A959-5E4BF1288BFB'
const base = withDataGuid(vhdxImage().file, guid)
/** Its three blocks have content in the first alone: the child's second block is to show the parent's. */
const lower = changed(base, (view) => {
  view.setUint32(vhdxParts.blockTable + 8, view.getUint32(vhdxParts.blockTable, true), true)
  view.setUint32(vhdxParts.blockTable, 2, true)
})
const sectors = [0, 1, 2, 9, 15, 16, 17, 100, ...Array.from({ length: 40 }, (_, i) => 1000 + i), 2047]
const { file: child, block } = vhdxDifference(guid, { relative_path: '.\\base.vhdx' }, sectors)

/** What a guest sees: of the child's block only the sectors that its bits name. */
function expected(below: Uint8Array): Uint8Array {
  const disk = new Uint8Array(3 * vhdxBlock)
  disk.set(below.subarray(0, 2 * vhdxBlock))
  for (const sector of sectors) disk.set(block.subarray(sector * 512, sector * 512 + 512), sector * 512)
  return disk
}

const parent = (image: Uint8Array) => openBytes('vhdx', image)

test.each([
  ['zeros', lower],
  ['data', base],
])('a differencing VHDX is read sector by sector over %s', async (_what, image) => {
  const below = await readAll(await parent(image))
  const disk = await openBytes('vhdx', child, {}, await parent(image))
  expect(Buffer.compare(await readAll(disk), expected(below))).toBe(0)
  const sector = new Uint8Array(512)
  for (const at of [3, 8, 9, 10, 999, 1039, 1040, 2047, 2048]) {
    await disk.read(at * 512, sector)
    expect(Buffer.compare(sector, expected(below).subarray(at * 512, at * 512 + 512)), String(at)).toBe(0)
  }
})

test('what neither has is not copied', async () => {
  const disk = await openBytes('vhdx', child, {}, await parent(lower))
  const stored = (await extentsOf(disk)).filter(([zero]) => !zero).map(([, length]) => length)
  expect(stored.reduce((sum, length) => sum + length, 0)).toBe(sectors.length * 512 + vhdxBlock)
})

test.each([
  ['without a bitmap', vhdxChild.bitmapEntry, 0, 'sector bitmap'],
  ['with its bitmap in the table', vhdxChild.bitmapEntry, 6 + vhdxParts.blockTable, 'sector bitmap'],
  ['with its bitmap beyond the end', vhdxChild.bitmapEntry, 6 + 0x4000_0000, 'sector bitmap'],
  ['with a locator of another type', vhdxParts.metadata + vhdxChild.linkage, 7, 'parent locator'],
  ['with more entries than fit', vhdxParts.metadata + vhdxChild.linkage + 18, 5000, 'parent locator'],
  ['with a text outside the locator', vhdxParts.metadata + vhdxChild.linkage + 20, 0x1_0000, 'parent locator'],
])('%s it is refused', async (_what, at, word, structure) => {
  const bad = changed(child, (view) => view.setUint32(at, word, true))
  const read = async () => readAll(await openBytes('vhdx', bad, {}, await parent(base)))
  await expect(read()).rejects.toMatchObject({ message: expect.stringContaining(structure) as string })
})

describe('a chain of VHDX files in a folder', () => {
  async function chain(below: Uint8Array) {
    const folder = await temporaryFolder()
    const [top, bottom] = [path.join(folder, 'top.avhdx'), path.join(folder, 'base.vhdx')]
    await writeFile(top, child)
    await writeFile(bottom, below)
    const read = (backing: string[]) => withSource(files, top, 'vhdx', backing, readAll)
    return { top, bottom, folder, read }
  }

  it('is found beside the child, and read', async () => {
    const { top, bottom, read } = await chain(base)
    expect(Buffer.compare(await read([]), expected(await readAll(await parent(base))))).toBe(0)
    const facts = await inspectAnyChain(files, top, 'vhdx', [])
    expect(facts.map((each) => each.path)).toEqual([top, bottom])
    expect(facts[0]?.parent).toMatchObject({ path: bottom, identity: guid, problem: null })
  })

  it('is refused where the parent has been changed since, or is another', async () => {
    const { top, bottom, read } = await chain(vhdxImage().file)
    const facts = { path: top, parent: bottom, wanted: guid }
    await expect(read([])).rejects.toMatchObject({ code: 'PARENT_MISMATCH', facts })
    expect((await inspectAnyChain(files, top, 'vhdx', []))[0]?.parent).toMatchObject({ problem: 'PARENT_MISMATCH' })
  })

  it('takes the parent that the user names', async () => {
    const { folder, read } = await chain(vhdxImage().file)
    const named = path.join(folder, 'moved.vhdx')
    await writeFile(named, base)
    expect((await read([named])).byteLength).toBe(3 * vhdxBlock)
  })
})
