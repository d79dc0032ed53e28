import { DiskError } from '#electron/disks/disk-error.ts'
import { checkDisk } from '#electron/disks/tools/check.ts'
import { inspectDisk } from '#electron/disks/tools/inspect.ts'
import { openVhd, type Vhd } from '#electron/disks/vhd/open-vhd.ts'
import { FaultyFile } from '#tests/fixtures/disks/faulty-file.ts'
import { FaultyFiles } from '#tests/fixtures/disks/faulty-files.ts'
import { Random } from '#tests/fixtures/disks/random.ts'
import { makeSmallDisk, smallBlock } from '#tests/fixtures/disks/small-disks.ts'
import { writeStamp } from '#tests/fixtures/disks/stamps.ts'

const chain = ['/d/fixed.vhd', '/d/dynamic.vhd', '/d/child.vhd'] as const

/** Small sound disks of each kind, as bytes: the seeds of what is mutated. */
export async function vhdSeeds(): Promise<Map<string, Uint8Array>> {
  const random = new Random(1)
  const files = new FaultyFiles(random)
  const capacity = 40 * smallBlock
  await makeSmallDisk(files, chain[0], { type: 'fixed', capacity: 4 * smallBlock })
  await makeSmallDisk(files, chain[1], { type: 'dynamic', capacity })
  await makeSmallDisk(files, chain[2], { type: 'differencing', capacity, parent: chain[1] })
  for (const file of chain) {
    const disk = await openVhd(files, file, { writable: true })
    for (const sector of [0, 5, 9, 17, 30]) await writeStamp(disk, sector, sector + 1)
    await disk.close()
  }
  return new Map([...files.files].map(([name, { content }]) => [name, content.view(0, content.size).slice()]))
}

/** Values that overflow, wrap and point at each other. */
const nasty = [0, 1, 2, 3, 0x7f, 0x80, 0xff, 0x1ff, 0x200, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff]

/** Changes some of the bytes, most of them where the format's own fields are. */
export function mutate(seed: Uint8Array, random: Random): Uint8Array {
  let bytes = seed.slice()
  for (let changes = 1 + random.below(6); changes > 0 && bytes.byteLength >= 8; changes--) {
    const region = random.pick([0, 512, 1536, bytes.byteLength - 512, random.below(bytes.byteLength)])
    const at = Math.max(0, Math.min(bytes.byteLength - 8, region + random.below(512)))
    const view = new DataView(bytes.buffer)
    const kind = random.next()
    if (kind < 0.4) bytes[at] = random.below(256)
    else if (kind < 0.8) view.setUint32(at & ~3, random.pick(nasty))
    else if (kind < 0.9) bytes.copyWithin(at, random.below(bytes.byteLength), random.below(bytes.byteLength))
    else bytes = bytes.slice(0, Math.max(1, random.below(bytes.byteLength)))
  }
  if (random.chance(0.8)) mendChecksums(bytes)
  return bytes
}

/** Otherwise nearly every mutation ends at the first look at a checksum. */
function mendChecksums(bytes: Uint8Array): void {
  for (const [position, size, offset] of [
    [0, 512, 64],
    [bytes.byteLength - 512, 512, 64],
    [512, 1024, 36],
  ] as const) {
    if (position < 0 || position + size > bytes.byteLength) continue
    const view = new DataView(bytes.buffer, position, size)
    view.setUint32(offset, 0)
    let sum = 0
    for (let i = 0; i < size; i++) sum += bytes[position + i] ?? 0
    view.setUint32(offset, ~sum >>> 0)
  }
}

/**
 * Tries `count` mutated images, from `seed` on. Each must be a disk or a `DiskError`, in time; an image that is accepted
 * is read in places, written to where that is allowed, and checked. Throws with the seed of the first that is not.
 */
export async function fuzzVhd(seed: number, count: number): Promise<{ disks: number; errors: number }> {
  const seeds = await vhdSeeds()
  const outcome = { disks: 0, errors: 0 }
  for (let i = 0; i < count; i++) {
    const random = new Random(seed + i)
    const file = random.pick(chain)
    const bytes = mutate(seeds.get(file) ?? new Uint8Array(1), random)
    try {
      if (await tryImage(seeds, file, bytes, random)) outcome.disks++
      else outcome.errors++
    } catch (error) {
      throw new Error(`the image mutated from ${file} with seed ${seed + i} is not survived`, { cause: error })
    }
  }
  return outcome
}

/** Requests to the file that opening, checking and inspecting an image of this size may take. */
const mostRequests = 2000

async function tryImage(seeds: Map<string, Uint8Array>, file: string, bytes: Uint8Array, random: Random) {
  const stored = [...seeds].map(([name, seed]) => [name, new FaultyFile(name === file ? bytes : seed)] as const)
  const files = new FaultyFiles(random, new Map(stored))
  let requests = 0
  files.before = () => {
    if (++requests > mostRequests) throw new Error('too many requests')
  }
  await orDiskError(() => inspectDisk(files, file))
  await orDiskError(() => checkDisk(files, file, { repair: random.chance(0.5) }))
  const disk = await orDiskError(() => openVhd(files, file, { writable: random.chance(0.5), commitDelay: 0 }))
  if (disk !== null) await use(disk, random)
  if (files.held.length > 0) throw new Error(`still locked: ${files.held.join()}`)
  return disk !== null
}

async function use(disk: Vhd, random: Random): Promise<void> {
  const sectors = disk.capacity / 512
  for (const sector of [0, Math.min(5, sectors - 1), sectors - 1, random.below(sectors)]) {
    await orDiskError(() => disk.read(sector * 512, new Uint8Array(512)))
    if (disk.writable) await orDiskError(() => disk.write(sector * 512, random.bytes(512)))
  }
  await orDiskError(() => disk.flush())
  await orDiskError(() => disk.close())
}

async function orDiskError<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof DiskError) return null
    throw error
  }
}
