import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { createDynamic } from '#electron/disks/tools/create.ts'
import { openTestHost } from '#tests/fixtures/host.ts'
import { readSectors, writeSectors } from '#tests/fixtures/machine-disks.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'
import { TestTime } from '#tests/fixtures/test-time.ts'

const dvd = { kind: 'none' } as const

/** A machine that goes on with a layer its guest has written to; its host is closed. */
async function withLayer() {
  const time = new TestTime()
  const { host, home } = await openTestHost({ time })
  const { id, folder } = await host.machines.create({ name: 'lab', dvd })
  const base = path.join(folder, 'lab.vhd')
  await createDynamic(nodeDiskFiles, base, 6 * 2 ** 20)
  await host.machines.attachDrive(id, { kind: 'disk', path: base })
  const configuration = path.join(folder, 'machine.json')
  const before = await readFile(configuration, 'utf8')
  await host.machines.takeSnapshot(id, { name: 'first' })
  const drive = host.machines.list()[0]?.drives.find(({ kind }) => kind === 'disk')
  const layer = drive?.kind === 'disk' ? drive.path : ''
  await writeSectors(layer, new Map([[9, 42]]))
  await host.close()
  return { time, home, id, folder, layer, configuration, before, after: await readFile(configuration, 'utf8') }
}

describe('layers that machine.json does not name when a host starts', () => {
  it.each([
    ['is an earlier copy', (before: string) => before],
    ['has a wrong letter', (_before: string, after: string) => after.replace(/\.avhd/g, '.avdh')],
  ])('are set aside where it %s, told of, and serve again when they are put back', async (_why, spoil) => {
    const { time, home, id, folder, layer, configuration, before, after } = await withLayer()
    await writeFile(configuration, spoil(before, after))
    const { host } = await openTestHost({ home, time })
    const event = host.events.events.find(({ code }) => code === 'FILES_SET_ASIDE')
    expect(event).toMatchObject({ machineId: id, facts: { count: 1, files: `snapshots/${path.basename(layer)}` } })
    const aside = String(event?.facts['path'])
    expect(await host.examine()).toContainEqual(
      expect.objectContaining({ code: 'FILES_SET_ASIDE', machineName: 'lab', facts: { path: aside } }),
    )
    time.pass(6.9)
    await host.machines.collection.removeExpired()
    await host.close()

    await rename(path.join(aside, 'snapshots', path.basename(layer)), layer)
    await writeFile(configuration, after)
    const { host: next } = await openTestHost({ home, time })
    expect(await readSectors(layer, [9])).toEqual([42])
    expect((await next.examine()).filter(({ level }) => level === 'Critical')).toEqual([])
    await next.machines.start(id)
    expect(existsSync(folder)).toBe(true)
  })

  it('are removed after seven days that the host has seen, and not before', async () => {
    const { time, home, folder, configuration, before } = await withLayer()
    await writeFile(configuration, before)
    const { host } = await openTestHost({ home, time })
    const aside = path.join(folder, 'set-aside')
    time.pass(6.9)
    await host.machines.collection.removeExpired()
    expect(await readdir(aside)).toHaveLength(1)
    time.wrong = 40 * 365
    await host.close()
    const { host: next } = await openTestHost({ home, time })
    time.wrong = 0
    time.pass(0.2)
    await next.machines.collection.removeExpired()
    expect(existsSync(aside)).toBe(false)
    expect((await next.examine()).map(({ code }) => code)).not.toContain('FILES_SET_ASIDE')
  })

  it('are not moved by way of a link', async () => {
    const { time, home, folder, layer, configuration, before } = await withLayer()
    const elsewhere = await temporaryFolder()
    await symlink(elsewhere, path.join(folder, 'set-aside'))
    await writeFile(configuration, before)
    await openTestHost({ home, time })
    expect(existsSync(layer)).toBe(true)
    expect(await readdir(elsewhere)).toEqual([])
  })

  it('stay where they are while the host runs, whatever it does with the machine', async () => {
    const { time, home, id, folder } = await withLayer()
    const { host } = await openTestHost({ home, time })
    const restored = path.join(folder, 'snapshots', 'lab-0b9f1b3c-0000-4000-8000-000000000000.avhd')
    await writeFile(restored, 'put back from a copy')
    await host.machines.takeSnapshot(id, { name: 'second' })
    await host.machines.revert(id)
    expect(await readFile(restored, 'utf8')).toBe('put back from a copy')
    expect((await host.examine()).find(({ code }) => code === 'FILE_LEFT_OVER')?.facts).toEqual({ path: restored })
  })
})

describe('a folder that is a link', () => {
  /** Files of somebody else, with names like those that a host makes. */
  async function foreign() {
    const folder = await temporaryFolder()
    const names = ['a.avhd', 'b.vud', 'holiday.png', 'c.bin', '.d.0b9f1b3c-0000-4000-8000-000000000000.unfinished']
    for (const name of names) await writeFile(path.join(folder, name), 'foreign')
    return { folder, names: names.sort() }
  }

  it('in the place of a machine’s snapshots loses nothing, and takes no new ones', async () => {
    const { host, home } = await openTestHost()
    const { id, folder } = await host.machines.create({ name: 'lab', dvd })
    await host.close()
    const { folder: target, names } = await foreign()
    await symlink(target, path.join(folder, 'snapshots'))
    const { host: next } = await openTestHost({ home })
    expect((await readdir(target)).sort()).toEqual(names)
    await expect(next.machines.takeSnapshot(id, { name: 'first' })).rejects.toMatchObject({
      code: 'STORAGE_FAILED',
      facts: { path: path.join(folder, 'snapshots') },
    })
    expect((await readdir(target)).sort()).toEqual(names)
  })

  it('loses nothing in a folder that is searched', async () => {
    const search = await temporaryFolder()
    const { host: other } = await openTestHost()
    const { folder } = await other.machines.create({ name: 'lab', dvd })
    await other.close()
    await rename(folder, path.join(search, 'lab'))
    const { folder: target, names } = await foreign()
    await symlink(target, path.join(search, 'lab', 'snapshots'))
    const { host } = await openTestHost()
    await host.settings.configure({ searchPaths: [search] })
    expect(host.machines.list()).toMatchObject([{ name: 'lab' }])
    expect((await readdir(target)).sort()).toEqual(names)
  })

  it('in the folder of snapshots is nothing of the machine’s, nor is a folder', async () => {
    const { host, home } = await openTestHost()
    const { folder } = await host.machines.create({ name: 'lab', dvd })
    await host.close()
    const snapshots = path.join(folder, 'snapshots')
    await mkdir(path.join(snapshots, 'album.png'), { recursive: true })
    await symlink(home, path.join(snapshots, 'home.bin'))
    await openTestHost({ home })
    expect((await readdir(snapshots)).sort()).toEqual(['album.png', 'home.bin'])
  })
})
