import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { DiskError } from '#electron/disks/disk-error.ts'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { convertDisk } from '#electron/disks/tools/convert.ts'
import { createDynamic, createFixed } from '#electron/disks/tools/create.ts'
import { expandDisk } from '#electron/disks/tools/expand.ts'
import { unattended, type JobControl } from '#electron/disks/tools/job.ts'
import { withSource } from '#electron/disks/tools/with-source.ts'
import { openVhd } from '#electron/disks/vhd/open-vhd.ts'
import type { DiskFiles } from '#electron/disks/disk-files.ts'
import { writeStamp } from '#tests/fixtures/disks/stamps.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const capacity = 9 * 1024 * 1024

const ways: [string, (files: DiskFiles, folder: string, control: JobControl) => Promise<unknown>][] = [
  ['made', (files, folder, control) => createFixed(files, path.join(folder, 'fixed.vhd'), capacity, control)],
  [
    'converted',
    (files, folder, control) =>
      withSource(files, path.join(folder, 'source.vhd'), 'vhd', [], (source) =>
        convertDisk(files, source, path.join(folder, 'fixed.vhd'), 'fixed', control),
      ),
  ],
  ['expanded', (files, folder, control) => expandDisk(files, path.join(folder, 'small.vhd'), capacity, control)],
]

async function prepare(): Promise<string> {
  const folder = await temporaryFolder()
  await createDynamic(nodeDiskFiles, path.join(folder, 'source.vhd'), capacity)
  await createFixed(nodeDiskFiles, path.join(folder, 'small.vhd'), 3 * 1024 * 1024)
  for (const name of ['source.vhd', 'small.vhd']) {
    const disk = await openVhd(nodeDiskFiles, path.join(folder, name), { writable: true })
    await writeStamp(disk, 5000, 77)
    await disk.close()
  }
  return folder
}

describe.each(ways)('a fixed disk that is %s', (name, make) => {
  const file = name === 'expanded' ? 'small.vhd' : 'fixed.vhd'

  it.skipIf(process.platform === 'win32')('takes all its room, and tells how far it is', async () => {
    const folder = await prepare()
    const told: number[] = []
    const progress = (fraction: number) => void told.push(fraction)
    await make(nodeDiskFiles, folder, { signal: unattended.signal, progress })
    const facts = await nodeDiskFiles.stat(path.join(folder, file))
    expect(facts?.size).toBe(capacity + 512)
    expect(facts?.allocated).toBeGreaterThanOrEqual(capacity)
    expect(told.some((fraction) => fraction > 0 && fraction < 1)).toBe(true)
    expect(told).toEqual(told.toSorted((a, b) => a - b))
    const disk = await openVhd(nodeDiskFiles, path.join(folder, file), { writable: false })
    const sector = new Uint8Array(512)
    await disk.read(5000 * 512, sector)
    await disk.close()
    expect(sector[0]).toBe(name === 'made' ? 0 : 77)
  })

  it('is refused before anything is written where there is no room, with what is needed and free', async () => {
    const folder = await prepare()
    const before = (await readdir(folder)).sort()
    const files: DiskFiles = {
      ...nodeDiskFiles,
      room: () => Promise.resolve(capacity),
      create: (made) => Promise.reject(new Error(`${made} is made`)),
    }
    const refusal = await make(files, folder, unattended).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(DiskError)
    const facts = { path: path.join(folder, file), needed: capacity + 512, free: capacity }
    expect(refusal).toMatchObject({ code: 'NO_SPACE', facts })
    expect((await readdir(folder)).sort()).toEqual(before)
  })

  it('leaves nothing when it is cancelled, nor when the room ends in between', async () => {
    const folder = await prepare()
    const before = (await readdir(folder)).sort()
    const controller = new AbortController()
    const cancelling = { signal: controller.signal, progress: () => controller.abort(new Error('cancelled')) }
    await expect(make(nodeDiskFiles, folder, cancelling)).rejects.toThrow('cancelled')
    expect((await readdir(folder)).sort()).toEqual(before)
    const filling: DiskFiles = {
      ...nodeDiskFiles,
      create: async (made) => {
        const device = await nodeDiskFiles.create(made)
        const write = () => Promise.reject(new DiskError('NO_SPACE', { path: made }))
        return {
          ...device,
          ...{ writable: true, write, flush: () => device.flush(), close: () => device.close() },
          truncate: (size: number) => device.truncate(size),
          size: () => device.size(),
          read: (position: number, target: Uint8Array) => device.read(position, target),
        }
      },
    }
    // Nobody knows the name under which it was being made.
    const facts = { path: path.join(folder, file) }
    await expect(make(filling, folder, unattended)).rejects.toMatchObject({ code: 'NO_SPACE', facts })
    expect((await readdir(folder)).sort()).toEqual(before)
  })
})
