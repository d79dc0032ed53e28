import { earlierDocuments } from '#tests/fixtures/earlier-machines.ts'
import { usualHardware } from '#shared/hardware.ts'
import { randomUUID } from 'node:crypto'
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  currentSchema,
  migrate,
  newMachineHistory,
  type MachineConfiguration,
} from '#electron/host/machine-configuration.ts'
import type { Drive } from '#shared/drive.ts'
import { MachineStore, oneRoot } from '#electron/host/machine-store.ts'
import type { StoredMachine } from '#electron/host/stored-machine.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

function create(store: MachineStore, machine: MachineConfiguration): Promise<StoredMachine> {
  return store.create(machine.name, () => Promise.resolve(machine))
}

function configuration(name: string, id = `id of ${name}`): MachineConfiguration {
  const createdAt = '2025-01-02T03:04:05.000Z'
  return {
    id,
    name,
    notes: 'ä',
    memory: 64,
    engine: 'embedded',
    drives: [],
    floppy: null,
    ...usualHardware,
    ...newMachineHistory,
    createdAt,
  }
}

const twoInOnePlace: Drive[] = [
  { kind: 'disk', at: 'ide0:0', path: 'a.vhd' },
  { kind: 'disk', at: 'ide0:0', path: 'b.vhd' },
]

async function storeIn(root: string) {
  await mkdir(root, { recursive: true })
  return { root, store: new MachineStore(oneRoot(root)) }
}

const newStore = async () => storeIn(path.join(await temporaryFolder(), 'machines'))

const fileOf = (folder: string) => path.join(folder, 'machine.json')

describe('the machine store', () => {
  it('gives back what was stored', async () => {
    const { store } = await newStore()
    const created = await create(store, configuration('Lab'))
    expect(path.basename(created.folder)).toBe('Lab')
    expect(await store.load()).toEqual({ usable: [created], unusable: [] })
  })

  it('keeps disks and images inside the folder by relative paths, so that the folder can be moved', async () => {
    const { root, store } = await newStore()
    const folder = path.join(root, 'Lab')
    const drives = (disk: string, disc: string): Drive[] => [
      { kind: 'disk', at: 'ide0:0', path: disk },
      { kind: 'dvd', at: 'ide1:0', media: { kind: 'image', path: disc } },
    ]
    const inside = (within: string) => drives(path.join(within, 'a.vhd'), path.join(within, 'discs', 'a.iso'))
    const outside = drives(path.join(root, 'b.vhd'), path.join(root, 'b.iso'))
    await create(store, { ...configuration('Lab'), drives: inside(folder), floppy: path.join(folder, 'a.vfd') })
    await create(store, { ...configuration('Other'), drives: outside })
    expect(JSON.parse(await readFile(fileOf(folder), 'utf8'))).toMatchObject({
      schema: currentSchema,
      drives: drives('a.vhd', 'discs/a.iso'),
      floppy: 'a.vfd',
    })
    const moved = await storeIn(path.join(await temporaryFolder(), 'elsewhere'))
    await cp(root, moved.root, { recursive: true })
    const { usable } = await moved.store.load()
    expect(usable.map((machine) => machine.configuration.drives)).toEqual([
      inside(path.join(moved.root, 'Lab')),
      outside,
    ])
    expect(usable[0]?.configuration.floppy).toBe(path.join(moved.root, 'Lab', 'a.vfd'))
  })

  it('reads what an earlier version wrote', async () => {
    const { root, store } = await newStore()
    const { id, name, notes, memory, engine, createdAt } = configuration('Old')
    const known = { id, name, notes, memory, engine, createdAt }
    const folder = path.join(root, 'Old')
    await mkdir(folder)
    const dvd = { kind: 'image', path: 'discs/a.iso' }
    await writeFile(fileOf(folder), JSON.stringify({ schema: 1, ...known, dvd }))
    const { usable } = await store.load()
    const media = { kind: 'image', path: path.join(folder, 'discs', 'a.iso') }
    expect(usable[0]?.configuration).toEqual({
      ...known,
      drives: [{ kind: 'dvd', at: 'ide1:0', media }],
      floppy: null,
      ...usualHardware,
      ...newMachineHistory,
      savedState: path.join(folder, 'saved-state.bin'),
    })
  })

  it.each(earlierDocuments)(
    'brings a machine of schema $schema to the present one, with all it says',
    async (document) => {
      const { root, store } = await newStore()
      const folder = path.join(root, 'Old')
      await mkdir(folder)
      await writeFile(fileOf(folder), JSON.stringify(document))
      const { usable, unusable } = await store.load()
      expect(unusable).toEqual([])
      const found = usable[0]?.configuration
      // A file that was written by hand at the time, as the schema of then says: what it says is still so.
      const { schema, dvd, savedState, drives, snapshots, settings, ...same } = {
        ...{ dvd: null, savedState: 'saved-state.bin', drives: [], snapshots: [], settings: {} },
        ...document,
      }
      expect(found).toMatchObject({
        ...same,
        ...usualHardware,
        savedState: savedState && path.join(folder, savedState),
      })
      expect(schema).toBeLessThan(currentSchema)
      expect(found?.settings).toMatchObject(settings)
      const before: object[] = dvd === null ? drives : [{ kind: 'dvd', at: 'ide1:0', media: dvd }]
      const inFolder = (drive: object) =>
        'path' in drive ? { ...drive, path: path.join(folder, String(drive.path)) } : drive
      expect(found?.drives).toEqual(before.map(inFolder))
      expect(found?.snapshots).toEqual(
        snapshots.map((each) => ({
          ...each,
          ...usualHardware,
          drives: each.drives.map(inFolder),
          state: path.join(folder, each.state),
        })),
      )
      // Written again it is of the present schema, and says the same.
      if (found !== undefined) await store.save(folder, found)
      expect(JSON.parse(await readFile(fileOf(folder), 'utf8'))).toMatchObject({ ...same, schema: currentSchema })
      expect((await store.load()).usable[0]?.configuration).toEqual(found)
    },
  )

  it('gives machines of before the startup order that all of them had', async () => {
    const { root, store } = await newStore()
    const folder = path.join(root, 'Old')
    await create(store, configuration('Old'))
    const { startup, ...settings } = newMachineHistory.settings
    await writeFile(fileOf(folder), JSON.stringify({ schema: 4, ...configuration('Old'), settings }))
    const { usable } = await store.load()
    expect(usable[0]?.configuration.settings).toEqual({ ...settings, startup })
    expect(startup).toEqual({ order: ['cd', 'disk', 'floppy'], menu: false })
  })

  it('lets machines of before boot when they are started', async () => {
    const { root, store } = await newStore()
    const { startsWarm, ...before } = { ...configuration('Old'), startsWarm: true }
    await mkdir(path.join(root, 'Old'))
    await writeFile(fileOf(path.join(root, 'Old')), JSON.stringify({ schema: 5, ...before }))
    expect((await store.load()).usable[0]?.configuration.startsWarm).toBe(!startsWarm)
  })

  it('finds a folder where another name has taken it', async () => {
    const { root, store } = await newStore()
    await mkdir(path.join(root, 'LAB'))
    const { folder } = await create(store, configuration('lab'))
    expect(path.basename(folder)).toBe('lab (2)')
  })

  it.each([
    ['{ broken', 'CONFIGURATION_CORRUPT'],
    ['', 'CONFIGURATION_CORRUPT'],
    ['[]', 'CONFIGURATION_CORRUPT'],
    ['{"schema":1}', 'CONFIGURATION_CORRUPT'],
    ['{"schema":0}', 'CONFIGURATION_CORRUPT'],
    [JSON.stringify({ schema: currentSchema, ...configuration('x'), memroy: 5 }), 'CONFIGURATION_CORRUPT'],
    [JSON.stringify({ schema: currentSchema, ...configuration('x'), memory: 1e9 }), 'CONFIGURATION_CORRUPT'],
    [JSON.stringify({ schema: currentSchema, ...configuration('x'), drives: twoInOnePlace }), 'CONFIGURATION_CORRUPT'],
    [JSON.stringify({ schema: currentSchema + 1, whatever: true }), 'CONFIGURATION_NEWER'],
  ])('lists a folder with the configuration %j as unusable and leaves it alone', async (text, code) => {
    const { root, store } = await newStore()
    const good = await create(store, configuration('good'))
    const folder = path.join(root, 'bad')
    await mkdir(folder)
    await writeFile(fileOf(folder), text)
    const loaded = await store.load()
    expect(loaded.usable).toEqual([good])
    expect(loaded.unusable).toMatchObject([{ name: 'bad', folder, problem: { code, file: fileOf(folder) } }])
    expect(loaded.unusable[0]?.problem.detail).not.toBe('')
    expect(await readFile(fileOf(folder), 'utf8')).toBe(text)
    expect((await store.load()).unusable).toEqual(loaded.unusable)
  })

  it('lists a folder without a configuration, and one whose configuration is a folder', async () => {
    const { root, store } = await newStore()
    await mkdir(path.join(root, 'empty'))
    await mkdir(fileOf(path.join(root, 'odd')), { recursive: true })
    await writeFile(path.join(root, 'a file'), 'not a machine')
    const { unusable } = await store.load()
    expect(unusable.map(({ name }) => name)).toEqual(['empty', 'odd'])
  })

  it('makes a copied folder a machine of its own, named after the folder, for good', async () => {
    const { root, store } = await newStore()
    const original = await create(store, configuration('Lab'))
    await cp(original.folder, path.join(root, 'Another Lab'), { recursive: true })
    const { usable } = await store.load()
    expect(usable).toHaveLength(2)
    expect(usable[0]).toEqual(original)
    const copy = usable[1]?.configuration
    expect(copy?.name).toBe('Another Lab')
    expect(copy?.id).not.toBe(original.configuration.id)
    const again = await store.load()
    expect(again.usable.map((machine) => machine.configuration)).toEqual(
      expect.arrayContaining([original.configuration, copy]),
    )
  })

  it('gives machines that came with the same name names of their own', async () => {
    const { root, store } = await newStore()
    await create(store, configuration('Lab', 'one'))
    const other = await storeIn(path.join(await temporaryFolder(), 'other'))
    const { folder } = await create(other.store, configuration('LAB', 'two'))
    await cp(folder, path.join(root, 'from elsewhere'), { recursive: true })
    await mkdir(path.join(root, 'lab (2)'))
    const { usable, unusable } = await store.load()
    expect(usable.map(({ configuration: { id, name } }) => [id, name])).toEqual([
      ['one', 'Lab'],
      ['two', 'LAB (2)'],
    ])
    expect(unusable.map(({ name }) => name)).toEqual(['lab (2) (2)'])
  })

  it('removes what a killed host left on its way', async () => {
    const { root, store } = await newStore()
    await mkdir(path.join(root, `.new-${randomUUID()}`))
    await mkdir(path.join(root, `.new-${randomUUID()}`, 'disc'), { recursive: true })
    await mkdir(path.join(root, '.somebody'))
    expect(await store.load()).toEqual({ usable: [], unusable: [] })
    expect(await readdir(root)).toEqual(['.somebody'])
  })

  it('says what the system says', async () => {
    const { root, store } = await newStore()
    const { folder, configuration: stored } = await create(store, configuration('Lab'))
    await rm(root, { recursive: true })
    await writeFile(root, 'in the way')
    const failure = {
      code: 'STORAGE_FAILED',
      facts: { path: folder, detail: expect.stringContaining('ENOTDIR') as string },
    }
    await expect(store.save(folder, stored)).rejects.toMatchObject(failure)
    await expect(create(store, configuration('New'))).rejects.toMatchObject({
      code: 'STORAGE_FAILED',
      facts: { path: root },
    })
    await expect(store.load()).rejects.toMatchObject({ code: 'STORAGE_FAILED', facts: { path: root } })
  })
})

describe('migrations', () => {
  const steps = {
    1: ({ memoryMB, ...rest }: Record<string, unknown>) => ({ ...rest, memory: memoryMB }),
    2: (document: Record<string, unknown>) => ({ ...document, notes: '' }),
  }

  it('go one version at a time', () => {
    expect(migrate({ schema: 1, memoryMB: 64 }, steps, 3)).toEqual({ schema: 3, memory: 64, notes: '' })
    expect(migrate({ schema: 3, memory: 64 }, steps, 3)).toEqual({ schema: 3, memory: 64 })
  })

  it('refuse what is newer, and what never was', () => {
    expect(() => migrate({ schema: 4 }, steps, 3)).toThrow(expect.objectContaining({ code: 'CONFIGURATION_NEWER' }))
    expect(() => migrate({ schema: 1 }, {}, 3)).toThrow(expect.objectContaining({ code: 'CONFIGURATION_CORRUPT' }))
    expect(() => migrate('text', steps, 3)).toThrow(expect.objectContaining({ code: 'CONFIGURATION_CORRUPT' }))
  })
})
