import { rm } from 'node:fs/promises'
import path from 'node:path'
import { createNodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { createDynamic } from '#electron/disks/tools/create.ts'
import { openVhd } from '#electron/disks/vhd/open-vhd.ts'
import { Random } from '#tests/fixtures/disks/random.ts'
import { round, type Result } from '../result.ts'
import { qemuIo, qemuIoStart } from './qemu.ts'
import { inTurns, rounds, timed } from './turns.ts'

const MiB = 1024 * 1024
const capacity = 256 * MiB
const pattern = 0x5a

/** The same requests for both, one after the other; positions and length in bytes. */
interface Requests {
  readonly kind: 'read' | 'write'
  readonly positions: readonly number[]
  readonly length: number
}

const files = createNodeDiskFiles({ mayWait: true })

/** Milliseconds of the requests by the library, with the flush of what they write; the disk is open before. */
async function byLibrary(file: string, { kind, positions, length }: Requests): Promise<number> {
  const disk = await openVhd(files, file, { writable: kind === 'write' })
  const bytes = new Uint8Array(length).fill(pattern)
  const time = await timed(async () => {
    for (const position of positions) await disk[kind](position, bytes)
    await disk.flush()
  })
  await disk.close()
  return time
}

function byQemuIo(file: string, { kind, positions, length }: Requests): Promise<number> {
  const how = kind === 'write' ? `-P ${pattern}` : ''
  return qemuIo(file, [...positions.map((position) => `${kind} -q ${how} ${position} ${length}`), 'flush'])
}

/** `prepared` gives the disk, alike for whoever asks. */
async function compare(
  bench: string,
  atLeast: number,
  requests: Requests,
  prepared: () => Promise<string>,
): Promise<Result> {
  const times = await inTurns({
    viridian: async () => byLibrary(await prepared(), requests),
    qemu: async () => byQemuIo(await prepared(), requests),
    start: async () => qemuIoStart(await prepared()),
  })
  const qemu = times.qemu - times.start
  return {
    bench,
    value: round(qemu / times.viridian, 2),
    unit: 'speed of qemu-io',
    target: { atLeast },
    parts: {
      requests: `${requests.positions.length} × ${requests.length / 1024} KiB, one at a time, through the page cache`,
      rounds,
      viridianMs: round(times.viridian),
      qemuIoMs: round(qemu),
      qemuIoStartMsLeftOut: round(times.start),
    },
  }
}

function sequence(kind: Requests['kind']): Requests {
  const length = 64 * 1024
  return { kind, length, positions: Array.from({ length: capacity / length }, (_, i) => i * length) }
}

function scattered(kind: Requests['kind']): Requests {
  const [length, random] = [4096, new Random(1)]
  return { kind, length, positions: Array.from({ length: 4000 }, () => length * random.below(capacity / length)) }
}

/** Reads and writes of a dynamic disk. */
export async function transfers(folder: string): Promise<Result[]> {
  const [full, empty] = [path.join(folder, 'full.vhd'), path.join(folder, 'empty.vhd')]
  await createDynamic(files, full, capacity)
  await byLibrary(full, sequence('write'))
  const anew = async () => {
    await rm(empty, { force: true })
    await createDynamic(files, empty, capacity)
    return empty
  }
  const same = () => Promise.resolve(full)
  return [
    await compare('disks.sequentialRead', 1, sequence('read'), same),
    await compare('disks.sequentialWrite', 1, sequence('write'), anew),
    await compare('disks.randomRead', 0.8, scattered('read'), same),
    await compare('disks.randomWrite', 0.8, scattered('write'), same),
  ]
}
