import { expect, test } from 'vitest'
import { vdiBlock, vdiImage } from '#tests/fixtures/disk-images/vdi-image.ts'
import { pattern } from '#tests/fixtures/disk-images/pattern.ts'
import { changed, extentsOf, openBytes, readAll } from './read-source.ts'

const { file, disk: expected } = vdiImage()

test('blocks, holes and blocks of zeros', async () => {
  const disk = await openBytes('vdi', file)
  expect(await readAll(disk)).toEqual(expected)
  expect(await extentsOf(disk)).toEqual([
    [false, vdiBlock],
    [true, vdiBlock],
    [false, vdiBlock],
    [true, vdiBlock - 512],
  ])
})

test.each([
  ['another version', 0x44, 0x0002_0000, 'UNSUPPORTED'],
  ['an undo image', 0x4c, 3, 'UNSUPPORTED'],
  ['sectors of 4 KiB', 0x168, 4096, 'UNSUPPORTED'],
  ['an unknown type', 0x4c, 9, 'CORRUPT'],
  ['no signature', 0x40, 0, 'CORRUPT'],
  ['blocks of no size', 0x178, 0, 'CORRUPT'],
  ['fewer blocks than the disk has', 0x180, 3, 'CORRUPT'],
  ['a map larger than the file', 0x180, 0xffff_ffff, 'CORRUPT'],
  ['a map in the header', 0x154, 256, 'CORRUPT'],
  ['data in the map', 0x158, 512, 'CORRUPT'],
])('%s is refused', async (_what, offset, word, code) => {
  const bad = changed(file, (view) => view.setUint32(offset, word, true))
  await expect(openBytes('vdi', bad)).rejects.toMatchObject({ code, facts: { format: 'vdi' } })
})

test('a block outside the file is an error where it is read, and only there', async () => {
  const disk = await openBytes(
    'vdi',
    changed(file, (view) => view.setUint32(512, 2, true)),
  )
  await expect(disk.read(0, new Uint8Array(512))).rejects.toMatchObject({ code: 'CORRUPT' })
  await disk.read(2 * vdiBlock, new Uint8Array(vdiBlock))
})

test('a differencing image is over its parent, and zeros in it are its own', async () => {
  const child = changed(file, (view) => view.setUint32(0x4c, 4, true))
  await expect(openBytes('vdi', child)).rejects.toMatchObject({ code: 'PARENT_NEEDED', facts: { format: 'vdi' } })
  const base = pattern(4 * vdiBlock - 512, 9)
  const both = expected.slice()
  both.set(base.subarray(vdiBlock, 2 * vdiBlock), vdiBlock)
  expect(Buffer.from(await readAll(await openBytes('vdi', child, {}, await openBytes('raw', base)))).equals(both)).toBe(
    true,
  )
})
