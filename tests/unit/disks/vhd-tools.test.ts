import { describe, expect, it } from 'vitest'
import { checkDisk } from '#electron/disks/tools/check.ts'
import { compactDisk } from '#electron/disks/tools/compact.ts'
import { convertDisk } from '#electron/disks/tools/convert.ts'
import { createDifferencing, createDynamic, createFixed } from '#electron/disks/tools/create.ts'
import { expandDisk } from '#electron/disks/tools/expand.ts'
import { inspectDisk } from '#electron/disks/tools/inspect.ts'
import { unattended } from '#electron/disks/tools/job.ts'
import { mergeIntoParent } from '#electron/disks/tools/merge.ts'
import { reconnectDisk } from '#electron/disks/tools/reconnect.ts'
import { openVhd } from '#electron/disks/vhd/open-vhd.ts'
import { FaultyFiles } from '#tests/fixtures/disks/faulty-files.ts'
import { Random } from '#tests/fixtures/disks/random.ts'
import { base, child, codeOf, smallCapacity, smallChain, stampsOf } from '#tests/fixtures/disks/small-chain.ts'
import { makeSmallDisk } from '#tests/fixtures/disks/small-disks.ts'
import { writeStamp } from '#tests/fixtures/disks/stamps.ts'

const seed = Number(process.env['DISK_SEED'] ?? Date.now() % 0x1_0000_0000)

describe('tools on disks', () => {
  it('make disks of every kind and never overwrite one', async () => {
    const files = new FaultyFiles(new Random(seed))
    await createFixed(files, '/d/f.vhd', 5_000_000)
    await createDynamic(files, '/d/d.vhd')
    await createDifferencing(files, '/d/c.vhd', '/d/d.vhd')
    const disk = await openVhd(files, '/d/c.vhd', { writable: true })
    expect(disk.capacity).toBe(127 * 1024 ** 3)
    await disk.close()
    for (const file of files.files.keys()) {
      expect(await codeOf(createFixed(files, file, 5_000_000))).toBe('ALREADY_EXISTS')
      expect(await codeOf(createDynamic(files, file))).toBe('ALREADY_EXISTS')
      expect(await codeOf(createDifferencing(files, file, '/d/f.vhd'))).toBe('ALREADY_EXISTS')
      expect((await checkDisk(files, file, { repair: false })).findings).toEqual([])
    }
    expect(await codeOf(createDynamic(files, '/d/x.vhd', 2041 * 1024 ** 3))).toBe('TOO_LARGE')
    expect(await codeOf(createDynamic(files, '/d/x.vhd', 1024))).toBe('TOO_SMALL')
    expect(await codeOf(createDifferencing(files, '/d/x.vhd', '/d/nothing.vhd'))).toBe('NOT_FOUND')
    expect([...files.files.keys()].sort()).toEqual(['/d/c.vhd', '/d/d.vhd', '/d/f.vhd'])
  })

  it('do not merge over the heads of other children', async () => {
    const files = await smallChain('dynamic', new Random(seed))
    await makeSmallDisk(files, '/d/sibling.vhd', { type: 'differencing', capacity: smallCapacity, parent: base })
    expect(await codeOf(mergeIntoParent(files, child, { removeChild: true }, unattended))).toBe('OTHER_CHILDREN')
    files.files.delete('/d/sibling.vhd')
    await makeSmallDisk(files, '/d/grandchild.vhd', { type: 'differencing', capacity: smallCapacity, parent: child })
    expect(await codeOf(mergeIntoParent(files, child, { removeChild: true }, unattended))).toBe('OTHER_CHILDREN')
    const before = await stampsOf(files, '/d/grandchild.vhd')
    expect(await mergeIntoParent(files, child, { removeChild: false }, unattended)).toBe(base)
    expect(await codeOf(reconnectDisk(files, '/d/grandchild.vhd', base, { acceptOther: false }))).toBe(
      'OTHER_PARENT_NAMED',
    )
    await reconnectDisk(files, '/d/grandchild.vhd', base, { acceptOther: true })
    files.files.delete(child)
    expect(await stampsOf(files, '/d/grandchild.vhd')).toEqual(before)
  })

  const changes: [string, 'fixed' | 'dynamic', (files: FaultyFiles) => Promise<void>][] = [
    ['compact', 'dynamic', (files) => compactDisk(files, base, unattended)],
    ['expand', 'dynamic', (files) => expandDisk(files, base, 4 * 1024 * 1024, unattended)],
    ['expand', 'fixed', (files) => expandDisk(files, base, 4 * 1024 * 1024, unattended)],
  ]

  it.each(changes)('%s a parent (%s) so that its children read as before', async (name, type, change) => {
    const files = await smallChain(type, new Random(seed))
    const parent = await openVhd(files, base, { writable: true })
    await writeStamp(parent, 9, 0)
    await writeStamp(parent, 90, 0)
    await parent.close()
    await makeSmallDisk(files, '/d/grandchild.vhd', { type: 'differencing', capacity: smallCapacity, parent: child })
    const grandchild = await openVhd(files, '/d/grandchild.vhd', { writable: true })
    await writeStamp(grandchild, 99, 99)
    await grandchild.close()
    const before = await stampsOf(files, '/d/grandchild.vhd')
    const size = files.files.get(base)?.content.size
    await change(files)
    expect(files.files.get(base)?.content.size).not.toBe(size)
    expect(await stampsOf(files, '/d/grandchild.vhd')).toEqual(before)
    for (const file of [child, '/d/grandchild.vhd']) {
      expect((await checkDisk(files, file, { repair: false })).findings).toEqual([])
    }
    // Up to the top, where a child is smaller than its parent now.
    await mergeIntoParent(files, '/d/grandchild.vhd', { removeChild: true }, unattended)
    await mergeIntoParent(files, child, { removeChild: true }, unattended)
    const merged = await stampsOf(files, base)
    expect(merged.slice(0, before.length)).toEqual(before)
    expect(merged.slice(before.length).every((stamp) => stamp === 0)).toBe(true)
    expect(merged.length > before.length).toBe(name === 'expand')
  })

  it.each([base, child])('copy %s into new disks of every kind, and back', async (source) => {
    const files = new FaultyFiles(new Random(seed))
    const large = 3 * 1024 * 1024 + 512
    await createDynamic(files, base, large)
    await createDifferencing(files, child, base)
    for (const [file, sector] of [
      [base, 7],
      [child, 6144],
    ] as const) {
      const disk = await openVhd(files, file, { writable: true })
      await writeStamp(disk, sector, sector)
      await disk.close()
    }
    const copy = async (from: string, to: string, type: 'fixed' | 'dynamic') => {
      const disk = await openVhd(files, from, { writable: false })
      await convertDisk(files, disk, to, type, unattended)
      await disk.close()
    }
    await copy(source, '/d/fixed.vhd', 'fixed')
    await copy('/d/fixed.vhd', '/d/dynamic.vhd', 'dynamic')
    await copy('/d/dynamic.vhd', '/d/again.vhd', 'fixed')
    const expected = await stampsOf(files, source)
    expect(expected[source === base ? 7 : 6144]).not.toBe(0)
    const ids = new Set<string>()
    for (const [file, type] of [
      ['/d/fixed.vhd', 'fixed'],
      ['/d/dynamic.vhd', 'dynamic'],
      ['/d/again.vhd', 'fixed'],
    ] as const) {
      expect(await stampsOf(files, file)).toEqual(expected)
      const facts = await inspectDisk(files, file)
      expect(facts).toMatchObject({ type, capacity: large, parent: null })
      ids.add(facts.id)
    }
    // Copies are disks of their own: a child of the one is no child of the other.
    expect(ids.size).toBe(3)
  })

  it('keep a disk of others from being written while it is a parent', async () => {
    const files = await smallChain('dynamic', new Random(seed))
    const disk = await openVhd(files, child, { writable: true })
    expect(await codeOf(openVhd(files, base, { writable: true }))).toBe('IN_USE')
    expect(await codeOf(openVhd(files, child, { writable: false }))).toBe('IN_USE')
    const reader = await openVhd(files, base, { writable: false })
    expect(await codeOf(reader.write(0, new Uint8Array(512)))).toBe('READ_ONLY')
    await reader.close()
    await disk.close()
    expect(files.held).toEqual([])
  })
})
