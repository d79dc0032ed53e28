import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { createDifferencing, createDynamic } from '#electron/disks/tools/create.ts'
import type { LocalHost } from '#electron/host/local-host.ts'
import { follow, openTestHost } from '#tests/fixtures/host.ts'
import { TestTime } from '#tests/fixtures/test-time.ts'

const dvd = { kind: 'none' } as const
const disk = { kind: 'new', capacity: 64 * 2 ** 20 } as const
const names = (host: LocalHost) => host.machines.list().map(({ name }) => name)
const only = (host: LocalHost) => {
  const [entry] = host.trash.entries
  if (entry === undefined) throw new Error('the trash is empty')
  return entry
}

describe('a deleted machine', () => {
  it('goes to the trash with its folder, tells everybody, and comes back as it was', async () => {
    const { host, home } = await openTestHost()
    const made = await host.machines.create({ name: 'lab', dvd, disk, notes: 'kept' })
    await host.machines.start(made.id)
    await host.machines.save(made.id)
    const before = { ...host.machines.list()[0] }
    const inode = (await stat(path.join(made.folder, 'lab.vhd'))).ino
    const follower = await follow(host)
    await host.machines.delete(made.id)
    expect(existsSync(made.folder)).toBe(false)
    expect(host.machines.list()).toEqual([])
    const entry = only(host)
    expect(entry).toMatchObject({ machineId: made.id, name: 'lab', folder: made.folder, keptDisks: [] })
    expect(Date.parse(entry.expiresAt) - Date.parse(entry.deletedAt)).toBe(7 * 86_400_000)
    await follower.until(() => follower.changes.some(({ type }) => type === 'machineRemoved'))
    expect(follower.changes).toContainEqual({ type: 'trash', trash: [entry] })

    await host.close()
    const { host: next } = await openTestHost({ home })
    expect(next.trash.entries).toEqual([entry])
    await next.machines.restore(entry.id)
    expect(next.machines.list()).toEqual([before])
    expect(next.trash.entries).toEqual([])
    expect((await stat(path.join(made.folder, 'lab.vhd'))).ino).toBe(inode)
    await expect(next.machines.restore(entry.id)).rejects.toMatchObject({ code: 'TRASH_NOT_FOUND' })
    expect(await readdir(path.join(home, 'trash'))).toEqual([])
  })

  it('comes back under another name and in another folder where its own are taken', async () => {
    const { host } = await openTestHost()
    const first = await host.machines.create({ name: 'lab', dvd, disk })
    await host.machines.delete(first.id)
    const second = await host.machines.create({ name: 'Lab', dvd })
    const restored = await host.machines.restore(only(host).id)
    expect(restored).toMatchObject({ id: first.id, name: 'lab (2)' })
    expect(restored.folder).not.toBe(second.folder)
    expect(restored.drives).toContainEqual({ kind: 'disk', at: 'ide0:0', path: path.join(restored.folder, 'lab.vhd') })
    await host.machines.start(first.id)
  })

  it('leaves its disks where that is wished, and finds them again when restored', async () => {
    const { host, home } = await openTestHost()
    const { id, folder } = await host.machines.create({ name: 'lab', dvd, disk })
    await writeFile(path.join(folder, 'other.txt'), 'mine')
    await host.machines.delete(id, { disks: 'keep', permanently: false })
    const kept = path.join(home, 'disks', 'lab', 'lab.vhd')
    expect(only(host).keptDisks).toEqual([kept])
    expect(existsSync(kept)).toBe(true)
    await host.machines.restore(only(host).id)
    expect(host.machines.list()[0]?.drives).toContainEqual({ kind: 'disk', at: 'ide0:0', path: kept })
    expect(await readFile(path.join(folder, 'other.txt'), 'utf8')).toBe('mine')
    await host.machines.start(id)
  })

  it('is gone at once where that is wished; kept disks stay', async () => {
    const { host, home } = await openTestHost()
    const gone = await host.machines.create({ name: 'gone', dvd, disk })
    const lab = await host.machines.create({ name: 'lab', dvd, disk })
    await host.machines.delete(gone.id, { disks: 'delete', permanently: true })
    await host.machines.delete(lab.id, { disks: 'keep', permanently: true })
    expect(host.trash.entries).toEqual([])
    expect(await readdir(path.join(home, 'trash'))).toEqual([])
    expect(await readdir(path.join(home, 'machines'))).toEqual([])
    expect(await readdir(path.join(home, 'disks'))).toEqual(['lab'])
  })

  it('is not deleted while another machine needs a disk of its own', async () => {
    const { host, home } = await openTestHost()
    const base = await host.machines.create({ name: 'base', dvd, disk })
    const child = path.join(home, 'child.vhd')
    const parent = path.join(base.folder, 'base.vhd')
    await createDifferencing(nodeDiskFiles, child, parent)
    await host.machines.detachDrive(base.id, 'ide0:0')
    const based = await host.machines.create({ name: 'based', dvd, disk: { kind: 'existing', path: child } })
    for (const disks of ['delete', 'keep'] as const) {
      await expect(host.machines.delete(base.id, { disks, permanently: true })).rejects.toMatchObject({
        code: 'DISK_NEEDED',
        facts: { name: 'base', path: parent, machines: ['based'] },
      })
    }
    expect(names(host)).toEqual(['base', 'based'])
    await host.machines.delete(based.id)
    await host.machines.delete(base.id)
    expect(existsSync(child)).toBe(true)
  })
})

describe('the trash', () => {
  it('is emptied, of one or of all', async () => {
    const { host, home } = await openTestHost()
    for (const name of ['a', 'b', 'c']) {
      const { id } = await host.machines.create({ name, dvd })
      await host.machines.delete(id)
    }
    const first = host.trash.entries.find(({ name }) => name === 'a')
    await host.trash.remove(first?.id ?? '')
    expect(host.trash.entries.map(({ name }) => name).sort()).toEqual(['b', 'c'])
    await expect(host.trash.remove(first?.id ?? '')).rejects.toMatchObject({ code: 'TRASH_NOT_FOUND' })
    await host.trash.empty()
    expect(host.trash.entries).toEqual([])
    expect(await readdir(path.join(home, 'trash'))).toEqual([])
  })

  it('removes what has been in it for seven days, and nothing younger', async () => {
    const time = new TestTime()
    const { host, home } = await openTestHost({ time })
    const [old, young] = [
      await host.machines.create({ name: 'old', dvd }),
      await host.machines.create({ name: 'young', dvd }),
    ]
    await host.machines.delete(old.id)
    time.pass(2)
    await host.machines.delete(young.id)
    await host.close()
    time.pass(1)
    const { host: next } = await openTestHost({ home, time })
    expect(next.trash.entries.map(({ name }) => name)).toEqual(['old', 'young'])
    time.pass(4)
    await next.trash.removeExpired()
    expect(next.trash.entries.map(({ name }) => name)).toEqual(['young'])
    time.pass(1.9)
    await next.trash.removeExpired()
    expect(next.trash.entries).toHaveLength(1)
    time.pass(0.2)
    await next.trash.removeExpired()
    expect(next.trash.entries).toEqual([])
    expect(await readdir(path.join(home, 'trash'))).toEqual([])
  })

  it('brings to its end what a killed host began', async () => {
    const { host, home } = await openTestHost()
    const { id } = await host.machines.create({ name: 'lab', dvd, disk })
    await host.machines.delete(id, { disks: 'keep', permanently: false })
    const entry = only(host)
    await host.close()
    const trash = path.join(home, 'trash')
    // As if it had been killed before the disk was moved out,
    await rename(path.join(home, 'disks', 'lab', 'lab.vhd'), path.join(trash, entry.id, 'machine', 'lab.vhd'))
    // while it put another machine here, and while it removed a third.
    const unborn = path.join(trash, '0b9f1b3c-0000-4000-8000-000000000000')
    await mkdir(unborn)
    await writeFile(path.join(unborn, 'trash.json'), '{')
    await mkdir(path.join(trash, '.leaving-x', 'machine'), { recursive: true })
    const { host: next } = await openTestHost({ home })
    expect(next.trash.entries).toEqual([entry])
    expect(existsSync(path.join(home, 'disks', 'lab', 'lab.vhd'))).toBe(true)
    expect(await readdir(trash)).toEqual([entry.id])
  })

  it('leaves alone what it does not understand', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const { host, home } = await openTestHost()
    await host.close()
    const strange = path.join(home, 'trash', 'strange', 'machine')
    await mkdir(strange, { recursive: true })
    await createDynamic(nodeDiskFiles, path.join(strange, 'data.vhd'), 2 ** 22)
    const { host: next } = await openTestHost({ home })
    expect(next.trash.entries).toEqual([])
    expect(existsSync(path.join(strange, 'data.vhd'))).toBe(true)
    error.mockRestore()
  })
})
