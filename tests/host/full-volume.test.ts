import { readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { fillVolume } from '#tests/fixtures/fill-volume.ts'
import { openTestHost } from '#tests/fixtures/host.ts'
import { smallVolume } from '#tests/fixtures/small-volume.ts'

const dvd = { kind: 'none' } as const

it('a full volume can be cleaned, and a host opens on it', async (test) => {
  const volume = await smallVolume(8192)
  if (volume === null) return test.skip('this user may not mount a volume')
  const home = path.join(volume.folder, 'home')
  const first = await openTestHost({ home })
  const disk = { kind: 'new', capacity: 8 * 1024 * 1024 } as const
  const { id, folder } = await first.host.machines.create({ name: 'lab', dvd, disk })
  const snapshots: string[] = []
  for (const name of ['one', 'two']) snapshots.push(await first.host.machines.takeSnapshot(id, { name, notes: '' }))
  const gone = await first.host.machines.create({ name: 'gone', dvd })
  const deleted = await first.host.machines.create({ name: 'deleted', dvd })
  await first.host.machines.delete(deleted.id)
  await fillVolume(volume.folder)

  const full = { code: 'STORAGE_FAILED', facts: { detail: expect.stringContaining('ENOSPC') as string } }
  await expect(first.host.machines.create({ name: 'new', dvd })).rejects.toMatchObject(full)
  await expect(first.host.machines.configure(id, { notes: 'x'.repeat(4000) })).rejects.toMatchObject(full)
  await first.host.machines.deleteSnapshot(id, snapshots[1] ?? '', { subtree: false })
  expect(first.host.machines.list().find((machine) => machine.id === id)?.snapshots).toHaveLength(1)
  await fillVolume(volume.folder)
  await first.host.close()
  await fillVolume(volume.folder)

  const again = await openTestHost({ home })
  expect(again.host.machines.list().map(({ name, problem }) => [name, problem])).toEqual([
    ['gone', null],
    ['lab', null],
  ])
  await fillVolume(volume.folder)
  await again.host.machines.delete(gone.id, { disks: 'delete', permanently: true })
  await fillVolume(volume.folder)
  await again.host.trash.empty()
  expect(again.host.trash.entries).toEqual([])
  await fillVolume(volume.folder)
  await again.host.machines.delete(id, { disks: 'delete', permanently: true })
  expect(again.host.machines.list()).toEqual([])
  await expect(stat(folder)).rejects.toMatchObject({ code: 'ENOENT' })
  for (const name of await readdir(volume.folder))
    if (name.startsWith('filler')) await rm(path.join(volume.folder, name))
  await again.host.machines.create({ name: 'new', dvd })
  await again.host.close()
})
