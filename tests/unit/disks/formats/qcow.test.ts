import { describe, expect, test } from 'vitest'
import { MemoryFile } from '#tests/fixtures/disk-images/memory-file.ts'
import { pattern } from '#tests/fixtures/disk-images/pattern.ts'
import {
  describingImage,
  qcowCluster,
  qcowImage,
  qcowParts,
  subcluster,
  subclusterImage,
  subclusterParts,
} from '#tests/fixtures/disk-images/qcow-image.ts'
import { changed, openBytes, readAll } from './read-source.ts'

describe('qcow, the first version', () => {
  const { file, disk: expected } = qcowImage()

  test('stored, packed and missing clusters', async () => {
    expect(await readAll(await openBytes('qcow', file))).toEqual(expected)
  })

  test('what is not stored is the backing file', async () => {
    const over = qcowImage('base.img').file
    await expect(openBytes('qcow', over)).rejects.toMatchObject({
      code: 'PARENT_NEEDED',
      facts: { parent: 'base.img' },
    })
    const base = pattern(3 * qcowCluster, 9)
    const disk = await openBytes('qcow', over, {}, await openBytes('raw', base))
    const both = expected.slice()
    both.set(base.subarray(qcowCluster, 2 * qcowCluster), qcowCluster)
    expect(await readAll(disk)).toEqual(both)
  })

  test.each([
    ['clusters of a gigabyte', 32, 0x1e06_0000, 'CORRUPT'],
    ['tables of no size', 32, 0x0900_0000, 'CORRUPT'],
    ['a table outside the file', 40, 1, 'CORRUPT'],
    ['encryption', 36, 1, 'ENCRYPTED'],
  ])('%s is refused', async (_what, offset, word, code) => {
    const bad = changed(file, (view) => view.setUint32(offset, word))
    await expect(openBytes('qcow', bad)).rejects.toMatchObject({ code })
  })

  test.each([
    ['a cluster outside the file', qcowParts.l2 + 4, 0x10_0000],
    ['a cluster in the header', qcowParts.l2 + 4, 8],
    ['a table outside the file', qcowParts.l1 + 4, 0x10_0000],
    ['a packed cluster of no bytes', qcowParts.l2 + 16, 0x8000_0000],
  ])('%s is an error where it is read', async (_what, offset, word) => {
    const disk = await openBytes(
      'qcow',
      changed(file, (view) => view.setUint32(offset, word)),
    )
    await expect(readAll(disk)).rejects.toMatchObject({ code: 'CORRUPT', facts: { path: '/d/disk.qcow' } })
  })
})

describe('qcow2 with subclusters', () => {
  const { file, disk: expected } = subclusterImage()

  test('are stored, zeros or nothing each for itself', async () => {
    expect(await readAll(await openBytes('qcow2', file))).toEqual(expected)
  })

  test('what is not stored is the backing file', async () => {
    const over = changed(file, (view) => {
      view.setUint32(12, 300)
      view.setUint32(16, 1)
      view.setUint8(300, 0x62)
    })
    const base = pattern(expected.length, 4)
    const both = base.slice()
    both.set(expected.subarray(0, 2 * subcluster))
    both.set(expected.subarray(31 * subcluster, 32 * subcluster), 31 * subcluster)
    expect(await readAll(await openBytes('qcow2', over, {}, await openBytes('raw', base)))).toEqual(both)
  })

  test('that are both stored and zeros are an error', async () => {
    const bad = changed(file, (view) => view.setUint32(subclusterParts.l2 + 8, 1))
    await expect(readAll(await openBytes('qcow2', bad))).rejects.toMatchObject({ code: 'CORRUPT' })
  })

  test('need clusters of 16 KB at least', async () => {
    const bad = changed(file, (view) => view.setUint32(20, 13))
    await expect(openBytes('qcow2', bad)).rejects.toMatchObject({ code: 'CORRUPT' })
  })
})

describe('qcow2 with a data file', () => {
  test('reads its clusters there', async () => {
    const data = new MemoryFile(pattern(512, 6))
    const disk = await openBytes('qcow2', describingImage('data.raw'), { 'data.raw': data })
    expect(await readAll(disk)).toEqual(Uint8Array.from([...pattern(512, 6), ...new Uint8Array(512)]))
    await disk.close()
    expect(data.isClosed).toBe(true)
  })

  test('has no packed clusters', async () => {
    const bad = changed(describingImage('data.raw'), (view) => view.setUint32(1024, 0x4000_0000))
    const disk = await openBytes('qcow2', bad, { 'data.raw': new MemoryFile(new Uint8Array(512)) })
    await expect(readAll(disk)).rejects.toMatchObject({ code: 'CORRUPT' })
  })

  test('names it', async () => {
    const bad = changed(describingImage('data.raw'), (view) => view.setUint32(104, 0x7777_7777))
    await expect(openBytes('qcow2', bad)).rejects.toMatchObject({ code: 'CORRUPT' })
  })
})
