import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { nodeDiskFiles as files } from '#electron/disks/node-disk-files.ts'
import { createDifferencing, createDynamic } from '#electron/disks/tools/create.ts'
import { parseFooter, serializeFooter } from '#electron/disks/vhd/footer.ts'
import { openTestHost } from '#tests/fixtures/host.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const none = { kind: 'none' } as const

async function hostWithDisk() {
  const { host } = await openTestHost()
  const { machines } = host
  const disk = path.join(await temporaryFolder(), 'disk.vhd')
  await createDynamic(files, disk, 4 * 2 ** 20)
  const { id } = await machines.create({ name: 'lab', dvd: none })
  const attach = (consent: object) => machines.attachDrive(id, { kind: 'disk', path: disk, ...consent })
  const create = (consent: object) =>
    machines.create({ name: 'new', dvd: none, disk: { kind: 'existing', path: disk, ...consent } })
  return { machines, disk, attach, create, drives: () => machines.list().find((each) => each.id === id)?.drives }
}

/** As Virtual PC leaves the disk of a machine that is saved. */
async function markSaved(file: string): Promise<void> {
  const bytes = await readFile(file)
  const { footer } = parseFooter(bytes.subarray(-512)) ?? { footer: null }
  if (footer === null) throw new Error('no footer')
  const marked = serializeFooter({ ...footer, savedState: true })
  bytes.set(marked, bytes.byteLength - 512)
  bytes.set(marked)
  await writeFile(file, bytes)
}

it('gives a machine the disk of a saved machine only where the user was asked, and changes nothing before', async () => {
  const { disk, attach, create, drives } = await hostWithDisk()
  await markSaved(disk)
  const before = await readFile(disk)
  const refused = { code: 'DISK_FAILED', facts: { problem: 'SAVED_STATE', path: disk } }
  await expect(attach({})).rejects.toMatchObject(refused)
  await expect(create({})).rejects.toMatchObject(refused)
  expect(await readFile(disk)).toEqual(before)
  expect(drives()).toHaveLength(1)
  expect(await attach({ force: true })).toBe('ide0:0')
  const attached = { kind: 'disk', at: 'ide0:0', path: disk }
  expect(drives()?.[0]).toEqual(attached)
  expect((await create({ force: true })).drives[0]).toEqual(attached)
})

it('gives a machine a disk that others are based on only where the user was asked', async () => {
  const { disk, attach, create } = await hostWithDisk()
  const child = path.join(path.dirname(disk), 'child.vhd')
  await createDifferencing(files, child, disk)
  const refused = { code: 'DISK_FAILED', facts: { problem: 'BASE_OF_OTHERS', path: disk, children: [child] } }
  await expect(attach({})).rejects.toMatchObject(refused)
  await expect(create({})).rejects.toMatchObject(refused)
  expect(await attach({ force: true })).toBe('ide0:0')
})
