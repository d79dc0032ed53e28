import { describe, expect, it } from 'vitest'
import { DiskError } from '#electron/disks/disk-error.ts'
import { checkDisk } from '#electron/disks/tools/check.ts'
import { compactDisk } from '#electron/disks/tools/compact.ts'
import { convertDisk } from '#electron/disks/tools/convert.ts'
import { createDifferencing, createDynamic, createFixed } from '#electron/disks/tools/create.ts'
import { expandDisk } from '#electron/disks/tools/expand.ts'
import { unattended, type JobControl } from '#electron/disks/tools/job.ts'
import { mergeIntoParent } from '#electron/disks/tools/merge.ts'
import { reconnectDisk } from '#electron/disks/tools/reconnect.ts'
import { openVhd } from '#electron/disks/vhd/open-vhd.ts'
import { FaultyFiles } from '#tests/fixtures/disks/faulty-files.ts'
import { Random } from '#tests/fixtures/disks/random.ts'
import { makeSmallDisk } from '#tests/fixtures/disks/small-disks.ts'
import { readStamps, StampModel, writeStamp } from '#tests/fixtures/disks/stamps.ts'

const seed = Number(process.env['DISK_SEED'] ?? Date.now() % 0x1_0000_0000)
const capacity = 100 * 512
const base = '/d/base.vhd'
const child = '/d/child.vhd'

function code(error: unknown): string {
  return error instanceof DiskError ? (error as DiskError).code : String(error)
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(() => 'nothing', code)
}

async function chain(type: 'fixed' | 'dynamic' = 'dynamic', random = new Random(seed)): Promise<FaultyFiles> {
  const files = new FaultyFiles(random)
  await makeSmallDisk(files, base, { type, capacity })
  const parent = await openVhd(files, base, { writable: true })
  for (const sector of [0, 9, 50]) await writeStamp(parent, sector, sector + 1)
  await parent.close()
  await makeSmallDisk(files, child, { type: 'differencing', capacity, parent: base })
  const disk = await openVhd(files, child, { writable: true })
  await writeStamp(disk, 9, 1009)
  await writeStamp(disk, 70, 1070)
  await disk.close()
  return files
}

async function stampsOf(files: FaultyFiles, file: string): Promise<number[]> {
  const disk = await openVhd(files, file, { writable: false })
  const stamps = await readStamps(disk)
  await disk.close()
  return stamps
}

describe('a full file system', () => {
  it.each([base, child])(
    'fails the write and the flush of %s, and loses nothing once there is room again',
    async (file) => {
      for (let round = 0; round < 20; round++) {
        const random = new Random(seed + round)
        const files = await chain('dynamic', random)
        if (file === base) files.files.delete(child)
        const model = new StampModel(100)
        const before = await stampsOf(files, file)
        before.forEach((stamp, sector) => model.write(sector, stamp))
        model.flushed()
        const disk = await openVhd(files, file, { writable: true, commitDelay: 0 })
        const errors: string[] = []
        for (let i = 1; i < 60; i++) {
          const full = random.chance(0.4)
          files.before = (operation, path) => {
            if (full && operation === 'write' && random.chance(0.7)) throw new DiskError('NO_SPACE', { path })
          }
          const sector = random.below(100)
          model.write(sector, i)
          await writeStamp(disk, sector, i).catch((error: unknown) => errors.push(code(error)))
          if (random.chance(0.3)) await disk.flush().catch((error: unknown) => errors.push(code(error)))
          model.allowed().check(await readStamps(disk))
        }
        files.before = () => undefined
        const last = await readStamps(disk)
        await disk.close()
        expect(await stampsOf(files, file)).toEqual(last)
        expect(
          (await checkDisk(files, file, { repair: false })).findings.filter((f) => f.code !== 'SPACE_LOST'),
        ).toEqual([])
        expect(errors.length).toBeGreaterThan(0)
        expect([...new Set(errors)]).toEqual(['NO_SPACE'])
      }
    },
  )
})

describe('a failed flush', () => {
  it.each(['fixed', 'dynamic'] as const)(
    'of a %s disk fails all that follow, because what was lost cannot be known',
    async (type) => {
      const files = await chain(type)
      files.files.delete(child)
      const disk = await openVhd(files, base, { writable: true, commitDelay: 0 })
      await writeStamp(disk, 3, 3)
      files.before = (operation, path) => {
        if (operation === 'flush') throw new DiskError('IO', { path, reason: 'EIO' })
      }
      expect(await codeOf(disk.flush())).toBe('IO')
      files.before = () => undefined
      expect(await codeOf(disk.flush())).toBe('FLUSH_FAILED')
      expect(await codeOf(writeStamp(disk, 4, 4))).toBe('FLUSH_FAILED')
      expect((await readStamps(disk))[0]).toBe(1)
      expect(await codeOf(disk.close())).toBe('FLUSH_FAILED')
      expect(files.held).toEqual([])
      expect((await stampsOf(files, base))[0]).toBe(1)
    },
  )
})

describe('what is not asked to be flushed', () => {
  it('becomes part of the disk by itself, for guests that never flush', async () => {
    const files = await chain()
    const disk = await openVhd(files, child, { writable: true, commitDelay: 1 })
    await writeStamp(disk, 90, 90)
    // Two flushes: the data, then what points to it.
    let flushes = 0
    await new Promise<void>((resolve) => {
      files.before = (operation) => {
        if (operation === 'flush' && ++flushes === 2) setImmediate(resolve)
      }
    })
    expect((await stampsOf(files.copy(), child))[90]).toBe(90)
    await disk.close()
  })
})

describe('a job that is cancelled or fails', () => {
  const jobs: [string, (files: FaultyFiles, control: JobControl) => Promise<unknown>, string][] = [
    ['compact', (files, control) => compactDisk(files, child, control), child],
    ['merge', (files, control) => mergeIntoParent(files, child, { removeChild: true }, control), child],
    [
      'convert',
      async (files, control) => {
        const disk = await openVhd(files, child, { writable: false })
        try {
          await convertDisk(
            files,
            { ...smallButValid(disk), read: (p, t) => disk.read(p, t) },
            '/d/new.img',
            'raw',
            control,
          )
        } finally {
          await disk.close()
        }
      },
      child,
    ],
    ['expand', (files, control) => expandDisk(files, base, 4 * 1024 * 1024, control), base],
  ]

  function smallButValid(disk: { capacity: number }) {
    const nothing = () => Promise.resolve()
    return { capacity: disk.capacity, writable: false, write: nothing, flush: nothing, close: nothing }
  }

  it.each(jobs)('%s leaves the disk as it was when cancelled, and no file', async (name, job, source) => {
    const files = await chain(name === 'expand' ? 'fixed' : 'dynamic')
    const before = await stampsOf(files, source)
    const names = [...files.files.keys()].sort()
    const controller = new AbortController()
    controller.abort(new Error('cancelled'))
    await expect(job(files, { signal: controller.signal, progress: () => undefined })).rejects.toThrow('cancelled')
    expect(await stampsOf(files, source)).toEqual(before)
    expect([...files.files.keys()].sort()).toEqual(names)
    expect(files.held).toEqual([])
  })

  it.each(jobs)('%s leaves the disk as it was when the file system is full at any write', async (name, job, source) => {
    for (let failing = 0; ; failing++) {
      const files = await chain(name === 'expand' ? 'fixed' : 'dynamic')
      const before = await stampsOf(files, source)
      let writes = 0
      files.before = (operation, path) => {
        if (operation === 'write' && writes++ === failing) throw new DiskError('NO_SPACE', { path })
      }
      const outcome = await codeOf(job(files, unattended))
      files.before = () => undefined
      expect(files.held).toEqual([])
      if (outcome === 'nothing') {
        expect(failing).toBeGreaterThan(0)
        break
      }
      expect(outcome).toBe('NO_SPACE')
      expect(await stampsOf(files, source)).toEqual(before)
      expect([...files.files.keys()].filter((file) => file.includes('unfinished'))).toEqual([])
    }
  })
})

describe('tools', () => {
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
    const files = await chain()
    await makeSmallDisk(files, '/d/sibling.vhd', { type: 'differencing', capacity, parent: base })
    expect(await codeOf(mergeIntoParent(files, child, { removeChild: true }, unattended))).toBe('OTHER_CHILDREN')
    files.files.delete('/d/sibling.vhd')
    await makeSmallDisk(files, '/d/grandchild.vhd', { type: 'differencing', capacity, parent: child })
    expect(await codeOf(mergeIntoParent(files, child, { removeChild: true }, unattended))).toBe('OTHER_CHILDREN')
    const before = await stampsOf(files, '/d/grandchild.vhd')
    expect(await mergeIntoParent(files, child, { removeChild: false }, unattended)).toBe(base)
    expect(await codeOf(reconnectDisk(files, '/d/grandchild.vhd', base, { acceptOther: false }))).toBe('PARENT_CHANGED')
    await reconnectDisk(files, '/d/grandchild.vhd', base, { acceptOther: true })
    files.files.delete(child)
    expect(await stampsOf(files, '/d/grandchild.vhd')).toEqual(before)
  })

  it('keep a disk of others from being written while it is a parent', async () => {
    const files = await chain()
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
