import { describe, expect, it } from 'vitest'
import { smallestDiskCapacity } from '#shared/disk.ts'
import { checkDisk } from '#electron/disks/tools/check.ts'
import { makeNew } from '#electron/disks/tools/create.ts'
import { unattended } from '#electron/disks/tools/job.ts'
import { runTask } from '#electron/disks/tools/run-task.ts'
import { FaultyFiles } from '#tests/fixtures/disks/faulty-files.ts'
import { Random } from '#tests/fixtures/disks/random.ts'
import { codeOf, stampsOf } from '#tests/fixtures/disks/small-chain.ts'

async function imageOf(...stamps: number[]): Promise<FaultyFiles> {
  const files = new FaultyFiles(new Random(1))
  const words = new Uint32Array(stamps.flatMap((stamp) => new Array<number>(128).fill(stamp)))
  await makeNew(files, '/d/small.img', (device) => device.write(0, new Uint8Array(words.buffer)))
  return files
}

const convert = (files: FaultyFiles, path: string, format: 'fixed' | 'dynamic' | 'raw') =>
  runTask(files, { kind: 'convertDisk', path, source: '/d/small.img', format, backing: [] }, unattended)

describe('a disk of what is smaller than one can be', () => {
  it.each(['fixed', 'dynamic'] as const)('is padded with zeros, and that is said: %s', async (format) => {
    const files = await imageOf(3, 1, 2)
    const padded = { code: 'PADDED', size: 1536, capacity: smallestDiskCapacity }
    expect(await convert(files, '/d/a.vhd', format)).toEqual({ capacity: smallestDiskCapacity, remarks: [padded] })
    const stamps = await stampsOf(files, '/d/a.vhd')
    expect(stamps).toEqual([3, 1, 2, ...new Array<number>(smallestDiskCapacity / 512 - 3).fill(0)])
    expect((await checkDisk(files, '/d/a.vhd', { repair: false })).findings).toEqual([])
  })

  it('is not made of an empty file', async () => {
    const files = await imageOf()
    expect(await codeOf(convert(files, '/d/a.vhd', 'dynamic'))).toBe('TOO_SMALL')
    expect([...files.files.keys()]).toEqual(['/d/small.img'])
  })

  it('is as small as its source where it is raw', async () => {
    expect(await convert(await imageOf(3, 1, 2), '/d/a.img', 'raw')).toEqual({ capacity: 1536, remarks: [] })
  })
})
