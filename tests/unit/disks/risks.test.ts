import { describe, expect, it } from 'vitest'
import { isRemark } from '#shared/disk.ts'
import { diskRisks } from '#shared/disk-error.ts'
import { DiskError } from '#electron/disks/disk-error.ts'
import { checkDisk } from '#electron/disks/tools/check.ts'
import { compactDisk } from '#electron/disks/tools/compact.ts'
import { convertDisk } from '#electron/disks/tools/convert.ts'
import { expandDisk } from '#electron/disks/tools/expand.ts'
import { inspectChain } from '#electron/disks/tools/inspect.ts'
import { unattended, type JobControl } from '#electron/disks/tools/job.ts'
import { mergeIntoParent } from '#electron/disks/tools/merge.ts'
import { reconnectDisk } from '#electron/disks/tools/reconnect.ts'
import { requireFileWithoutSavedState, requireNoChildren, type RiskOptions } from '#electron/disks/tools/risk.ts'
import { withSource } from '#electron/disks/tools/with-source.ts'
import { FaultyFile } from '#tests/fixtures/disks/faulty-file.ts'
import type { FaultyFiles } from '#tests/fixtures/disks/faulty-files.ts'
import { Random } from '#tests/fixtures/disks/random.ts'
import { bytesOf, change, rewrite } from '#tests/fixtures/disks/rewrite.ts'
import { base, child, code, codeOf, smallCapacity, smallChain, stampsOf } from '#tests/fixtures/disks/small-chain.ts'
import { makeSmallDisk } from '#tests/fixtures/disks/small-disks.ts'

const seed = Number(process.env['DISK_SEED'] ?? Date.now() % 0x1_0000_0000)
const larger = 4 * 1024 * 1024
const grandchild = '/d/grandchild.vhd'

async function longChain(): Promise<FaultyFiles> {
  const files = await smallChain('dynamic', new Random(seed))
  await makeSmallDisk(files, grandchild, { type: 'differencing', capacity: smallCapacity, parent: child })
  return files
}

const findings = async (files: FaultyFiles, file: string) => (await checkDisk(files, file, { repair: false })).findings

describe('a block table that is wrong', () => {
  const everyTool: Record<string, (files: FaultyFiles) => Promise<unknown>> = {
    merge: (files) => mergeIntoParent(files, grandchild, { removeChild: true, accept: diskRisks }, unattended),
    compact: (files) => compactDisk(files, grandchild, unattended),
    reconnect: (files) => reconnectDisk(files, grandchild, child, { acceptOther: true }),
    convert: (files) => withSource(files, grandchild, 'vhd', [], () => Promise.resolve()),
  }

  it.each(Object.keys(everyTool))('of a disk far below is named, and nothing changed: %s', async (name) => {
    const files = await longChain()
    change(files, base, (view, table) => view.setUint32(table + 4, view.getUint32(table)))
    const before = [base, child, grandchild].map((file) => bytesOf(files, file))
    const refusal = await everyTool[name]?.(files).catch((error: unknown) => error)
    expect(code(refusal)).toBe('BLOCKS_OVERLAP')
    expect((refusal as DiskError<'BLOCKS_OVERLAP'>).facts).toMatchObject({ path: base })
    expect([base, child, grandchild].map((file) => bytesOf(files, file))).toEqual(before)
    expect(files.held).toEqual([])
    expect(await findings(files, grandchild)).toEqual([{ code: 'PARENT_DAMAGED', parent: base }])
    const chain = await inspectChain(files, grandchild, { blocks: true })
    expect(chain.map(({ blocks }) => blocks)).toEqual(['sound', 'sound', 'damaged'])
  })

  it('is not called sound by who did not look at it', async () => {
    const files = await longChain()
    expect((await inspectChain(files, base)).map(({ blocks }) => blocks)).toEqual(['not examined'])
  })

  it('is not overwritten by the footer that is mended, nor by the header', async () => {
    const files = await longChain()
    rewrite(files, base, { footer: { headerPosition: 256 } })
    change(files, base, ({ buffer }) => {
      const bytes = new Uint8Array(buffer as ArrayBuffer)
      bytes.copyWithin(256, 512, 1536)
    })
    const before = bytesOf(files, base)
    expect(await codeOf(expandDisk(files, base, larger, unattended))).toBe('CORRUPT')
    expect(await findings(files, base)).toContainEqual({ code: 'UNREADABLE', structure: 'dynamic disk header' })
    await checkDisk(files, base, { repair: true })
    expect(bytesOf(files, base)).toEqual(before)
  })
})

describe('a disk that a saved machine relies on', () => {
  const changes: [string, string, (files: FaultyFiles, options: RiskOptions) => Promise<unknown>][] = [
    ['compact', base, (files, options) => compactDisk(files, base, unattended, options)],
    ['expand', base, (files, options) => expandDisk(files, base, larger, unattended, options)],
    ['merge', child, (files, options) => mergeIntoParent(files, child, { removeChild: true, ...options }, unattended)],
    ['merge', base, (files, options) => mergeIntoParent(files, child, { removeChild: true, ...options }, unattended)],
    ['reconnect', child, (files, options) => reconnectDisk(files, child, base, { acceptOther: false, ...options })],
    ['attach', child, (files, options) => requireFileWithoutSavedState(files, child, options)],
  ]

  it.each(changes)('is changed only when that was asked: %s, %s', async (_name, marked, work) => {
    const files = await smallChain('dynamic', new Random(seed))
    rewrite(files, marked, { footer: { savedState: true } })
    expect((await inspectChain(files, marked))[0]?.savedState).toBe(true)
    const remarks = await findings(files, marked)
    expect(remarks).toEqual([{ code: 'SAVED_STATE' }])
    expect(remarks.every(isRemark)).toBe(true)
    const before = [base, child].map((file) => bytesOf(files, file))
    expect(await codeOf(work(files, { accept: ['PARENT_MODIFIED'] }))).toBe('SAVED_STATE')
    expect([base, child].map((file) => bytesOf(files, file))).toEqual(before)
    expect(await codeOf(work(files, { accept: ['SAVED_STATE'] }))).toBe('nothing')
  })
})

describe('what is mended of a disk that a saved machine relies on', () => {
  it('is mended only when that was asked, and looked for without asking', async () => {
    const files = await smallChain('dynamic', new Random(seed))
    rewrite(files, base, { footer: { savedState: true } })
    change(files, base, (view) => view.setUint8(view.byteLength - 1, 1))
    const before = bytesOf(files, base)
    expect(await findings(files, base)).toContainEqual({ code: 'FOOTER_DAMAGED' })
    expect(await codeOf(checkDisk(files, base, { repair: true }))).toBe('SAVED_STATE')
    expect(bytesOf(files, base)).toEqual(before)
    const { repaired } = await checkDisk(files, base, { repair: true, accept: ['SAVED_STATE'] })
    expect(repaired).toEqual([{ code: 'FOOTER_DAMAGED' }])
    expect(await findings(files, base)).toEqual([{ code: 'SAVED_STATE' }])
    // With nothing to be mended nothing is asked.
    expect((await checkDisk(files, base, { repair: true })).repaired).toEqual([])
  })
})

describe('a disk that others are based on', () => {
  it('is given to a machine only when that was asked', async () => {
    const files = await longChain()
    expect(await codeOf(requireNoChildren(files, base, {}))).toBe('BASE_OF_OTHERS')
    expect(await codeOf(requireNoChildren(files, child, {}))).toBe('BASE_OF_OTHERS')
    expect(await codeOf(requireNoChildren(files, child, { accept: ['BASE_OF_OTHERS'] }))).toBe('nothing')
    expect(await codeOf(requireNoChildren(files, grandchild, {}))).toBe('nothing')
  })

  it('is told from its copy, on which nothing is based', async () => {
    const files = await smallChain('dynamic', new Random(seed))
    files.files.set('/d/copy.vhd', new FaultyFile(bytesOf(files, base)))
    expect(await codeOf(requireNoChildren(files, '/d/copy.vhd', {}))).toBe('nothing')
  })
})

describe('a disk whose parent has been changed since', () => {
  it('goes on saying so where it is reconnected without asking', async () => {
    const files = await longChain()
    rewrite(files, child, { header: { parentModified: 1 } })
    const found = { code: 'PARENT_MODIFIED', path: child, parent: base }
    const how = { acceptOther: false, accept: diskRisks }
    expect(await codeOf(reconnectDisk(files, child, base, { acceptOther: false }))).toBe('PARENT_MODIFIED')
    await reconnectDisk(files, child, base, { ...how, keepParentTime: true })
    expect(await findings(files, child)).toEqual([found])
    await reconnectDisk(files, child, base, how)
    expect(await findings(files, child)).toEqual([])
  })

  it('is copied with a remark', async () => {
    const files = await longChain()
    rewrite(files, child, { header: { parentModified: 1 } })
    const copied = await withSource(files, grandchild, 'vhd', [], (disk) =>
      convertDisk(files, disk, '/d/copy.vhd', 'dynamic', unattended),
    )
    expect(copied.remarks).toContainEqual({ code: 'PARENT_MODIFIED', path: child, parent: base })
  })

  it.each(['compact', 'merge'])('is changed, or changes it, only when that was asked: %s', async (name) => {
    const files = await longChain()
    rewrite(files, child, { header: { parentModified: 1 } })
    const found = { code: 'PARENT_MODIFIED', path: child, parent: base }
    expect(await findings(files, child)).toEqual([found])
    expect(await findings(files, grandchild)).toEqual([found])
    await files.remove(grandchild)
    const work = async (options: RiskOptions) =>
      name === 'compact'
        ? compactDisk(files, child, unattended, options)
        : void (await mergeIntoParent(files, child, { removeChild: true, ...options }, unattended))
    const before = [base, child].map((file) => bytesOf(files, file))
    expect(await codeOf(work({ accept: ['SAVED_STATE'] }))).toBe('PARENT_MODIFIED')
    expect([base, child].map((file) => bytesOf(files, file))).toEqual(before)
    expect(await codeOf(work({ accept: ['PARENT_MODIFIED'] }))).toBe('nothing')
  })
})

describe('a merge that was cut off', () => {
  it('is no change of the parent that anybody asks about, and goes on', async () => {
    const files = await smallChain('dynamic', new Random(seed))
    const before = await stampsOf(files, child)
    const cutOff = new AbortController()
    const control = { signal: cutOff.signal, progress: () => cutOff.abort() }
    const merge = (control: JobControl) => mergeIntoParent(files, child, { removeChild: true }, control)
    await expect(merge(control)).rejects.toMatchObject({ name: 'AbortError' })
    // The parent's time as that of a merge that took longer.
    rewrite(files, child, { header: { parentModified: 1 } })
    expect(await findings(files, child)).toEqual([])
    expect((await inspectChain(files, child))[0]?.parent?.modifiedSince).toBe(false)
    await merge(unattended)
    expect(await stampsOf(files, base)).toEqual(before)
    expect([...files.files.keys()]).toEqual([base])
  })
})

describe('a chain that does not end well', () => {
  it('is told of by everybody where a disk is its own parent', async () => {
    const files = await longChain()
    const own = (await inspectChain(files, child))[0]?.id ?? ''
    rewrite(files, child, { header: { parentId: own, parentName: 'child.vhd', locators: emptyLocators } })
    expect((await inspectChain(files, child)).map(({ parent }) => parent?.problem)).toEqual(['PARENT_CIRCLE'])
    const found = { code: 'PARENT_CIRCLE', path: child, parent: 'child.vhd' }
    expect(await findings(files, child)).toEqual([found])
    expect(await findings(files, grandchild)).toEqual([found])
    expect(await codeOf(mergeIntoParent(files, grandchild, { removeChild: true }, unattended))).toBe('CHAIN_TOO_LONG')
    expect(await codeOf(mergeIntoParent(files, child, { removeChild: true }, unattended))).toBe('CHAIN_TOO_LONG')
    expect(await codeOf(compactDisk(files, child, unattended))).toBe('CHAIN_TOO_LONG')
    expect(files.held).toEqual([])
  })

  it('is told of by everybody where two disks are based on each other', async () => {
    const files = await longChain()
    const [, id] = (await inspectChain(files, grandchild)).map((disk) => disk.id)
    const top = (await inspectChain(files, grandchild))[0]?.id ?? ''
    rewrite(files, child, { header: { parentId: top, parentName: 'grandchild.vhd', locators: emptyLocators } })
    expect(id).not.toBe(top)
    const found = { code: 'PARENT_CIRCLE', path: child, parent: 'grandchild.vhd' }
    expect(await findings(files, grandchild)).toEqual([found])
    expect(await codeOf(mergeIntoParent(files, grandchild, { removeChild: true }, unattended))).toBe('CHAIN_TOO_LONG')
    expect(files.held).toEqual([])
  })

  it('is told of by everybody where a grandparent is gone', async () => {
    const files = await longChain()
    await files.remove(base)
    expect(await findings(files, grandchild)).toEqual([{ code: 'PARENT_NOT_FOUND', path: child, parent: 'base.vhd' }])
    expect((await inspectChain(files, grandchild)).at(-1)?.parent?.problem).toBe('PARENT_NOT_FOUND')
    expect(await codeOf(mergeIntoParent(files, grandchild, { removeChild: true }, unattended))).toBe('PARENT_NOT_FOUND')
  })

  it('is told of by everybody where a grandparent is there and cannot be read', async () => {
    const files = await longChain()
    // The cookie of its dynamic disk header.
    change(files, base, (view) => view.setUint8(512, 0))
    const found = { code: 'PARENT_UNREADABLE', path: child, parent: 'base.vhd' }
    expect(await findings(files, grandchild)).toEqual([found])
    expect((await inspectChain(files, grandchild)).at(-1)?.parent?.problem).toBe('PARENT_UNREADABLE')
    expect(await codeOf(mergeIntoParent(files, grandchild, { removeChild: true }, unattended))).toBe('CORRUPT')
    expect(files.held).toEqual([])
  })
})

const emptyLocators = Array.from({ length: 8 }, () => ({ platform: '\0\0\0\0', space: 0, length: 0, position: 0 }))

describe('another disk in the folder', () => {
  it('that cannot be read keeps none from being merged', async () => {
    const files = await smallChain('dynamic', new Random(seed))
    await makeSmallDisk(files, '/d/other.vhd', { type: 'dynamic', capacity: smallCapacity })
    files.before = (_operation, file) => {
      if (file === '/d/other.vhd') throw new DiskError('ACCESS_DENIED', { path: file })
    }
    const before = await stampsOf(files, child)
    await mergeIntoParent(files, child, { removeChild: true }, unattended)
    expect(await stampsOf(files, base)).toEqual(before)
  })

  it('under the name of a parent, that cannot be read, does not hide where the parent is', async () => {
    const files = await smallChain('dynamic', new Random(seed))
    const before = await stampsOf(files, child)
    for (const name of ['base.vhd', 'child.vhd']) {
      files.files.set(`/e/${name}`, files.files.get(`/d/${name}`) ?? (undefined as never))
    }
    // Beside the child lies something under that name; the absolute path leads to the parent.
    files.before = (_operation, file) => {
      if (file === '/e/base.vhd') throw new DiskError('IO', { path: file, reason: 'EIO' })
    }
    expect(await stampsOf(files, '/e/child.vhd')).toEqual(before)
    expect(await findings(files, '/e/child.vhd')).toEqual([])
  })
})

describe('a disk that is compacted', () => {
  it('stays as it is where its file would not be smaller', async () => {
    const files = await smallChain('dynamic', new Random(seed))
    for (const file of [base, child]) {
      await compactDisk(files, file, unattended)
      const before = bytesOf(files, file)
      files.before = (operation) => {
        if (operation === 'replace') throw new Error('replaced by nothing better')
      }
      await compactDisk(files, file, unattended)
      expect(bytesOf(files, file)).toEqual(before)
      files.before = () => undefined
    }
    expect([...files.files.keys()].sort()).toEqual([base, child])
  })
})

describe('a disk that is expanded', () => {
  it('reads zeros where it is new, whatever its table and its last block held there', async () => {
    const files = await smallChain('dynamic', new Random(seed))
    const before = await stampsOf(files, base)
    // As programs leave it that make disks smaller: with the data, and entries of the table, beyond the capacity.
    rewrite(files, base, { footer: { currentSize: smallCapacity - 20 * 512 } })
    await expandDisk(files, base, larger, unattended)
    const after = await stampsOf(files, base)
    const kept = smallCapacity / 512 - 20
    expect(after.slice(0, kept)).toEqual(before.slice(0, kept))
    expect(after.slice(kept).every((stamp) => stamp === 0)).toBe(true)
    expect(await findings(files, base)).toEqual([])
  })
})
