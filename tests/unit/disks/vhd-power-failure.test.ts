import { describe, expect, it } from 'vitest'
import { checkDisk, isRepairable } from '#electron/disks/tools/check.ts'
import { compactDisk } from '#electron/disks/tools/compact.ts'
import { expandDisk } from '#electron/disks/tools/expand.ts'
import { unattended } from '#electron/disks/tools/job.ts'
import { mergeIntoParent } from '#electron/disks/tools/merge.ts'
import { reconnectDisk } from '#electron/disks/tools/reconnect.ts'
import { openVhd, type Vhd } from '#electron/disks/vhd/open-vhd.ts'
import { FaultyFiles, type Operation } from '#tests/fixtures/disks/faulty-files.ts'
import { Random } from '#tests/fixtures/disks/random.ts'
import { makeSmallDisk } from '#tests/fixtures/disks/small-disks.ts'
import {
  readStamps,
  StampModel,
  writeStamp,
  writeStampAtOnce,
  type AllowedStamps,
} from '#tests/fixtures/disks/stamps.ts'

const seed = Number(process.env['DISK_SEED'] ?? Date.now() % 0x1_0000_0000)

/** Operations before which the power can fail. */
const cuts: readonly Operation[] = ['write', 'truncate', 'flush', 'create', 'publish', 'replace', 'remove']

/** Opens the last disk of the chain that is there, as the host does after a power failure. */
async function reopen(files: FaultyFiles, chain: readonly string[]): Promise<{ disk: Vhd; file: string }> {
  const file = chain.findLast((name) => files.files.has(name)) ?? ''
  return { disk: await openVhd(files, file, { writable: true, commitDelay: 0 }), file }
}

/** What the power failure has left is a sound disk with nothing lost, and one that can be used. */
async function verify(left: FaultyFiles, chain: readonly string[], allowed: AllowedStamps): Promise<void> {
  for (const file of chain) {
    if (!left.files.has(file)) continue
    const { findings } = await checkDisk(left, file, { repair: false })
    const serious = findings.filter((finding) => !isRepairable(finding))
    expect(serious, file).toEqual([])
  }
  const first = await reopen(left, chain)
  const found = await readStamps(first.disk)
  allowed.check(found)
  const sector = found.length - 1
  await writeStamp(first.disk, sector, 0xfffffff)
  await first.disk.close()
  const { repaired } = await checkDisk(left, first.file, { repair: true })
  expect(repaired.every(isRepairable)).toBe(true)
  expect((await checkDisk(left, first.file, { repair: false })).findings).toEqual([])

  found[sector] = 0xfffffff
  if (chain.indexOf(first.file) > 0) await mergeIntoParent(left, first.file, { removeChild: true }, unattended)
  const second = await reopen(left, chain)
  expect(await readStamps(second.disk)).toEqual(found)
  await second.disk.close()
  expect(left.held).toEqual([])
}

interface Failure {
  readonly left: FaultyFiles
  readonly chain: readonly string[]
  readonly allowed: AllowedStamps
}

/** Works on a chain of disks; before every write a copy of everything is put aside as the power's failing would leave it. */
class Run {
  readonly random: Random
  readonly files: FaultyFiles
  readonly model: StampModel
  chain: string[] = ['/d/base.vhd']
  failures: Failure[] = []
  verified = 0
  #stamp = 1

  constructor(random: Random, sectors: number) {
    this.random = random
    this.files = new FaultyFiles(random)
    this.model = new StampModel(sectors)
  }

  get top(): string {
    return this.chain.at(-1) ?? ''
  }

  async start(): Promise<void> {
    const type = this.random.pick(['fixed', 'dynamic', 'dynamic'] as const)
    await makeSmallDisk(this.files, this.top, { type, capacity: this.model.sectors * 512 })
    this.files.before = (operation) => {
      if (!cuts.includes(operation)) return
      const left = this.random.chance(0.1) ? this.files.copy() : this.files.afterPowerFailure(this.random)
      this.failures.push({
        left,
        chain: [...this.chain, `/d/child-${this.chain.length}.vhd`],
        allowed: this.model.allowed(),
      })
    }
  }

  async verifyFailures(): Promise<void> {
    for (const { left, chain, allowed } of this.failures) await verify(left, chain, allowed)
    this.verified += this.failures.length
    this.failures = []
  }

  /** Some work with the disk open: writes, several at once too, and flushes. */
  async use(): Promise<void> {
    const disk = await openVhd(this.files, this.top, { writable: true, commitDelay: 0 })
    for (let i = 0; i < 12; i++) {
      const first = this.random.below(this.model.sectors - 12)
      const steps = [0, 4, 8].slice(0, 1 + this.random.below(3))
      const write = steps.length === 1 ? writeStampAtOnce : writeStamp
      const work = steps.map(async (step) => {
        for (let sector = first + step; sector < first + step + 1 + this.random.below(4); sector++) {
          const stamp = this.random.chance(0.15) ? 0 : this.#stamp++
          this.model.write(sector, stamp)
          await write(disk, sector, stamp)
        }
      })
      await Promise.all(work)
      if (this.random.chance(0.25)) {
        await disk.flush()
        this.model.flushed()
      }
      await this.verifyFailures()
    }
    await disk.close()
    this.model.flushed()
    await this.verifyFailures()
  }

  async step(): Promise<void> {
    await this.use()
    const dice = this.random.next()
    if (dice < 0.4 && this.chain.length < 4) {
      const child = `/d/child-${this.chain.length}.vhd`
      const made = { type: 'differencing', capacity: this.model.sectors * 512, parent: this.top } as const
      await makeSmallDisk(this.files, child, made)
      this.chain.push(child)
    } else if (dice < 0.65 && this.chain.length > 1) {
      await mergeIntoParent(this.files, this.top, { removeChild: true }, unattended)
      this.chain.pop()
    } else if (dice < 0.9 && !(await this.#isFixed())) {
      await compactDisk(this.files, this.top, unattended)
    }
    await this.verifyFailures()
  }

  async #isFixed(): Promise<boolean> {
    const disk = await openVhd(this.files, this.top, { writable: false })
    await disk.close()
    return disk.structure.header === null
  }
}

async function runs(count: number, work: (random: Random) => Promise<void>): Promise<void> {
  for (let round = 0; round < count; round++) {
    try {
      await work(new Random(seed + round))
    } catch (error) {
      throw new Error(`failed with DISK_SEED=${seed + round}`, { cause: error })
    }
  }
}

describe('when the power fails', { timeout: 300_000 }, () => {
  it('every sector is the old or the new one, and everything flushed is there', async () => {
    let verified = 0
    await runs(5, async (random) => {
      const run = new Run(random, random.pick([40, 75, 200]))
      await run.start()
      for (let i = 0; i < 8; i++) await run.step()
      verified += run.verified
    })
    expect(verified).toBeGreaterThan(500)
  })

  it('a disk being expanded has the old capacity or the new', async () => {
    await runs(5, async (random) => {
      const files = new FaultyFiles(random)
      const file = '/d/disk.vhd'
      const type = random.pick(['fixed', 'dynamic', 'dynamic'] as const)
      const capacity = 3 * 1024 * 1024
      await makeSmallDisk(files, file, { type, capacity })
      const disk = await openVhd(files, file, { writable: true })
      for (let sector = 0; sector < 200; sector++) await writeStamp(disk, sector * 30, sector + 1)
      await disk.close()
      const larger = capacity + random.pick([512, 100 * 1024, 2 * 1024 * 1024])
      const failures: FaultyFiles[] = []
      files.before = (operation) => {
        if (cuts.includes(operation)) failures.push(files.afterPowerFailure(random))
      }
      await expandDisk(files, file, larger, unattended)
      failures.push(files.afterPowerFailure(random))
      expect(failures.length).toBeGreaterThan(3)
      const capacities = new Set<number>()
      for (const left of failures) {
        const { disk: found } = await reopen(left, [file])
        capacities.add(found.capacity)
        const stamps = await readStamps(found, capacity / 512)
        for (let sector = 0; sector < 200; sector++) expect(stamps[sector * 30]).toBe(sector + 1)
        if (found.capacity === larger) await writeStamp(found, larger / 512 - 1, 77)
        await found.close()
        expect((await checkDisk(left, file, { repair: false })).findings.filter((f) => !isRepairable(f))).toEqual([])
      }
      expect([...capacities].sort()).toEqual([capacity, larger].sort())
    })
  })

  it('a disk being given another path to its parent reads as before', async () => {
    await runs(12, async (random) => {
      const files = new FaultyFiles(random)
      await makeSmallDisk(files, '/d/base.vhd', { type: 'dynamic', capacity: 40 * 512 })
      await makeSmallDisk(files, '/d/child.vhd', { type: 'differencing', capacity: 40 * 512, parent: '/d/base.vhd' })
      const disk = await openVhd(files, '/d/child.vhd', { writable: true })
      await writeStamp(disk, 7, 7)
      await disk.close()
      const base = files.files.get('/d/base.vhd')
      if (base !== undefined) files.files.set('/elsewhere/deep/parent.vhd', base)
      const failures: FaultyFiles[] = []
      files.before = (operation) => {
        if (cuts.includes(operation)) failures.push(files.afterPowerFailure(random))
      }
      await reconnectDisk(files, '/d/child.vhd', '/elsewhere/deep/parent.vhd', { acceptOther: false })
      for (const left of failures) {
        const { disk: found } = await reopen(left, ['/d/child.vhd'])
        expect((await readStamps(found))[7]).toBe(7)
        await found.close()
      }
      files.files.delete('/d/base.vhd')
      const { disk: moved } = await reopen(files, ['/d/child.vhd'])
      expect((await readStamps(moved))[7]).toBe(7)
      await moved.close()
    })
  })
})
