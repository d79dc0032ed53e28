import { describe, expect, it } from 'vitest'
import { DiskError } from '#electron/disks/disk-error.ts'
import { checkDisk } from '#electron/disks/tools/check.ts'
import { compactDisk } from '#electron/disks/tools/compact.ts'
import { convertDisk } from '#electron/disks/tools/convert.ts'
import { expandDisk } from '#electron/disks/tools/expand.ts'
import { unattended, type JobControl } from '#electron/disks/tools/job.ts'
import { mergeIntoParent } from '#electron/disks/tools/merge.ts'
import { openVhd } from '#electron/disks/vhd/open-vhd.ts'
import type { FaultyFiles } from '#tests/fixtures/disks/faulty-files.ts'
import { Random } from '#tests/fixtures/disks/random.ts'
import { base, child, code, codeOf, smallChain, stampsOf } from '#tests/fixtures/disks/small-chain.ts'
import { readStamps, StampModel, writeStamp } from '#tests/fixtures/disks/stamps.ts'

const seed = Number(process.env['DISK_SEED'] ?? Date.now() % 0x1_0000_0000)

describe('a full file system', () => {
  it.each([base, child])(
    'fails the write and the flush of %s, and loses nothing once there is room again',
    async (file) => {
      for (let round = 0; round < 20; round++) {
        const random = new Random(seed + round)
        const files = await smallChain('dynamic', random)
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
          (await checkDisk(files, file, { repair: false })).findings.filter((f) => !f.code.startsWith('SPACE')),
        ).toEqual([])
        expect(errors.length).toBeGreaterThan(0)
        expect([...new Set(errors)]).toEqual(['NO_SPACE'])
      }
    },
  )
})

describe('a medium that fails now and then', () => {
  it.each([
    ['fixed', base],
    ['dynamic', base],
    ['dynamic', child],
  ] as const)('fails the request to a %s disk (%s), and loses nothing else', async (type, file) => {
    for (let round = 0; round < 20; round++) {
      const random = new Random(seed + round)
      const files = await smallChain(type, random)
      if (file === base) files.files.delete(child)
      const model = new StampModel(100)
      const before = await stampsOf(files, file)
      before.forEach((stamp, sector) => model.write(sector, stamp))
      model.flushed()
      const disk = await openVhd(files, file, { writable: true, commitDelay: 0 })
      const failed = { read: 0, write: 0 }
      const attempt = async (work: () => Promise<unknown>) => expect(['nothing', 'IO']).toContain(await codeOf(work()))
      for (let i = 1; i < 60; i++) {
        const odds = random.pick([0, 0.2, 0.7])
        files.before = (operation, path) => {
          if ((operation !== 'read' && operation !== 'write') || !random.chance(odds)) return
          failed[operation]++
          throw new DiskError('IO', { path, reason: 'EIO' })
        }
        // Over the border of a block too, where a part of the request may succeed.
        const sector = random.below(95)
        const sectors = 1 + random.below(5)
        for (let at = sector; at < sector + sectors; at++) model.write(at, i)
        await attempt(() => disk.write(sector * 512, new Uint8Array(new Uint32Array(128 * sectors).fill(i).buffer)))
        if (random.chance(0.3)) await attempt(() => disk.flush())
        await attempt(() => readStamps(disk))
        files.before = () => undefined
        model.allowed().check(await readStamps(disk))
      }
      await disk.flush()
      const last = await readStamps(disk)
      await disk.close()
      expect(await stampsOf(files, file)).toEqual(last)
      const { findings } = await checkDisk(files, file, { repair: false })
      expect(findings.filter(({ code }) => !code.startsWith('SPACE'))).toEqual([])
      expect(files.held).toEqual([])
      expect(Math.min(failed.read, failed.write)).toBeGreaterThan(0)
    }
  })
})

describe('a failed flush', () => {
  it.each(['fixed', 'dynamic'] as const)(
    'of a %s disk fails all that follow, because what was lost cannot be known',
    async (type) => {
      const files = await smallChain(type, new Random(seed))
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
    const files = await smallChain('dynamic', new Random(seed))
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
    const files = await smallChain(name === 'expand' ? 'fixed' : 'dynamic', new Random(seed))
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
      const files = await smallChain(name === 'expand' ? 'fixed' : 'dynamic', new Random(seed))
      const before = await stampsOf(files, source)
      let writes = 0
      files.before = (operation, path) => {
        if (operation === 'write' && writes++ === failing) throw new DiskError('NO_SPACE', { path })
      }
      let told = ''
      const work = job(files, unattended).catch((error: unknown) => {
        told = String(error)
        throw error
      })
      const outcome = await codeOf(work)
      // Of the file that was asked for, not of the one that is made beside it.
      expect(told).not.toContain('unfinished')
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
