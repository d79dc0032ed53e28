import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { createDynamic } from '#electron/disks/tools/create.ts'
import { race, rounds, withRivals, type Rivals } from './rivals.ts'
import { round, type Result } from './result.ts'

const megabytes = 256

/** Past the guest's cache, so that the disk answers. Both disks have been written to before anything is measured. */
const tasks = {
  write: 'dd if=/dev/zero of=/dev/sda bs=1M count=64 oflag=direct',
  read: 'dd if=/dev/sda of=/dev/null bs=1M count=64 iflag=direct',
  smallWrite: 'dd if=/dev/zero of=/dev/sda bs=4k count=2000 oflag=direct',
  smallRead: 'dd if=/dev/sda of=/dev/null bs=4k count=2000 iflag=direct',
}

/** `dd` in the guest on a dynamic VHD, and on a disk that bare v86 holds in memory, in turns. */
export async function guestDisk(): Promise<Result[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'viridian-bench-'))
  try {
    const file = path.join(folder, 'guest.vhd')
    await createDynamic(nodeDiskFiles, file, megabytes * 2 ** 20)
    const viridian = [{ kind: 'disk', at: 'ide0:0', path: file }] as const
    return await withRivals(compareAll, { viridian, bareMegabytes: megabytes })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function compareAll(rivals: Rivals): Promise<Result[]> {
  for (const { com1, resume, stop } of [rivals.viridian, rivals.bare]) {
    await resume()
    await com1.run('dd if=/dev/urandom of=/dev/sda bs=1M count=64 conv=fsync')
    await stop()
  }
  const results: Result[] = []
  for (const task of Object.keys(tasks) as (keyof typeof tasks)[]) results.push(await compare(rivals, task))
  return results
}

async function compare(rivals: Rivals, task: keyof typeof tasks): Promise<Result> {
  const { viridian, bare } = await race(rivals, tasks[task])
  return {
    bench: `guestDisk.${task}`,
    value: round(bare / viridian, 3),
    unit: 'speed of a disk in memory',
    target: { atLeast: 0.9 },
    parts: { command: tasks[task], rounds, vhdSeconds: round(viridian, 3), memorySeconds: round(bare, 3) },
  }
}
