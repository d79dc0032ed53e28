import { describe, expect, it } from 'vitest'
import { DiskError } from '#electron/disks/disk-error.ts'
import { checkDisk, isRepairable } from '#electron/disks/tools/check.ts'
import { unattended } from '#electron/disks/tools/job.ts'
import { LiveMerge } from '#electron/disks/tools/live-merge.ts'
import { openVhd, type Vhd } from '#electron/disks/vhd/open-vhd.ts'
import type { FaultyFiles } from '#tests/fixtures/disks/faulty-files.ts'
import { Random } from '#tests/fixtures/disks/random.ts'
import { base, child, codeOf, smallCapacity, smallChain, stampsOf } from '#tests/fixtures/disks/small-chain.ts'
import { makeSmallDisk } from '#tests/fixtures/disks/small-disks.ts'
import {
  readStamps,
  StampModel,
  writeStamp,
  writeStampAtOnce,
  type AllowedStamps,
} from '#tests/fixtures/disks/stamps.ts'

const seed = Number(process.env['DISK_SEED'] ?? Date.now() % 0x1_0000_0000)
const options = { commitDelay: 0 }
const grandchild = '/d/grandchild.vhd'
const sectors = smallCapacity / 512

/** A guest that writes to its disk while this is merged into its parent. */
class Guest {
  readonly model = new StampModel(sectors)
  readonly disk: Vhd
  readonly #random: Random
  #stamp = 2000

  private constructor(disk: Vhd, random: Random) {
    this.disk = disk
    this.#random = random
  }

  static async of(disk: Vhd, random: Random): Promise<Guest> {
    const guest = new Guest(disk, random)
    for (const [sector, stamp] of (await readStamps(disk)).entries()) guest.model.write(sector, stamp)
    guest.model.flushed()
    return guest
  }

  async write(merge: LiveMerge): Promise<void> {
    const sector = this.#random.below(sectors)
    const stamp = this.#stamp++
    this.model.write(sector, stamp)
    const write = this.#random.chance(0.5) ? writeStamp : writeStampAtOnce
    await write(this.disk, sector, stamp).finally(() => merge.note(sector * 512, 512))
    if (this.#random.chance(0.3)) await this.flush()
  }

  async flush(): Promise<void> {
    await this.disk.flush()
    this.model.flushed()
  }
}

/** The last disk of a chain of two or three in use, and its guest. */
async function begin(type: 'fixed' | 'dynamic', length: 2 | 3, random: Random) {
  const files = await smallChain(type, random)
  const file = length === 2 ? child : grandchild
  if (length === 3) {
    await makeSmallDisk(files, grandchild, { type: 'differencing', capacity: smallCapacity, parent: child })
  }
  const disk = await openVhd(files, file, { ...options, writable: true })
  for (const sector of [3, 9, 71]) await writeStamp(disk, sector, 3000 + sector)
  await disk.flush()
  return { files, file, into: length === 2 ? base : child, guest: await Guest.of(disk, random) }
}

async function mergeWhileWriting(merge: LiveMerge, guest: Guest): Promise<void> {
  let copying = true
  const copied = merge.copy(unattended).finally(() => (copying = false))
  for (let writes = 0; copying || writes < 20; writes++) await guest.write(merge)
  await copied
  await guest.flush()
  await merge.finish()
}

describe.each([
  ['fixed', 2],
  ['dynamic', 2],
  ['dynamic', 3],
] as const)('a disk in use that is merged into its parent (%s, chain of %i)', (type, length) => {
  it('leaves all of it in the parent, which takes its place', async () => {
    for (let round = 0; round < 20; round++) {
      const { files, file, into, guest } = await begin(type, length, new Random(seed + round))
      const merge = await LiveMerge.begin(files, guest.disk, options)
      await mergeWhileWriting(merge, guest)
      await guest.disk.close()
      await files.remove(file)
      expect(merge.parent.structure.path).toBe(into)
      guest.model.allowed().check(await readStamps(merge.parent))
      await writeStamp(merge.parent, 5, 5555)
      await merge.parent.close()
      expect(files.held).toEqual([])
      expect((await stampsOf(files, into))[5]).toBe(5555)
      expect((await checkDisk(files, into, { repair: false })).findings).toEqual([])
    }
  })

  it('is what it should be after a power failure at any moment, and so is the parent once it is complete', async () => {
    const failures: { left: FaultyFiles; file: string; allowed: AllowedStamps }[] = []
    for (let round = 0; round < 4; round++) {
      const random = new Random(seed + round)
      const { files, file, into, guest } = await begin(type, length, random)
      let used = file
      files.before = (operation) => {
        if (operation !== 'write' && operation !== 'flush') return
        failures.push({ left: files.afterPowerFailure(random), file: used, allowed: guest.model.allowed() })
      }
      const merge = await LiveMerge.begin(files, guest.disk, options)
      await mergeWhileWriting(merge, guest)
      used = into
      await guest.disk.close()
      await writeStamp(merge.parent, 5, guest.model.sectors)
      guest.model.write(5, guest.model.sectors)
      await merge.parent.close()
      files.before = () => undefined
    }
    expect(failures.length).toBeGreaterThan(100)
    for (const { left, file, allowed } of failures) {
      const { findings } = await checkDisk(left, file, { repair: false })
      expect(findings.filter((finding) => !isRepairable(finding))).toEqual([])
      allowed.check(await stampsOf(left, file))
    }
  })

  it('goes on as it is where that is given up, or fails, and can be merged later', async () => {
    let failed = 0
    for (let at = 0; ; at++) {
      const { files, file, into, guest } = await begin(type, length, new Random(seed + at))
      const before = await readStamps(guest.disk)
      let count = 0
      files.before = (operation, path) => {
        if ((operation === 'write' || operation === 'lock') && path === into && count++ === at) {
          throw new DiskError('NO_SPACE', { path })
        }
      }
      const code = await codeOf(
        LiveMerge.begin(files, guest.disk, options).then(async (merge) => {
          try {
            await merge.copy(unattended)
            await merge.finish()
          } finally {
            await merge.giveUp()
          }
        }),
      )
      files.before = () => undefined
      expect(await readStamps(guest.disk)).toEqual(before)
      const again = await LiveMerge.begin(files, guest.disk, options)
      await mergeWhileWriting(again, guest)
      await guest.disk.close()
      await again.parent.close()
      expect(files.held).toEqual([])
      await files.remove(file)
      guest.model.allowed().check(await stampsOf(files, into))
      if (code === 'nothing') break
      expect(code).toBe('NO_SPACE')
      failed++
    }
    expect(failed).toBeGreaterThan(1)
  })
})

it('is refused of a disk that has no parent, and where somebody else reads it', async () => {
  const files = await smallChain('dynamic', new Random(seed))
  const alone = await openVhd(files, base, { writable: true })
  expect(await codeOf(LiveMerge.begin(files, alone))).toBe('NOT_DIFFERENCING')
  await alone.close()
  const disk = await openVhd(files, child, { writable: true })
  const reader = await openVhd(files, base, { writable: false })
  expect(await codeOf(LiveMerge.begin(files, disk))).toBe('IN_USE')
  await reader.close()
  await (await LiveMerge.begin(files, disk)).giveUp()
  await disk.close()
  expect(files.held).toEqual([])
})

it('ends where it is cancelled', async () => {
  const { files, guest } = await begin('dynamic', 2, new Random(seed))
  const merge = await LiveMerge.begin(files, guest.disk, options)
  const signal = AbortSignal.abort(new Error('cancelled'))
  await expect(merge.copy({ signal, progress: () => undefined })).rejects.toThrow('cancelled')
  await merge.giveUp()
  await guest.disk.close()
})
