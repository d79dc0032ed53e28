import { mkdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { createDifferencing, createDynamic } from '#electron/disks/tools/create.ts'
import { openTestHost } from '#tests/fixtures/host.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const dvd = { kind: 'none' } as const
const floppySize = 1_474_560

describe('a file that is named without a folder', () => {
  it('is found in the folder for disks, then in the search paths', async () => {
    const { host, home } = await openTestHost()
    const [first, second] = [await temporaryFolder(), await temporaryFolder()]
    await host.settings.configure({ searchPaths: [first, second] })
    const floppy = path.join(second, 'tools.vfd')
    await writeFile(floppy, Buffer.alloc(floppySize))
    await createDynamic(nodeDiskFiles, path.join(first, 'data.vhd'), 2 ** 22)
    const disk = { kind: 'existing', path: 'data.vhd' } as const
    const { id, drives } = await host.machines.create({ name: 'lab', dvd, disk })
    expect(drives).toContainEqual({ kind: 'disk', at: 'ide0:0', path: path.join(first, 'data.vhd') })
    expect(await host.machines.insertMedia(id, { kind: 'image', path: 'tools.vfd' })).toBe('floppy')
    expect(host.machines.list()[0]?.floppy).toBe(floppy)
    await mkdir(path.join(home, 'disks'))
    for (const folder of [path.join(home, 'disks'), second]) {
      await createDynamic(nodeDiskFiles, path.join(folder, 'more.vhd'), 2 ** 22)
    }
    await host.machines.attachDrive(id, { kind: 'disk', path: 'more.vhd' })
    expect(host.machines.list()[0]?.drives).toContainEqual({
      ...{ kind: 'disk', at: 'ide0:1', path: path.join(home, 'disks', 'more.vhd') },
    })
  })

  it('is refused with where was looked, where it is nowhere', async () => {
    const { host, home } = await openTestHost()
    const { id } = await host.machines.create({ name: 'lab', dvd })
    const refusal = { code: 'FILE_NOT_FOUND', facts: { name: 'x', folders: [path.join(home, 'disks')] } }
    await expect(host.machines.insertMedia(id, { kind: 'image', path: 'x' })).rejects.toMatchObject(refusal)
    await expect(host.machines.attachDrive(id, { kind: 'disk', path: 'x' })).rejects.toMatchObject(refusal)
    const create = host.machines.create({ name: 'more', dvd: { kind: 'image', path: 'x' } })
    await expect(create).rejects.toMatchObject(refusal)
    await expect(host.machines.insertMedia(id, { kind: 'image', path: 'a/x' })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    })
  })
})

describe('a disk whose parents are not where it says', () => {
  /** A chain of three in a folder that then is no more: its parents are elsewhere, each alone. */
  async function brokenChain() {
    const folder = await temporaryFolder()
    const file = (name: string) => path.join(folder, name)
    await createDynamic(nodeDiskFiles, file('base.vhd'), 2 ** 22)
    await createDifferencing(nodeDiskFiles, file('middle.vhd'), file('base.vhd'))
    await createDifferencing(nodeDiskFiles, file('top.vhd'), file('middle.vhd'))
    const [one, other] = [await temporaryFolder(), await temporaryFolder()]
    await rename(file('base.vhd'), path.join(one, 'base.vhd'))
    await rename(file('middle.vhd'), path.join(other, 'middle.vhd'))
    return { top: file('top.vhd'), one, other }
  }

  it('is attached where they are in the search paths, and told of', async () => {
    const { host } = await openTestHost()
    const { top, one, other } = await brokenChain()
    const { id } = await host.machines.create({ name: 'lab', dvd })
    const attach = () => host.machines.attachDrive(id, { kind: 'disk', path: top })
    await expect(attach()).rejects.toMatchObject({ facts: { problem: 'PARENT_NOT_FOUND' } })
    await host.settings.configure({ searchPaths: [one, other] })
    await attach()
    const told = host.events.events.filter(({ code }) => code === 'DISK_RECONNECTED')
    expect(told.map(({ machineName, facts }) => ({ machineName, ...facts }))).toEqual([
      { machineName: 'lab', path: path.join(other, 'middle.vhd'), parent: path.join(one, 'base.vhd') },
      { machineName: 'lab', path: top, parent: path.join(other, 'middle.vhd') },
    ])
    expect((await host.disks.inspect(top)).map(({ parent }) => parent?.problem)).toEqual([null, null, undefined])
  })

  it('is started with, too, but never on another disk of that name', async () => {
    const { host } = await openTestHost()
    const [folder, search] = [await temporaryFolder(), await temporaryFolder()]
    const [base, disk] = [path.join(folder, 'base.vhd'), path.join(folder, 'lab.vhd')]
    await createDynamic(nodeDiskFiles, base, 2 ** 22)
    await createDifferencing(nodeDiskFiles, disk, base)
    const { id } = await host.machines.create({ name: 'lab', dvd, disk: { kind: 'existing', path: disk } })
    await rename(base, path.join(search, 'aside.vhd'))
    await createDynamic(nodeDiskFiles, path.join(search, 'base.vhd'), 2 ** 22)
    await host.settings.configure({ searchPaths: [search] })
    await host.machines.start(id)
    expect((await host.disks.inspect(disk))[0]?.parent?.problem).toBe('PARENT_NOT_FOUND')
    await host.machines.turnOff(id)
    await rename(path.join(search, 'aside.vhd'), path.join(search, 'base.vhd'))
    await host.machines.start(id)
    expect((await host.disks.inspect(disk))[0]?.parent).toMatchObject({
      ...{ problem: null, path: path.join(search, 'base.vhd') },
    })
  })
})
