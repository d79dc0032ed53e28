import { describe, expect, test } from 'vitest'
import { pattern } from '#tests/fixtures/disk-images/pattern.ts'
import { qcow2Cluster, qcow2Image, qcow2Parts } from '#tests/fixtures/disk-images/qcow2-image.ts'
import { changed, extentsOf, openBytes, readAll } from './read-source.ts'

describe.each([2, 3] as const)('version %i', (version) => {
  const { file, disk: expected } = qcow2Image(version)

  test('clusters stored, packed, of zeros and missing', async () => {
    const disk = await openBytes('qcow2', file)
    expect(await readAll(disk)).toEqual(expected)
    expect(await extentsOf(disk)).toEqual([
      [false, qcow2Cluster],
      [true, qcow2Cluster],
      [false, qcow2Cluster],
      [true, 125 * qcow2Cluster],
    ])
  })

  test.each([
    ['no signature', 0, 0, 'CORRUPT'],
    ['version 1', 4, 1, 'UNSUPPORTED'],
    ['encryption', 32, 1, 'ENCRYPTED'],
    ['clusters of 256 bytes', 20, 8, 'CORRUPT'],
    ['clusters of 4 MiB', 20, 22, 'CORRUPT'],
    ['too few L1 entries', 36, 1, 'CORRUPT'],
    ['an L1 table larger than the file', 36, 0xffff_ffff, 'CORRUPT'],
    ['an L1 table in the header', 44, 0, 'CORRUPT'],
    ['a capacity beyond every table', 24, 0x7fff_ffff, 'CORRUPT'],
  ])('%s is refused', async (_what, offset, word, code) => {
    const bad = changed(file, (view) => view.setUint32(offset, word))
    await expect(openBytes('qcow2', bad)).rejects.toMatchObject({ code })
  })

  test.each([
    ['an L2 table outside the file', qcow2Parts.l1 + 4, 0x10_0000],
    ['an L2 table in the L1 table', qcow2Parts.l1 + 4, qcow2Parts.l1],
    ['a cluster outside the file', qcow2Parts.l2 + 4, 0x10_0000],
    ['a cluster in the L1 table', qcow2Parts.l2 + 4, qcow2Parts.l1],
    ['a packed cluster that is none', qcow2Parts.l2 + 20, qcow2Parts.data],
    ['a packed cluster outside the file', qcow2Parts.l2 + 20, 0x10_0000],
  ])('%s is an error where it is read', async (_what, offset, word) => {
    const bad = changed(file, (view) => view.setUint32(offset, word))
    const disk = await openBytes('qcow2', bad)
    await expect(readAll(disk)).rejects.toMatchObject({ code: 'CORRUPT' })
    await disk.read(100 * qcow2Cluster, new Uint8Array(512))
  })
})

describe('version 3', () => {
  const { file } = qcow2Image(3)

  test.each([
    ['dirty', 1, null],
    ['corrupt', 2, 'CORRUPT'],
    ['an external data file that has no name', 4, 'CORRUPT'],
    ['compression type not named', 8, 'CORRUPT'],
    ['extended L2 entries of small clusters', 16, 'CORRUPT'],
    ['unknown', 32, 'UNSUPPORTED'],
    ['the highest', 0x8000_0000, 'UNSUPPORTED'],
  ])('incompatible feature: %s', async (_what, bit, code) => {
    const opened = openBytes(
      'qcow2',
      changed(file, (view) => view.setUint32(76, bit)),
    )
    if (code === null) expect((await opened).capacity).toBe(128 * qcow2Cluster)
    else await expect(opened).rejects.toMatchObject({ code })
  })

  test('the feature that is not known is told', async () => {
    const bad = changed(file, (view) => view.setUint32(72, 1))
    const facts = { format: 'qcow2', feature: 'incompatible features 0x100000000' }
    await expect(openBytes('qcow2', bad)).rejects.toMatchObject({ facts })
  })
})

test('a cluster of zeros is an error in version 2', async () => {
  const bad = changed(qcow2Image(2).file, (view) => view.setUint32(qcow2Parts.l2 + 28, 1))
  await expect(readAll(await openBytes('qcow2', bad))).rejects.toMatchObject({ code: 'CORRUPT' })
})

test('the backing file is what the caller gives, and zeros beyond its end', async () => {
  const { file, disk: own } = qcow2Image(3)
  const name = 'base.raw'
  const over = changed(file, (view) => {
    view.setUint32(12, 300)
    view.setUint32(16, name.length)
    new TextEncoder().encodeInto(name, new Uint8Array(view.buffer, 300))
  })
  await expect(openBytes('qcow2', over)).rejects.toMatchObject({ code: 'PARENT_NEEDED', facts: { parent: name } })
  const base = pattern(5 * qcow2Cluster, 9)
  const disk = await openBytes('qcow2', over, {}, await openBytes('raw', base))
  const expected = own.slice()
  for (const cluster of [1, 4]) {
    const range = [cluster * qcow2Cluster, (cluster + 1) * qcow2Cluster] as const
    expected.set(base.subarray(...range), range[0])
  }
  expect(await readAll(disk)).toEqual(expected)
})
