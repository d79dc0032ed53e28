import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { createNodeDiskFiles, nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { createDifferencing, createDynamic } from '#electron/disks/tools/create.ts'
import { openVhd } from '#electron/disks/vhd/open-vhd.ts'
import { Random } from '#tests/fixtures/disks/random.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const MiB = 1024 * 1024
const random = new Random(Number(process.env['DISK_SEED'] ?? 20))
const waiting = createNodeDiskFiles({ mayWait: true })

async function dynamicDisk(name: string): Promise<string> {
  const disk = path.join(await temporaryFolder(), name)
  await createDynamic(waiting, disk, 8 * MiB)
  return disk
}

it('a thread that may wait reads short and long what was written', async () => {
  const parent = await dynamicDisk('parent.vhd')
  const child = path.join(path.dirname(parent), 'child.vhd')
  const content = random.bytes(8 * MiB)
  const base = await openVhd(waiting, parent, { writable: true })
  await base.write(0, content)
  await base.close()
  await createDifferencing(waiting, child, parent)
  const disk = await openVhd(waiting, child, { writable: true })
  for (let i = 0; i < 40; i++) {
    const length = 512 * (1 + random.below(2000))
    const position = 512 * random.below((8 * MiB - length) / 512)
    const bytes = random.bytes(length)
    await disk.write(position, bytes)
    content.set(bytes, position)
  }
  for (const length of [512, 4096, 128 * 1024, 128 * 1024 + 512, 8 * MiB]) {
    const position = 512 * random.below((8 * MiB - length) / 512 + 1)
    const bytes = new Uint8Array(length)
    await disk.read(position, bytes)
    expect(Buffer.compare(bytes, content.subarray(position, position + length))).toBe(0)
  }
  await disk.close()
  expect((await readdir(path.dirname(parent))).sort()).toEqual(['child.vhd', 'parent.vhd'])
})

it('a thread that may wait fails as one that may not', async () => {
  const disk = await dynamicDisk('disk.vhd')
  const folder = path.dirname(disk)
  for (const files of [waiting, nodeDiskFiles]) {
    await expect(files.open(path.join(folder, 'none.vhd'), 'read')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(files.open(folder, 'read')).rejects.toMatchObject({ code: 'NOT_A_FILE' })
    await expect(files.create(disk)).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
    await expect(files.publish(disk, disk)).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
    await expect(files.lock(path.join(folder, 'none.vhd'), 'read')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await files.stat(folder)).toBeNull()
    expect(await files.list(path.join(folder, 'none'))).toEqual([])
    const device = await files.open(disk, 'read')
    const beyond = device.read((await device.size()) - 100, new Uint8Array(512))
    await expect(beyond).rejects.toMatchObject({ code: 'IO', facts: { path: disk, reason: 'end of file' } })
    await device.close()
  }
})

it('the locks of threads that may wait and of those that may not are the same', async () => {
  const disk = await dynamicDisk('disk.vhd')
  for (const [first, second] of [
    [waiting, nodeDiskFiles],
    [nodeDiskFiles, waiting],
  ] as const) {
    const writer = await openVhd(first, disk, { writable: true })
    await expect(openVhd(second, disk, { writable: false })).rejects.toMatchObject({ code: 'IN_USE' })
    await writer.close()
  }
})

it('who reads without end lets timers and sockets have their turn', async () => {
  const disk = await openVhd(waiting, await dynamicDisk('disk.vhd'), { writable: true })
  await disk.write(0, random.bytes(4096))
  let stopped = false
  setImmediate(() => (stopped = true))
  const bytes = new Uint8Array(4096)
  let reads = 0
  for (; !stopped && reads < 100_000; reads++) await disk.read(0, bytes)
  expect(stopped).toBe(true)
  await disk.close()
})
