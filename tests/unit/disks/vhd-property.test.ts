import { describe, expect, it } from 'vitest'
import type { Vhd } from '#electron/disks/vhd/open-vhd.ts'
import { openVhd } from '#electron/disks/vhd/open-vhd.ts'
import { compactDisk } from '#electron/disks/tools/compact.ts'
import { unattended } from '#electron/disks/tools/job.ts'
import { mergeIntoParent } from '#electron/disks/tools/merge.ts'
import { readAtOnce, writeAtOnce } from '#tests/fixtures/disks/at-once.ts'
import { FaultyFiles } from '#tests/fixtures/disks/faulty-files.ts'
import { Random } from '#tests/fixtures/disks/random.ts'
import { makeSmallDisk } from '#tests/fixtures/disks/small-disks.ts'

const seed = Number(process.env['DISK_SEED'] ?? Date.now() % 0x1_0000_0000)

/** One disk chain that is worked on, and what it must read as. */
class Run {
  readonly random: Random
  readonly files: FaultyFiles
  readonly model: Uint8Array
  readonly chain: string[]
  disk!: Vhd
  operations = 0
  /** Requests that were answered at once. */
  atOnce = 0
  #children = 0

  constructor(random: Random, capacity: number) {
    this.random = random
    this.files = new FaultyFiles(random)
    this.model = new Uint8Array(capacity)
    this.chain = ['/disks/base.vhd']
  }

  get top(): string {
    return this.chain.at(-1) ?? ''
  }

  async open(): Promise<void> {
    this.disk = await openVhd(this.files, this.top, { writable: true, commitDelay: 0 })
  }

  async start(): Promise<void> {
    await makeSmallDisk(this.files, this.top, {
      type: this.random.pick(['fixed', 'dynamic', 'dynamic']),
      capacity: this.model.byteLength,
    })
    await this.open()
  }

  /** A stretch of the disk; mostly short, sometimes over many blocks. */
  range(): { position: number; length: number } {
    const sectors = this.model.byteLength / 512
    const most = this.random.pick([1, 4, 8, 20, 64])
    const length = Math.min(sectors, 1 + this.random.below(most))
    return { position: this.random.below(sectors - length + 1) * 512, length: length * 512 }
  }

  async write(): Promise<void> {
    const { position, length } = this.range()
    const source = this.random.chance(0.15) ? new Uint8Array(length) : this.random.bytes(length)
    this.model.set(source, position)
    if (this.random.chance(0.4)) {
      await this.disk.write(position, source)
      return
    }
    // What a disk commits by itself, a while after it was written, is no request.
    const committing = this.random.chance(0.1) ? this.disk.flush() : Promise.resolve()
    this.atOnce += Number(await writeAtOnce(this.disk, position, source))
    await committing
  }

  async read(): Promise<void> {
    const { position, length } = this.range()
    const target = new Uint8Array(length).fill(0xaa)
    if (this.random.chance(0.4)) await this.disk.read(position, target)
    else this.atOnce += Number(await readAtOnce(this.disk, position, target))
    if (Buffer.compare(target, this.model.subarray(position, position + length)) !== 0) {
      throw new Error(`wrong bytes at ${position}, length ${length}`)
    }
  }

  /** Requests at the same time, of which those that write do not touch each other's sectors. */
  async together(): Promise<void> {
    const sectors = this.model.byteLength / 512
    const parts = 2 + this.random.below(5)
    const size = Math.floor(sectors / parts)
    const near = size < 4 || this.random.chance(0.5)
    const base = this.random.below(Math.max(1, sectors - parts * 3))
    const work: Promise<void>[] = []
    for (let i = 0; i < parts; i++) {
      const from = near ? base + i * 3 : i * size + this.random.below(Math.max(1, size - 3))
      const source = this.random.bytes((1 + this.random.below(3)) * 512)
      if (from * 512 + source.byteLength > this.model.byteLength) continue
      this.model.set(source, from * 512)
      work.push(this.disk.write(from * 512, source))
      if (this.random.chance(0.2)) work.push(this.disk.flush())
    }
    this.operations += work.length
    await Promise.all(work)
  }

  async compareWhole(): Promise<void> {
    const whole = new Uint8Array(this.model.byteLength).fill(0xaa)
    await this.disk.read(0, whole)
    expect(Buffer.compare(whole, this.model)).toBe(0)
  }

  async reopen(between: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    await this.disk.close()
    expect(this.files.held).toEqual([])
    await between()
    await this.open()
    await this.compareWhole()
  }

  async child(): Promise<void> {
    if (this.chain.length > 5) return
    const child = `/disks/child-${this.#children++}.vhd`
    await this.reopen(async () => {
      const made = { type: 'differencing', capacity: this.model.byteLength, parent: this.top } as const
      await makeSmallDisk(this.files, child, made)
      this.chain.push(child)
    })
  }

  async merge(): Promise<void> {
    if (this.chain.length === 1) return
    await this.reopen(async () => {
      await mergeIntoParent(this.files, this.top, { removeChild: true }, unattended)
      this.chain.pop()
    })
  }

  async compact(): Promise<void> {
    if (this.disk.structure.header === null) return
    await this.reopen(() => compactDisk(this.files, this.top, unattended))
  }

  async step(): Promise<void> {
    this.operations++
    const dice = this.random.next()
    if (dice < 0.45) await this.write()
    else if (dice < 0.8) await this.read()
    else if (dice < 0.9) await this.together()
    else if (dice < 0.97) await this.disk.flush()
    else if (dice < 0.98) await this.reopen()
    else if (dice < 0.987) await this.child()
    else if (dice < 0.993) await this.merge()
    else await this.compact()
  }
}

describe('disks of every kind', () => {
  it('read like a plain array of bytes whatever is done to them', { timeout: 300_000 }, async () => {
    let operations = 0
    let atOnce = 0
    for (let round = 0; operations < 100_000; round++) {
      const random = new Random(seed + round)
      const capacity = random.pick([8, 37, 150, 900]) * 512
      const run = new Run(random, capacity)
      try {
        await run.start()
        for (let i = 0; i < 5000; i++) await run.step()
        await run.reopen()
        await run.disk.close()
      } catch (error) {
        throw new Error(`failed with DISK_SEED=${seed + round} after ${run.operations} operations`, { cause: error })
      }
      operations += run.operations
      atOnce += run.atOnce
    }
    expect(operations).toBeGreaterThanOrEqual(100_000)
    expect(atOnce).toBeGreaterThan(operations / 10)
  })
})
