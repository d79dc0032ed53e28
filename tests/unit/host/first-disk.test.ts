import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { nodeDiskFiles as files } from '#electron/disks/node-disk-files.ts'
import { createDifferencing, createDynamic } from '#electron/disks/tools/create.ts'
import { inspectChain, inspectDisk } from '#electron/disks/tools/inspect.ts'
import { openVhd } from '#electron/disks/vhd/open-vhd.ts'
import type { FirstDisk } from '#shared/machine.ts'
import { openTestHost } from '#tests/fixtures/host.ts'
import { writeIso } from '#tests/fixtures/iso-image.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const none = { kind: 'none' } as const
const template: FirstDisk = { kind: 'template', template: 'lab-linux-disk' }
const MiB = 2 ** 20

/** Puts a template with a new disk into the folder of the guests. Gives the disk's file. */
async function makeTemplate(guests: string, version = '1'): Promise<string> {
  const image = path.join(guests, 'lab-linux-disk.vhd')
  const made = path.join(guests, 'made.vhd')
  await createDynamic(files, made, 8 * MiB)
  const disk = await openVhd(files, made, { writable: true })
  await disk.write(0, new Uint8Array(512).fill(Number(version)))
  await disk.close()
  await rename(made, image)
  const description = { en: 'A lab', de: 'Ein Labor' }
  const manifest = { name: 'lab-linux-disk', description, media: 'disk', memory: 96, version, image }
  await writeFile(path.join(guests, 'lab-linux-disk.json'), JSON.stringify(manifest))
  return image
}

async function firstSector(file: string): Promise<number | undefined> {
  const disk = await openVhd(files, file, { writable: false })
  const sector = new Uint8Array(512)
  await disk.read(0, sector)
  await disk.close()
  return sector[0]
}

async function withHost() {
  const test = await openTestHost()
  const { machines } = test.host
  const create = (name: string, disk?: FirstDisk) => machines.create({ name, dvd: none, ...(disk && { disk }) })
  const diskOf = async (name: string, disk: FirstDisk) => {
    const machine = await create(name, disk)
    const [first] = machine.drives
    return { machine, file: first?.kind === 'disk' ? first.path : '' }
  }
  /** Nothing of what could not be made is left. */
  const leftovers = async () => (await readdir(path.join(test.home, 'machines'))).filter((name) => name !== 'lab')
  return { ...test, machines, create, diskOf, leftovers }
}

describe('the first disk of a machine', () => {
  it('is none where none is asked for', async () => {
    const { create } = await withHost()
    const drives = [{ kind: 'dvd', at: 'ide1:0', media: none }]
    expect((await create('one')).drives).toEqual(drives)
    expect((await create('two', none)).drives).toEqual(drives)
  })

  it('is a new one in its folder, named after it', async () => {
    const { diskOf, home, leftovers } = await withHost()
    const { machine, file } = await diskOf('lab', { kind: 'new', capacity: 127 * 1024 * MiB })
    expect(file).toBe(path.join(home, 'machines/lab/lab.vhd'))
    expect(machine.drives).toEqual([
      { kind: 'disk', at: 'ide0:0', path: file },
      { kind: 'dvd', at: 'ide1:0', media: none },
    ])
    expect(await inspectDisk(files, file)).toMatchObject({ type: 'dynamic', capacity: 127 * 1024 * MiB })
    expect((await readdir(machine.folder)).sort()).toEqual(['lab.vhd', 'machine.json'])
    expect(JSON.parse(await readFile(path.join(machine.folder, 'machine.json'), 'utf8'))).toMatchObject({
      drives: [{ path: 'lab.vhd' }, {}],
    })
    expect(await leftovers()).toEqual([])
  })

  it('is one that is there, where it is', async () => {
    const { diskOf, machines } = await withHost()
    const existing = path.join(await temporaryFolder(), 'existing.vhd')
    await createDynamic(files, existing, 8 * MiB)
    const { machine, file } = await diskOf('lab', { kind: 'existing', path: existing })
    expect(file).toBe(existing)
    await machines.delete(machine.id)
    expect((await stat(existing)).isFile()).toBe(true)
  })

  it('goes with its machine where it lies in its folder', async () => {
    const { diskOf, machines } = await withHost()
    const { machine, file } = await diskOf('lab', { kind: 'new', capacity: 8 * MiB })
    await machines.delete(machine.id)
    await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('lets a disc that starts no computer be beside it only where it may start one itself', async () => {
    const { machines } = await withHost()
    const folder = await temporaryFolder()
    const dvd = { kind: 'image', path: await writeIso('data', folder) } as const
    const existing = path.join(folder, 'existing.vhd')
    await createDynamic(files, existing, 8 * MiB)
    const create = (disk: FirstDisk) => machines.create({ name: 'lab', dvd, disk })
    await expect(create(none)).rejects.toMatchObject({ code: 'MEDIA_NOT_BOOTABLE' })
    await expect(create({ kind: 'new', capacity: 8 * MiB })).rejects.toMatchObject({ code: 'MEDIA_NOT_BOOTABLE' })
    await create({ kind: 'existing', path: existing })
  })
})

describe("a template's disk", () => {
  it('is the parent of what each machine has for itself, kept in the data folder', async () => {
    const { diskOf, guests, home } = await withHost()
    const image = await makeTemplate(guests)
    const original = await readFile(image)
    const [one, two] = [await diskOf('one', template), await diskOf('two', template)]
    expect(one.machine.memory).toBe(96)
    const { id } = await inspectDisk(files, image)
    const kept = path.join(home, 'templates', `lab-linux-disk ${id}.vhd`)
    expect(await readdir(path.join(home, 'templates'))).toEqual([path.basename(kept)])
    for (const { machine, file } of [one, two]) {
      expect(file.startsWith(machine.folder)).toBe(true)
      expect(await inspectChain(files, file)).toMatchObject([
        { type: 'differencing', capacity: 8 * MiB },
        { type: 'dynamic', path: kept, id },
      ])
      expect(await firstSector(file)).toBe(1)
    }
    const disk = await openVhd(files, one.file, { writable: true })
    await disk.write(0, new Uint8Array(512).fill(77))
    await disk.close()
    expect([await firstSector(one.file), await firstSector(two.file)]).toEqual([77, 1])
    expect((await readFile(kept)).equals(original)).toBe(true)
  })

  it('stays for the machines that have it when the template is made anew, or removed', async () => {
    const { diskOf, guests, home } = await withHost()
    const image = await makeTemplate(guests, '1')
    const old = await diskOf('old', template)
    await makeTemplate(guests, '2')
    const young = await diskOf('young', template)
    expect([await firstSector(old.file), await firstSector(young.file)]).toEqual([1, 2])
    await rm(image)
    expect([await firstSector(old.file), await firstSector(young.file)]).toEqual([1, 2])
    expect(await readdir(path.join(home, 'templates'))).toHaveLength(2)
  })

  it('is found anew where it was lost', async () => {
    const { diskOf, guests, home } = await withHost()
    await makeTemplate(guests)
    const one = await diskOf('one', template)
    await rm(path.join(home, 'templates'), { recursive: true })
    await expect(firstSector(one.file)).rejects.toMatchObject({ code: 'PARENT_NOT_FOUND' })
    await diskOf('two', template)
    expect(await firstSector(one.file)).toBe(1)
  })

  it('is not made where the template is not', async () => {
    const { create, guests, leftovers, home } = await withHost()
    await expect(create('a', template)).rejects.toMatchObject({ code: 'TEMPLATE_NOT_BUILT' })
    await expect(create('a', { kind: 'template', template: 'lab-linux' })).rejects.toMatchObject({
      code: 'TEMPLATE_NOT_FOUND',
    })
    const image = await makeTemplate(guests)
    await writeFile(image, 'x'.repeat(4096))
    await expect(create('a', template)).rejects.toMatchObject({ code: 'DISK_FAILED', facts: { path: image } })
    expect(await leftovers()).toEqual([])
    expect(await readdir(path.join(home, 'templates'))).toEqual([])
  })
})

describe('a machine that cannot be made leaves nothing behind', () => {
  it('where its disk cannot be', async () => {
    const { create, leftovers, machines } = await withHost()
    const folder = await temporaryFolder()
    const missing = path.join(folder, 'missing.vhd')
    const refuse = (disk: FirstDisk) => expect(create('a', disk)).rejects
    await refuse({ kind: 'existing', path: missing }).toMatchObject({
      code: 'DISK_FAILED',
      facts: { problem: 'NOT_FOUND', path: missing },
    })
    await refuse({ kind: 'existing', path: 'a/relative.vhd' }).toMatchObject({
      code: 'INPUT_INVALID',
      facts: { issues: [{ path: 'disk.path' }] },
    })
    await refuse({ kind: 'new', capacity: 2041 * 1024 * MiB }).toMatchObject({
      code: 'DISK_FAILED',
      facts: { problem: 'TOO_LARGE' },
    })
    await refuse({ kind: 'new', capacity: 1 }).toMatchObject({ code: 'DISK_FAILED', facts: { problem: 'TOO_SMALL' } })
    expect(await leftovers()).toEqual([])
    expect(machines.list()).toEqual([])
  })

  it("where its disk is the parent of another machine's", async () => {
    const { create, leftovers } = await withHost()
    const folder = await temporaryFolder()
    const [parent, child] = [path.join(folder, 'parent.vhd'), path.join(folder, 'child.vhd')]
    await createDynamic(files, parent, 8 * MiB)
    await createDifferencing(files, child, parent)
    await create('lab', { kind: 'existing', path: child })
    await expect(create('a', { kind: 'existing', path: parent })).rejects.toMatchObject({
      code: 'DISK_FAILED',
      facts: { problem: 'OTHER_CHILDREN' },
    })
    expect(await leftovers()).toEqual([])
  })

  it('where its name is taken', async () => {
    const { create, leftovers, machines } = await withHost()
    await create('lab')
    await expect(create('LAB', { kind: 'new', capacity: 8 * MiB })).rejects.toMatchObject({
      code: 'MACHINE_NAME_TAKEN',
    })
    expect(machines.list()).toHaveLength(1)
    expect(await leftovers()).toEqual([])
  })
})
