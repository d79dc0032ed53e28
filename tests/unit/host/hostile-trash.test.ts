import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chown, mkdir, readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { openTestHost } from '#tests/fixtures/host.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const dvd = { kind: 'none' } as const
const disk = { kind: 'new', capacity: 8 * 2 ** 20 } as const

/** A folder to be searched, with a trash in which somebody changes what is said of a deleted machine. */
async function withTrash(change: (note: Record<string, unknown>) => unknown) {
  const search = path.join(await temporaryFolder(), 'search')
  await mkdir(search)
  const { host } = await openTestHost()
  await host.settings.configure({ searchPaths: [search] })
  const { id, folder } = await host.machines.create({ name: 'lab', dvd, disk, location: search })
  await host.machines.delete(id)
  const [entry] = host.trash.entries
  await host.close()
  const place = path.join(search, '.viridian-trash', entry?.id ?? '')
  const file = path.join(place, 'trash.json')
  const note = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>
  await writeFile(file, JSON.stringify(change(note)))
  const foreign = path.join(search, 'foreign.vhd')
  await writeFile(foreign, 'foreign')
  return { search, folder, place, foreign }
}

const codes = (events: readonly { code: string; facts: object }[]) =>
  events.filter(({ code }) => code === 'LEFT_ALONE').map(({ facts }) => facts)

it.each(['../../../foreign.vhd', '/etc/foreign.vhd', 'machine.json', '..'])(
  'a note that says the disk %s of a deleted machine is kept moves nothing, and is told of',
  async (file) => {
    const { search, place, foreign } = await withTrash((note) => ({
      ...note,
      kept: { files: [file], into: path.join(path.dirname(String(note['folder'])), 'disks', 'lab') },
    }))
    const { host } = await openTestHost()
    await host.settings.configure({ searchPaths: [search] })
    expect(host.trash.entries).toEqual([])
    expect(codes(host.events.events)).toMatchObject([{ path: place }])
    expect((await host.examine()).find(({ code }) => code === 'LEFT_ALONE')?.facts).toMatchObject({ path: place })
    expect(await readFile(foreign, 'utf8')).toBe('foreign')
    expect(existsSync(path.join(place, 'machine', 'lab.vhd'))).toBe(true)
  },
)

it('a note that names another folder for kept disks fills none, and they are not removed with the machine', async () => {
  const elsewhere = await temporaryFolder()
  const { search, place } = await withTrash((note) => ({ ...note, kept: { files: ['lab.vhd'], into: elsewhere } }))
  const { host } = await openTestHost()
  await host.settings.configure({ searchPaths: [search] })
  expect(await readdir(elsewhere)).toEqual([])
  await expect(host.trash.remove(host.trash.entries[0]?.id ?? '')).rejects.toMatchObject({
    code: 'STORAGE_FAILED',
    facts: { path: elsewhere },
  })
  expect(existsSync(path.join(place, 'machine', 'lab.vhd'))).toBe(true)
})

it('kept disks take nobody’s place, and are not reached by way of a link', async () => {
  const into = (note: Record<string, unknown>) => path.join(path.dirname(String(note['folder'])), 'disks', 'lab')
  const taken = await withTrash((note) => ({ ...note, kept: { files: ['lab.vhd'], into: into(note) } }))
  await mkdir(path.join(taken.search, 'disks', 'lab'), { recursive: true })
  await writeFile(path.join(taken.search, 'disks', 'lab', 'lab.vhd'), 'foreign')
  const linked = await withTrash((note) => ({ ...note, kept: { files: ['link/foreign.vhd'], into: into(note) } }))
  await symlink(linked.search, path.join(linked.place, 'machine', 'link'))
  const { host } = await openTestHost()
  await host.settings.configure({ searchPaths: [taken.search, linked.search] })
  expect(await readFile(path.join(taken.search, 'disks', 'lab', 'lab.vhd'), 'utf8')).toBe('foreign')
  expect(await readFile(linked.foreign, 'utf8')).toBe('foreign')
  expect(codes(host.events.events)).toHaveLength(2)
})

it('a note cannot have a machine restored outside of its folder', async () => {
  const { search } = await withTrash((note) => ({ ...note, folder: '/..' }))
  const { host } = await openTestHost()
  await host.settings.configure({ searchPaths: [search] })
  const [entry] = host.trash.entries
  const { folder } = await host.machines.restore(entry?.id ?? '')
  expect(path.dirname(folder)).toBe(search)
})

it('a link in the place of a trash, or of something in it, is not followed', async () => {
  const search = await temporaryFolder()
  const elsewhere = await temporaryFolder()
  await mkdir(path.join(elsewhere, '.leaving-x', 'machine'), { recursive: true })
  await mkdir(path.join(elsewhere, 'y'))
  await writeFile(path.join(elsewhere, 'y', 'trash.json'), '{}')
  await symlink(elsewhere, path.join(search, '.viridian-trash'))
  const { host, home } = await openTestHost()
  await host.settings.configure({ searchPaths: [search] })
  await host.close()
  await mkdir(path.join(home, 'trash'), { recursive: true })
  await symlink(path.join(elsewhere, '.leaving-x'), path.join(home, 'trash', '.leaving-z'))
  await symlink(path.join(elsewhere, 'y'), path.join(home, 'trash', 'y'))
  await openTestHost({ home })
  expect((await readdir(elsewhere)).sort()).toEqual(['.leaving-x', 'y'])
  expect(await readdir(path.join(elsewhere, 'y'))).toEqual(['trash.json'])
})

it('what lies beside the note of a machine that is not there stays', async () => {
  const { host, home } = await openTestHost()
  await host.close()
  const place = path.join(home, 'trash', 'x')
  await mkdir(place, { recursive: true })
  await writeFile(path.join(place, 'trash.json'), '{}')
  await writeFile(path.join(place, 'thesis.txt'), 'mine')
  await openTestHost({ home })
  expect(await readFile(path.join(place, 'thesis.txt'), 'utf8')).toBe('mine')
})

it('a trash that cannot be read keeps neither the settings from being changed nor the host from opening', async () => {
  const search = await temporaryFolder()
  await writeFile(path.join(search, '.viridian-trash'), 'no folder')
  const { host, home } = await openTestHost()
  await host.settings.configure({ searchPaths: [search] })
  expect(codes(host.events.events)).toMatchObject([{ path: path.join(search, '.viridian-trash') }])
  await host.close()
  await writeFile(path.join(home, 'trash'), 'no folder either')
  const { host: next } = await openTestHost({ home })
  expect(next.settings.value.searchPaths).toEqual([search])
  const told = (await next.examine()).filter(({ code }) => code === 'LEFT_ALONE').map(({ facts }) => facts['path'])
  expect(told.sort()).toEqual([path.join(home, 'trash'), path.join(search, '.viridian-trash')].sort())
})

it('a template whose state cannot be read keeps no host from opening', async () => {
  const { host, home } = await openTestHost()
  const { id } = await host.machines.create({ name: 'lab', dvd })
  await host.machines.start(id)
  await host.machines.save(id)
  const folder = host.machines.list()[0]?.folder ?? ''
  await host.close()
  const template = path.join(home, 'templates', 'lab')
  await rename(folder, template)
  const state = (await readdir(template)).find((name) => name.endsWith('.bin')) ?? ''
  await rename(path.join(template, state), path.join(template, 'moved.bin'))
  await mkdir(path.join(template, state))
  const { host: next } = await openTestHost({ home })
  expect(next.templates.list).toMatchObject([{ name: 'lab', isWarm: true, stateFits: false }])
  expect(codes(next.events.events)).toMatchObject([{ path: path.join(template, state) }])
})

it.skipIf(process.getuid?.() !== 0)(
  'what another user put into a trash, or left to be removed, is not removed',
  async () => {
    const { search, place } = await withTrash((note) => note)
    const left = path.join(search, `.deleted-${randomUUID()}`)
    await mkdir(path.join(left, 'inner'), { recursive: true })
    const own = path.join(search, `.deleted-${randomUUID()}`)
    await mkdir(path.join(own, 'inner'), { recursive: true })
    for (const folder of [place, left]) await chown(folder, 54_321, 54_321)
    const { host } = await openTestHost()
    await host.settings.configure({ searchPaths: [search] })
    expect(host.trash.entries).toEqual([])
    expect(codes(host.events.events)).toMatchObject([{ path: place, detail: 'it belongs to another user' }])
    await host.trash.empty()
    expect([place, left, own].map((folder) => existsSync(folder))).toEqual([true, true, false])
  },
)
