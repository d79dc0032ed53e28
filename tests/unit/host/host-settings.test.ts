import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { LocalHost } from '#electron/host/local-host.ts'
import type { HostSettings } from '#shared/host-settings.ts'
import { follow, openTestHost } from '#tests/fixtures/host.ts'
import { smallVolume } from '#tests/fixtures/small-volume.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const dvd = { kind: 'none' } as const
const disk = { kind: 'new', capacity: 64 * 2 ** 20 } as const
const names = (host: LocalHost) =>
  host.machines
    .list()
    .map(({ name }) => name)
    .sort()
const events = (host: LocalHost) => host.events.events.map(({ code }) => code)

describe('the settings of a host', () => {
  it('are what is usual at first, and last; everybody is told, and an event says who changed what', async () => {
    const { host, home } = await openTestHost()
    const usual: HostSettings = {
      machinesFolder: path.join(home, 'machines'),
      disksFolder: path.join(home, 'disks'),
      searchPaths: [],
    }
    expect(host.settings.value).toEqual(usual)
    const follower = await follow(host)
    expect(follower.snapshot.settings).toEqual(usual)
    const [disksFolder, discs] = [path.join(await temporaryFolder(), 'my disks'), await temporaryFolder()]
    await host.settings.configure({ disksFolder, searchPaths: [discs] })
    const changed = { ...usual, disksFolder, searchPaths: [discs] }
    expect(existsSync(disksFolder)).toBe(true)
    await follower.until(() => follower.changes.some(({ type }) => type === 'hostSettings'))
    expect(follower.changes).toContainEqual({ type: 'hostSettings', settings: changed })
    expect(host.events.events.at(-1)).toMatchObject({
      code: 'HOST_SETTINGS_CHANGED',
      changes: [
        { what: 'disksFolder', before: usual.disksFolder, after: disksFolder },
        { what: 'searchPaths', before: '', after: discs },
      ],
    })
    await host.close()
    const { host: next } = await openTestHost({ home })
    expect(next.settings.value).toEqual(changed)
    expect(await next.examine().then((findings) => findings.map(({ code }) => code))).not.toContain(
      'FOLDER_NOT_REACHABLE',
    )
  })

  it('move with the data folder where they are in it', async () => {
    const { host, home } = await openTestHost()
    await host.settings.configure({ machinesFolder: path.join(home, 'of mine') })
    await host.machines.create({ name: 'lab', dvd })
    await host.close()
    const moved = path.join(await temporaryFolder(), 'moved')
    await rename(home, moved)
    const { host: next } = await openTestHost({ home: moved })
    expect(next.settings.value.machinesFolder).toBe(path.join(moved, 'of mine'))
    expect(next.machines.list()[0]?.folder).toBe(path.join(moved, 'of mine', 'lab'))
  })

  it.each([
    ['relative', () => 'machines', { code: 'INPUT_INVALID' }],
    [
      'a file',
      (folder: string) => path.join(folder, 'file'),
      { code: 'FOLDER_UNUSABLE', facts: { problem: 'NOT_A_FOLDER' } },
    ],
    [
      'below a file',
      (folder: string) => path.join(folder, 'file', 'x'),
      { code: 'FOLDER_UNUSABLE', facts: { problem: 'NOT_A_FOLDER' } },
    ],
    [
      "a machine's",
      (_: string, machine: string) => machine,
      { code: 'FOLDER_UNUSABLE', facts: { problem: 'INSIDE_MACHINE' } },
    ],
    [
      "in a machine's",
      (_: string, machine: string) => path.join(machine, 'x'),
      { code: 'FOLDER_UNUSABLE', facts: { problem: 'INSIDE_MACHINE' } },
    ],
  ])('take no folder that is %s, and stay as they are', async (_, name, refusal) => {
    const { host } = await openTestHost()
    const { folder: machine } = await host.machines.create({ name: 'lab', dvd })
    const folder = await temporaryFolder()
    await writeFile(path.join(folder, 'file'), '')
    const before = host.settings.value
    for (const field of ['machinesFolder', 'disksFolder'] as const) {
      const refused = host.settings.configure({ [field]: name(folder, machine) })
      await expect(refused).rejects.toMatchObject(refusal)
    }
    await expect(host.settings.configure({ searchPaths: [name(folder, machine)] })).rejects.toMatchObject({
      code: refusal.code,
    })
    expect(host.settings.value).toEqual(before)
  })

  it('take no search path that is not there, and no folder that cannot be written to', async () => {
    const { host, home } = await openTestHost()
    const missing = path.join(home, 'missing')
    await expect(host.settings.configure({ searchPaths: [missing] })).rejects.toMatchObject({
      code: 'FOLDER_UNUSABLE',
      facts: { path: missing, problem: 'NOT_FOUND' },
    })
    const volume = await smallVolume(256)
    if (volume === null) return
    volume.protect()
    await expect(host.settings.configure({ disksFolder: volume.folder })).rejects.toMatchObject({
      facts: { problem: 'NOT_WRITABLE' },
    })
    await host.settings.configure({ searchPaths: [volume.folder] })
  })

  it.each([
    ['{ broken', /JSON/],
    ['{"schema":2}', /schema 2/],
    ['{"schema":1,"machinesFolder":"machines","disksFolder":"disks","searchPaths":[],"more":1}', /more/],
  ])('that cannot be understood (%s) are told of, and never overwritten', async (text, detail) => {
    const { host, home } = await openTestHost()
    await host.machines.create({ name: 'lab', dvd })
    await host.close()
    const file = path.join(home, 'settings.json')
    await writeFile(file, text)
    const { host: next } = await openTestHost({ home })
    expect(names(next)).toEqual(['lab'])
    expect(events(next)).toContain('HOST_SETTINGS_UNUSABLE')
    const facts = { file, detail: expect.stringMatching(detail) as string }
    expect(await next.examine()).toContainEqual({
      code: 'SETTINGS_UNUSABLE',
      level: 'Critical',
      machineName: null,
      facts,
    })
    await expect(next.settings.configure({ searchPaths: [] })).rejects.toMatchObject({
      code: 'SETTINGS_UNUSABLE',
      facts,
    })
    expect(await readFile(file, 'utf8')).toBe(text)
  })
})

describe('machines in a folder of the user’s choice', () => {
  it('are made there, and stay the host’s when another folder is chosen', async () => {
    const { host, home } = await openTestHost()
    const [first, second] = [await temporaryFolder(), await temporaryFolder()]
    await host.machines.create({ name: 'at home', dvd })
    await host.settings.configure({ machinesFolder: first })
    const { folder } = await host.machines.create({ name: 'lab', dvd, disk })
    expect(folder).toBe(path.join(first, 'lab'))
    await host.settings.configure({ machinesFolder: second })
    expect(host.settings.value.searchPaths).toEqual([first])
    expect(names(host)).toEqual(['at home', 'lab'])
    await host.close()
    const { host: next } = await openTestHost({ home })
    expect(names(next)).toEqual(['at home', 'lab'])
    expect(await next.examine().then((all) => all.filter(({ level }) => level === 'Critical'))).toEqual([])
  })

  it('are deleted into a trash beside them, and restored from there, by the next host as well', async () => {
    const { host, home } = await openTestHost()
    const volume = await smallVolume(4096)
    const root = volume?.folder ?? (await temporaryFolder())
    const { id, folder } = await host.machines.create({ name: 'lab', dvd, disk, location: root })
    expect(folder).toBe(path.join(root, 'lab'))
    expect(host.settings.value.searchPaths).toEqual([root])
    await host.machines.delete(id)
    expect((await readdir(root)).sort()).toEqual(['.room-kept-for-cleaning', '.viridian-trash', 'host.lock'])
    await host.close()
    const { host: next } = await openTestHost({ home })
    const [entry] = next.trash.entries
    expect(entry).toMatchObject({ machineId: id, folder })
    expect((await next.machines.restore(entry?.id ?? '')).folder).toBe(folder)
    await next.machines.delete(id, { disks: 'keep', permanently: true })
    const kept =
      volume === null ? path.join(home, 'disks', 'lab', 'lab.vhd') : path.join(root, 'disks', 'lab', 'lab.vhd')
    expect(existsSync(kept)).toBe(true)
    expect(names(next)).toEqual([])
  })

  it('are cloned, though the copies are made where new machines are', async () => {
    const { host, home } = await openTestHost()
    const { id } = await host.machines.create({ name: 'lab', dvd, disk, location: await temporaryFolder() })
    const job = await host.transfers.clone({ id, name: 'copy', mode: 'linked', count: 1 })
    expect((await host.jobs.wait(job)).state).toBe('Completed')
    expect(host.machines.list().find(({ name }) => name === 'copy')?.folder).toBe(path.join(home, 'machines', 'copy'))
    await expect(host.machines.delete(id)).rejects.toMatchObject({ code: 'DISK_NEEDED' })
  })

  it('are the host’s at once where their folder is searched, and forgotten, not deleted, where it is not any more', async () => {
    const { host, home } = await openTestHost()
    const stick = await temporaryFolder()
    const { id, folder } = await host.machines.create({ name: 'lab', dvd, location: stick })
    await host.machines.start(id)
    await expect(host.settings.configure({ searchPaths: [] })).rejects.toMatchObject({
      facts: { path: stick, problem: 'MACHINES_ON', detail: 'lab' },
    })
    await host.machines.turnOff(id)
    await host.settings.configure({ searchPaths: [] })
    expect(names(host)).toEqual([])
    expect(existsSync(path.join(folder, 'machine.json'))).toBe(true)
    expect(existsSync(path.join(stick, 'host.lock'))).toBe(false)
    await host.machines.create({ name: 'lab', dvd })
    const follower = await follow(host)
    await host.settings.configure({ searchPaths: [stick] })
    await follower.until(() => follower.changes.some(({ type }) => type === 'hostSettings'))
    expect(names(host)).toEqual(['lab', 'lab (2)'])
    expect(follower.changes.find(({ type }) => type === 'machine')).toMatchObject({ machine: { id, name: 'lab (2)' } })
    await host.close()
    expect(names((await openTestHost({ home })).host)).toEqual(['lab', 'lab (2)'])
  })

  it('are missing, but not lost, while their folder is', async () => {
    const { host, home } = await openTestHost()
    const stick = await temporaryFolder()
    await host.machines.create({ name: 'lab', dvd, location: stick })
    await host.close()
    await rename(stick, `${stick} unplugged`)
    const { host: without } = await openTestHost({ home })
    expect(names(without)).toEqual([])
    expect(without.events.events.at(-1)).toMatchObject({ code: 'FOLDER_NOT_REACHABLE', facts: { path: stick } })
    expect(await without.examine()).toContainEqual(
      expect.objectContaining({
        code: 'FOLDER_NOT_REACHABLE',
        facts: expect.objectContaining({ path: stick }) as object,
      }),
    )
    // What is changed meanwhile does not ask for it.
    await without.settings.configure({ disksFolder: path.join(home, 'my disks') })
    expect(without.settings.value.searchPaths).toEqual([stick])
    await without.close()
    await rename(`${stick} unplugged`, stick)
    expect(names((await openTestHost({ home })).host)).toEqual(['lab'])
  })

  it('are not another host’s at the same time', async () => {
    const [{ host, home }, { host: other }] = [await openTestHost(), await openTestHost()]
    const shared = await temporaryFolder()
    const { id } = await host.machines.create({ name: 'lab', dvd, location: shared })
    for (const searched of [shared, path.join(home, 'machines')]) {
      await host.machines.create({ name: path.basename(searched), dvd })
      await other.settings.configure({ searchPaths: [searched] })
      expect(names(other)).toEqual([])
      expect(events(other).at(-1)).toBe('FOLDER_NOT_REACHABLE')
      expect(await other.examine()).toContainEqual(
        expect.objectContaining({
          code: 'FOLDER_NOT_REACHABLE',
          facts: { path: searched, detail: String(process.pid) },
        }),
      )
    }
    await expect(other.machines.create({ name: 'x', dvd, location: shared })).rejects.toMatchObject({
      facts: { problem: 'OTHER_HOST' },
    })
    await host.close()
    await other.settings.configure({ searchPaths: [] })
    await other.settings.configure({ searchPaths: [shared] })
    expect(other.machines.list().map((machine) => machine.id)).toEqual([id])
  })

  it('are told from what else is in a search path: other folders, exports, and other ways to the same machines', async () => {
    const { host, home } = await openTestHost()
    const { folder } = await host.machines.create({ name: 'lab', dvd })
    const search = await temporaryFolder()
    await mkdir(path.join(search, 'photos'))
    await mkdir(path.join(search, '.new-thing'))
    await cp(folder, path.join(search, 'export'), { recursive: true })
    await writeFile(path.join(search, 'export', 'manifest.json'), '{}')
    const way = path.join(await temporaryFolder(), 'way')
    await symlink(path.join(home, 'machines'), way)
    await host.settings.configure({ searchPaths: [search, way] })
    await host.close()
    const { host: next } = await openTestHost({ home })
    expect(names(next)).toEqual(['lab'])
    expect((await readdir(search)).sort()).toEqual(['.new-thing', 'export', 'photos'])
    await rm(way)
  })
})
