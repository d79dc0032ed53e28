import { describe, expect, test } from 'vitest'
import { MemoryFile } from '#tests/fixtures/disk-images/memory-file.ts'
import { pattern } from '#tests/fixtures/disk-images/pattern.ts'
import { cowdVmdk, grain, sparseVmdk, streamVmdk, vmdkDescriptor } from '#tests/fixtures/disk-images/vmdk-image.ts'
import { detectFormat } from '#electron/disks/formats/detect.ts'
import { changed, extentsOf, openBytes, readAll } from './read-source.ts'

describe('sparse, with its descriptor in it', () => {
  const { file, disk: expected } = sparseVmdk()

  test('grains, holes, grains of zeros and a missing table', async () => {
    const disk = await openBytes('vmdk', file)
    expect(await readAll(disk)).toEqual(expected)
    expect(await extentsOf(disk)).toEqual([
      [false, grain],
      [true, 2 * grain],
      [false, grain],
      [true, 2 * grain - 512],
    ])
  })

  test.each([
    ['version 4', 4, 4, 'UNSUPPORTED'],
    ['another compression', 8, 1 << 16, 'UNSUPPORTED'],
    ['grains of no size', 20, 0, 'CORRUPT'],
    ['tables of no size', 44, 0, 'CORRUPT'],
    ['tables of a gigabyte', 44, 0x1000_0000, 'CORRUPT'],
    ['a capacity beyond the directory', 16, 0xffff, 'CORRUPT'],
    ['a directory outside the file', 56, 0x1000, 'CORRUPT'],
    ['a descriptor larger than any', 36, 0x10_0000, 'CORRUPT'],
    ['a descriptor that is missing', 28, 0, 'EXTENT_ALONE'],
  ])('%s is refused', async (_what, offset, word, code) => {
    const bad = changed(file, (view) => view.setUint32(offset, word, true))
    await expect(openBytes('vmdk', bad)).rejects.toMatchObject({ code })
  })

  test('a file that went through a transfer as text is told', async () => {
    const bad = changed(file, (view) => view.setUint8(75, 0x0a))
    await expect(openBytes('vmdk', bad)).rejects.toMatchObject({ code: 'CORRUPT' })
  })

  test.each([
    ['a grain outside the file', 4 * 512, 1000],
    ['a grain in the directory', 4 * 512, 3],
    ['a table outside the file', 3 * 512, 1000],
    ['a table in the directory', 3 * 512, 3],
  ])('%s is an error where it is read', async (_what, offset, word) => {
    const disk = await openBytes(
      'vmdk',
      changed(file, (view) => view.setUint32(offset, word, true)),
    )
    await expect(readAll(disk)).rejects.toMatchObject({ code: 'CORRUPT' })
  })

  test('what is not stored is the parent, zeros are not', async () => {
    const over = sparseVmdk({ cid: '89abcdef', name: 'base.vmdk' }).file
    const needed = { code: 'PARENT_NEEDED', facts: { parent: 'base.vmdk' } }
    await expect(openBytes('vmdk', over)).rejects.toMatchObject(needed)
    const base = pattern(expected.length - 512, 8)
    const disk = await openBytes('vmdk', over, {}, await openBytes('raw', base))
    const both = new Uint8Array(expected.length)
    both.set(base)
    for (const index of [0, 2, 3]) both.set(expected.subarray(index * grain, (index + 1) * grain), index * grain)
    expect(await readAll(disk)).toEqual(both)
  })
})

describe('stream-optimized', () => {
  const { file, disk: expected } = streamVmdk()

  test('packed grains, found through the footer', async () => {
    expect(await readAll(await openBytes('vmdk', file))).toEqual(expected)
  })

  test.each([
    ['the number', 4 * 512],
    ['the length', 4 * 512 + 8],
    ['the data', 4 * 512 + 12],
  ])('a grain with %s wrong is an error', async (_what, offset) => {
    const disk = await openBytes(
      'vmdk',
      changed(file, (view) => view.setUint32(offset, 0xffff_fff0, true)),
    )
    await expect(readAll(disk)).rejects.toMatchObject({ code: 'CORRUPT' })
    await disk.read(grain, new Uint8Array(grain))
  })

  test('a download that was cut short is told', async () => {
    const short = openBytes('vmdk', file.slice(0, -512))
    await expect(short).rejects.toMatchObject({ code: 'CORRUPT', facts: { structure: 'footer' } })
  })
})

describe('extents named by a descriptor', () => {
  const sectors = (bytes: Uint8Array) => bytes.length / 512

  test('flat, zero and sparse ones, one after the other', async () => {
    const flat = pattern(8 * 512, 3)
    const { file, disk: sparse } = sparseVmdk()
    const lines = [
      'RW 4 FLAT "flat.vmdk" 2',
      'RW 2 ZERO',
      `RDONLY ${sectors(sparse)} SPARSE "split.vmdk"`,
      'RW 8 VMFS "flat.vmdk"',
    ]
    const extents = { 'flat.vmdk': new MemoryFile(flat), 'split.vmdk': new MemoryFile(file) }
    const disk = await openBytes('vmdk', vmdkDescriptor('twoGbMaxExtentFlat', lines), extents)
    const expected = Buffer.concat([flat.subarray(2 * 512, 6 * 512), new Uint8Array(1024), sparse, flat])
    expect(Buffer.from(await readAll(disk)).equals(expected)).toBe(true)
    await disk.close()
    expect(extents['split.vmdk'].isClosed).toBe(true)
  })

  test('the sparse extents of ESX, with what is below them', async () => {
    const { file, sectors, stored } = cowdVmdk()
    const below = pattern(10 * 512, 5)
    const lines = ['RW 2 ZERO', `RW ${sectors} VMFSSPARSE "a-delta.vmdk"`]
    const extents = { 'a-delta.vmdk': new MemoryFile(file) }
    const descriptor = vmdkDescriptor('vmfsSparse', lines, '12345678')
    const disk = await openBytes('vmdk', descriptor, extents, await openBytes('raw', below))
    const expected = new Uint8Array((2 + sectors) * 512)
    expected.set(below)
    expected.fill(0, 0, 1024)
    for (const [at, bytes] of stored) expected.set(bytes, (2 + at) * 512)
    expect(Buffer.from(await readAll(disk)).equals(expected)).toBe(true)
    const alone = openBytes('vmdk', file)
    await expect(alone).rejects.toMatchObject({ code: 'EXTENT_ALONE' })
  })

  test.each([
    ['a differencing disk', vmdkDescriptor('monolithicFlat', ['RW 1 FLAT "a" 0'], '12345678'), 'PARENT_NEEDED'],
    ['a physical disk', vmdkDescriptor('fullDevice', ['RW 1 FLAT "/dev/sda" 0']), 'UNSUPPORTED'],
    ['a snapshot of newer ESX', vmdkDescriptor('seSparse', ['RW 1 SESPARSE "a"']), 'UNSUPPORTED'],
    ['an extent without access', vmdkDescriptor('vmfs', ['NOACCESS 1 ZERO']), 'UNSUPPORTED'],
    ['no extents', vmdkDescriptor('vmfs', []), 'CORRUPT'],
    ['an extent without a name', vmdkDescriptor('vmfs', ['RW 1 FLAT']), 'CORRUPT'],
    ['an extent beyond its file', vmdkDescriptor('vmfs', ['RW 9 FLAT "a" 0']), 'CORRUPT'],
  ])('%s is refused', async (_what, descriptor, code) => {
    const extent = new MemoryFile(new Uint8Array(512))
    await expect(openBytes('vmdk', descriptor, { a: extent })).rejects.toMatchObject({ code })
  })

  test('what was opened is closed when a later extent is missing', async () => {
    const first = new MemoryFile(new Uint8Array(512))
    const descriptor = vmdkDescriptor('vmfs', ['RW 1 FLAT "a" 0', 'RW 1 FLAT "b" 0'])
    await expect(openBytes('vmdk', descriptor, { a: first })).rejects.toThrow('no extent b')
    expect(first.isClosed).toBe(true)
  })
})

describe('descriptors as programs write them', () => {
  const lines = ['version=1', 'CID=fffffffe', 'parentCID=ffffffff', 'createType="vmfs"', 'RW 2 FLAT "übung.vmdk" 0', '']
  const text = (...head: string[]) => [...head, ...lines].join('\n')
  const utf8 = (content: string) => new TextEncoder().encode(content)
  const wide = (content: string, little: boolean) => {
    const bytes = Buffer.from(content, 'utf16le')
    return new Uint8Array(little ? bytes : bytes.swap16())
  }

  test.each([
    ['with a byte order mark', utf8(`\ufeff${text('# Disk DescriptorFile')}`)],
    ['with a comment first', utf8(text('# made by hand', '', '# Disk DescriptorFile'))],
    ['with no space', utf8(text('#Disk DescriptorFile'))],
    ['with one more', utf8(text('# Disk Descriptor File'))],
    ['in capitals', utf8(text('# DISK DESCRIPTORFILE'))],
    ['without the comment', utf8(text())],
    ['with spaces', utf8(text('  # Disk DescriptorFile', '').replace('version=1', ' version = 1'))],
    ['with the line ends of Windows', utf8(text('# Disk DescriptorFile').replaceAll('\n', '\r\n'))],
    ['in UTF-16 with its mark', wide(`\ufeff${text('# Disk DescriptorFile')}`, true)],
    ['in UTF-16 without', wide(text('# Disk DescriptorFile'), true)],
    ['in UTF-16, the high byte first', wide(`\ufeff${text('# Disk DescriptorFile')}`, false)],
  ])('%s', async (_what, bytes) => {
    expect(await detectFormat(new MemoryFile(bytes))).toBe('vmdk')
    const flat = pattern(1024, 3)
    expect(await readAll(await openBytes('vmdk', bytes, { 'übung.vmdk': new MemoryFile(flat) }))).toEqual(flat)
  })

  test.each(['version of this text: 1', '#!/bin/sh\nexit', '\ufeff', '# Disk usage', 'x\0y\0'])(
    '%j is none',
    async (content) => {
      expect(await detectFormat(new MemoryFile(utf8(content)))).toBe(null)
    },
  )
})
