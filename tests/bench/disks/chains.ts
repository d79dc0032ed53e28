import { rm } from 'node:fs/promises'
import path from 'node:path'
import { createNodeDiskFiles, nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import type { DiskFiles } from '#electron/disks/disk-files.ts'
import { createDifferencing, createDynamic } from '#electron/disks/tools/create.ts'
import { openVhd } from '#electron/disks/vhd/open-vhd.ts'
import { round, type Result } from '../result.ts'
import { inTurns, timed } from './turns.ts'

const children = 20
/** More than elsewhere, because each takes a moment only. */
const openings = 41
const capacity = 256 * 1024 * 1024

const files = createNodeDiskFiles({ mayWait: true })

async function opened(by: DiskFiles, file: string): Promise<number> {
  const begin = performance.now()
  const disk = await openVhd(by, file, { writable: true })
  const time = performance.now() - begin
  await disk.close()
  return time
}

/** Opening a chain of differencing disks of which each has a change of its own, and making one. */
export async function chains(folder: string): Promise<Result[]> {
  const alone = path.join(folder, 'alone.vhd')
  const base = path.join(folder, 'base.vhd')
  const child = path.join(folder, 'child.vhd')
  await createDynamic(files, alone, capacity)
  await createDynamic(files, base, capacity)
  let top = base
  for (let i = 1; i <= children; i++) {
    const next = path.join(folder, `${i}.vhd`)
    await createDifferencing(files, next, top)
    const disk = await openVhd(files, next, { writable: true })
    await disk.write(i * 4096, new Uint8Array(4096).fill(i))
    await disk.close()
    top = next
  }
  const rivals = {
    one: () => opened(files, alone),
    chain: () => opened(files, top),
    oneOfHost: () => opened(nodeDiskFiles, alone),
    chainOfHost: () => opened(nodeDiskFiles, top),
    create: async () => {
      const time = await timed(() => createDifferencing(files, child, base))
      await rm(child)
      return time
    },
  }
  const times = await inTurns(rivals, openings)
  return [
    {
      bench: 'disks.openChain',
      value: round(times.chain - times.one),
      unit: 'ms more than one disk',
      target: { atMost: 10 },
      parts: {
        differencingDisks: children,
        openings,
        chainMs: round(times.chain),
        oneDiskMs: round(times.one),
        moreWhereTheThreadMayNotWaitMs: round(times.chainOfHost - times.oneOfHost),
      },
    },
    {
      bench: 'disks.createChild',
      value: round(times.create),
      unit: 'ms',
      target: { atMost: 20 },
      parts: { created: openings, durable: 'content and name are on stable storage' },
    },
  ]
}
