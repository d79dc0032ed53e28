import { usualHardware } from '#shared/hardware.ts'
import { mkdir, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { forkLauncher } from '#electron/engines/fork-launcher.ts'
import { EngineRegistry } from '#electron/engines/registry.ts'
import { LocalHost } from '#electron/host/local-host.ts'
import { processOverhead } from '#electron/host/memory.ts'
import { memoryLimits } from '#shared/engine.ts'
import { watchMessageSchema } from '#shared/host.ts'
import { version } from '#shared/version.ts'
import { FakeEngine } from '#tests/fixtures/fake-engine.ts'
import { follow, openTestHost } from '#tests/fixtures/host.ts'
import { isoBytes, writeIso } from '#tests/fixtures/iso-image.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'
import { unaskedEvents } from '#tests/fixtures/unasked-events.ts'

const none = { kind: 'none' } as const
/** Settings of a machine that the host neither starts nor saves by itself. */
const leftAlone = { automaticStart: { action: 'nothing', delay: 0 }, automaticStop: 'turnOff' } as const

async function makeTemplate(guests: string): Promise<void> {
  await writeFile(path.join(guests, 'lab-linux.iso'), await isoBytes('bios'))
  const manifest = {
    ...{
      name: 'lab-linux',
      description: { en: 'A lab', de: 'Ein Labor' },
      media: 'dvd',
      memory: 96,
      version: '12.9-1',
    },
    ...{ image: 'lab-linux.iso', sha256: '00', size: 368_640, recipe: 'abc', packages: [{ name: 'busybox' }] },
  }
  await writeFile(path.join(guests, 'lab-linux.json'), JSON.stringify(manifest))
}

describe('a host', () => {
  it('carries the version of the package', async () => {
    const file = path.join(import.meta.dirname, '../../../package.json')
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ version })
  })

  it('makes its data folder, for its owner alone', async () => {
    const { home } = await openTestHost()
    expect(await readdir(home)).toEqual([
      ...[
        '.room-kept-for-cleaning',
        'clock.json',
        'events',
        'host.id',
        'host.lock',
        'jobs',
        'machines',
        'process.key',
        'session.key',
        'templates',
      ],
    ])
    if (process.platform !== 'win32') expect((await stat(home)).mode & 0o777).toBe(0o700)
  })

  it('says that its data folder cannot be one', async () => {
    const file = path.join(await temporaryFolder(), 'file')
    await writeFile(file, '')
    await expect(openTestHost({ home: path.join(file, 'home') })).rejects.toMatchObject({ code: 'STORAGE_FAILED' })
    await expect(openTestHost({ home: file })).rejects.toMatchObject({ code: 'STORAGE_FAILED', facts: { path: file } })
  })

  it('shares its data folder with no other until it closes', async () => {
    const { host, home } = await openTestHost()
    await expect(openTestHost({ home })).rejects.toMatchObject({ name: 'HostInUse', pid: process.pid, home })
    await Promise.all([host.close(), host.close()])
    await host.closed
    expect(await readdir(home)).toEqual([
      ...[
        '.room-kept-for-cleaning',
        'clock.json',
        'events',
        'host.id',
        'jobs',
        'machines',
        'process.key',
        'session.key',
        'templates',
      ],
    ])
    await openTestHost({ home })
  })

  it('speaks as the contract says', async () => {
    const { host, engine } = await openTestHost()
    const follower = await follow(host)
    const { id } = await host.machines.create({ name: 'lab', dvd: none })
    await host.machines.start(id)
    engine.latest.sample(12)
    await follower.until(() => follower.samples(id).length === 1)
    engine.latest.end({ kind: 'guest' })
    await host.machines.delete(id)
    await follower.until(() => follower.changes.at(-1)?.type === 'machineRemoved')
    const types = new Set(follower.changes.map(({ type }) => type))
    expect([...types].sort()).toEqual(['event', 'machine', 'machineRemoved', 'samples', 'trash'])
    for (const message of follower.messages) expect(watchMessageSchema.parse(message)).toEqual(message)
    const revisions = follower.messages.map(({ revision }) => revision)
    expect(revisions).toEqual(revisions.map((_, index) => (revisions[0] ?? 0) + index))
  })
})

describe('creating a machine', () => {
  it('stores it and tells everybody', async () => {
    const { host, home } = await openTestHost()
    const follower = await follow(host)
    const iso = await writeIso('bios', await temporaryFolder())
    const dvd = { kind: 'image', path: iso } as const
    const machine = await host.machines.create({ name: 'Lab 1', dvd, memory: 64, notes: 'for all' })
    expect(machine).toMatchObject({
      ...{ name: 'Lab 1', notes: 'for all', memory: 64, state: 'Off', engine: 'embedded' },
      drives: [{ kind: 'dvd', at: 'ide1:0', media: dvd }],
      ...{ problem: null, fault: null, folder: path.join(home, 'machines', 'Lab 1') },
    })
    await follower.until(() => follower.changes.some(({ type }) => type === 'event'))
    const told = follower.changes.filter(({ type }) => type === 'machine')
    expect(follower.changes[0]).toEqual(told[0])
    for (const change of told) expect(change).toEqual({ type: 'machine', machine })
    expect(follower.changes.at(-1)).toMatchObject({ type: 'event', event: { code: 'MACHINE_CREATED' } })
    await host.close()
    const again = await openTestHost({ home })
    expect(again.host.machines.list()).toEqual([machine])
  })

  it('refuses a name that differs in letter case only, even from two at once', async () => {
    const { host } = await openTestHost()
    const create = (name: string) => host.machines.create({ name, dvd: none })
    const results = await Promise.allSettled([create('Lab'), create('LAB')])
    expect(results).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { code: 'MACHINE_NAME_TAKEN', facts: { name: 'LAB' } } },
    ])
  })

  it('refuses media that do not start a computer, and leaves nothing behind', async () => {
    const { host, home } = await openTestHost()
    const folder = await temporaryFolder()
    const create = (file: string) => host.machines.create({ name: 'lab', dvd: { kind: 'image', path: file } })
    await expect(create(path.join(folder, 'none.iso'))).rejects.toMatchObject({ code: 'MEDIA_NOT_FOUND' })
    await expect(create(await writeIso('data', folder))).rejects.toMatchObject({ code: 'MEDIA_NOT_BOOTABLE' })
    await expect(create('a/relative.iso')).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      facts: { issues: [{ path: 'dvd.path' }] },
    })
    expect(host.machines.list()).toEqual([])
    expect(await readdir(path.join(home, 'machines'))).toEqual([])
  })

  it('refuses more memory than the host or the engine has', async () => {
    const small = await openTestHost({ memory: { total: () => 1000, available: () => 900, spare: () => 900 } })
    expect(small.host.info).toMatchObject({ totalMemory: 1000 })
    expect(memoryLimits(small.host.info)).toEqual({ minimum: 4, maximum: 1000 })
    await expect(small.host.machines.create({ name: 'lab', dvd: none, memory: 1001 })).rejects.toMatchObject({
      code: 'MEMORY_EXCEEDS_HOST',
      facts: { memory: 1001, available: 1000 },
    })
    const large = await openTestHost()
    await expect(large.host.machines.create({ name: 'lab', dvd: none, memory: 2048 })).rejects.toMatchObject({
      code: 'ENGINE_LIMIT',
      facts: { engine: 'v86', what: 'memory', wanted: 2048, maximum: 2047, reason: 'ADDRESS_SPACE' },
    })
    await expect(large.host.machines.create({ name: 'lab', dvd: none, memory: 3 })).rejects.toMatchObject({
      code: 'ENGINE_LIMIT',
      facts: { wanted: 3, minimum: 4 },
    })
    expect((await large.host.machines.create({ name: 'lab', dvd: none })).memory).toBe(128)
  })

  it('takes a template by its name, as soon as its disc is made', async () => {
    const { host, guests, engine } = await openTestHost()
    const create = (template: string) => host.machines.create({ name: 'lab', dvd: { kind: 'template', template } })
    expect((await follow(host)).snapshot.templates).toMatchObject([
      { name: 'lab-linux', media: 'dvd', available: false, version: '' },
      { name: 'lab-linux-disk', media: 'disk', available: false, version: '' },
    ])
    await expect(create('other')).rejects.toMatchObject({ code: 'TEMPLATE_NOT_FOUND', facts: { name: 'other' } })
    await expect(create('lab-linux')).rejects.toMatchObject({
      code: 'TEMPLATE_NOT_BUILT',
      facts: { name: 'lab-linux' },
    })
    await makeTemplate(guests)
    expect((await follow(host)).snapshot.templates[0]).toEqual({
      name: 'lab-linux',
      description: { en: 'A lab', de: 'Ein Labor' },
      media: 'dvd',
      memory: 96,
      available: true,
      version: '12.9-1',
    })
    const machine = await create('lab-linux')
    expect(machine.memory).toBe(96)
    await host.machines.start(machine.id)
    expect(engine.latest.options).toEqual({
      machineId: machine.id,
      name: 'lab',
      memory: 96,
      drives: [{ kind: 'dvd', at: 'ide1:0', path: path.join(guests, 'lab-linux.iso') }],
      floppy: null,
      ...usualHardware,
      startup: { order: ['cd', 'disk', 'floppy'], menu: 'none' },
      savedState: null,
    })
  })
})

describe('starting a machine', () => {
  it('checks its media again', async () => {
    const { host, engine } = await openTestHost()
    const iso = await writeIso('bios', await temporaryFolder())
    const { id } = await host.machines.create({ name: 'lab', dvd: { kind: 'image', path: iso } })
    await truncate(iso, 100_000)
    const facts = { path: iso, expected: 368_640, actual: 100_000 }
    await expect(host.machines.start(id)).rejects.toMatchObject({ code: 'MEDIA_TRUNCATED', facts })
    expect(engine.calls).toEqual([])
    const { snapshot } = await follow(host)
    expect(snapshot.machines).toMatchObject([{ state: 'Off' }])
    expect(unaskedEvents(snapshot.events)).toMatchObject([
      { code: 'START_FAILED', facts: { error: 'MEDIA_TRUNCATED', ...facts } },
    ])
  })

  it('wants the memory to be free', async () => {
    const available = { now: 300 }
    const memory = { total: () => 8192, available: () => available.now, spare: () => 4096 }
    const { host } = await openTestHost({ memory })
    const { id } = await host.machines.create({ name: 'lab', dvd: none, memory: 256 })
    await expect(host.machines.start(id)).rejects.toMatchObject({
      code: 'MEMORY_EXCEEDS_HOST',
      facts: { memory: 256, available: 300 - processOverhead },
    })
    available.now = 256 + processOverhead
    await host.machines.start(id)
  })
})

describe('a machine that cannot be used', () => {
  it('is listed, refuses everything but to be deleted, and disturbs no other', async () => {
    const first = await openTestHost()
    await first.host.machines.create({ name: 'good', dvd: none })
    const bad = await first.host.machines.create({ name: 'bad', dvd: none })
    await first.host.close()
    const file = path.join(bad.folder, 'machine.json')
    await writeFile(file, '{"schema":99}')

    const { host } = await openTestHost({ home: first.home })
    const listed = host.machines.list()
    expect(listed.map(({ name, problem }) => [name, problem?.code])).toEqual([
      ['good', undefined],
      ['bad', 'CONFIGURATION_NEWER'],
    ])
    const id = listed[1]?.id ?? ''
    const unusable = { code: 'MACHINE_UNUSABLE', facts: { name: 'bad', file } }
    for (const command of ['start', 'pause', 'resume', 'reset', 'turnOff', 'screenText'] as const) {
      await expect(host.machines[command](id)).rejects.toMatchObject(unusable)
    }
    await expect(host.machines.create({ name: 'BAD', dvd: none })).rejects.toMatchObject({ code: 'MACHINE_NAME_TAKEN' })
    await host.machines.start(listed[0]?.id ?? '')
    expect(await readFile(file, 'utf8')).toBe('{"schema":99}')
  })
})

describe('closing a host', () => {
  it('turns off what is on and to be turned off, tells its watchers, and ends them', async () => {
    const { host, engine, home } = await openTestHost()
    const running = await host.machines.create({ name: 'running', dvd: none })
    const starting = await host.machines.create({ name: 'starting', dvd: none })
    const resetting = await host.machines.create({ name: 'resetting', dvd: none })
    await host.machines.create({ name: 'off', dvd: none })
    for (const { id } of host.machines.list()) await host.machines.configure(id, { settings: leftAlone })
    await host.machines.start(running.id)
    await host.machines.start(resetting.id)
    const follower = await follow(host)
    const releases = [engine.hold('powerOn'), engine.hold('reset')]
    const asked = Promise.all([engine.asked('powerOn'), engine.asked('reset')])
    const start = host.machines.start(starting.id)
    const reset = host.machines.reset(resetting.id)
    await asked
    const closing = host.close()
    await expect(host.machines.create({ name: 'late', dvd: none })).rejects.toMatchObject({ code: 'INTERNAL' })
    await expect(host.machines.start(running.id)).rejects.toMatchObject({ code: 'INTERNAL' })
    for (const release of releases) release()
    await expect(start).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
    await reset
    await closing
    expect(host.machines.list().every(({ state }) => state === 'Off')).toBe(true)
    expect(host.watcherCount).toBe(0)
    const events = follower.changes.flatMap((change) => (change.type === 'event' ? [change.event] : []))
    expect(
      unaskedEvents(events)
        .map(({ code, machineName }) => `${code} ${machineName}`)
        .sort(),
    ).toEqual(['TURNED_OFF_WITH_HOST resetting', 'TURNED_OFF_WITH_HOST running', 'TURNED_OFF_WITH_HOST starting'])
    const again = await openTestHost({ home })
    expect(unaskedEvents((await follow(again.host)).snapshot.events)).toEqual([])
  })

  it('starts nothing that waited for its turn when it began to close', async () => {
    const { host, engine } = await openTestHost()
    const { id } = await host.machines.create({ name: 'lab', dvd: none })
    const release = engine.hold('powerOn')
    const asked = engine.asked('powerOn')
    const [first, second] = [host.machines.start(id), host.machines.start(id)]
    await asked
    const closing = host.close()
    release()
    await expect(first).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
    await expect(second).rejects.toMatchObject({ code: 'INTERNAL' })
    await closing
    expect(host.machines.list()).toMatchObject([{ state: 'Off' }])
    expect(engine.machines).toHaveLength(1)
  })

  it('frees the data folder even where a machine cannot be turned off', async () => {
    const { host, engine, home } = await openTestHost()
    const { id } = await host.machines.create({ name: 'lab', dvd: none })
    await host.machines.start(id)
    engine.fail('save', 'stuck')
    engine.fail('turnOff', 'stuck')
    await expect(host.close()).rejects.toThrow('could not be turned off')
    await host.closed
    await openTestHost({ home })
  })
})

describe('a host that was ended while machines were on', () => {
  async function endedHost(marker: (machineId: string) => string) {
    const { host, home } = await openTestHost()
    const { id, folder } = await host.machines.create({ name: 'lab', dvd: none })
    await host.machines.configure(id, { settings: leftAlone })
    await host.close()
    await writeFile(path.join(folder, 'running.json'), marker(id))
    return { home, id, folder }
  }

  it('is reported by the next one, once', async () => {
    const { home, id, folder } = await endedHost((machineId) =>
      JSON.stringify({ machineId, since: new Date().toISOString(), engine: null }),
    )
    const { host } = await openTestHost({ home })
    const { snapshot } = await follow(host)
    const event = { code: 'HOST_ENDED', level: 'Critical', machineId: id, machineName: 'lab' }
    expect(unaskedEvents(snapshot.events)).toMatchObject([event])
    expect(snapshot.machines).toMatchObject([{ id, state: 'Off', fault: event }])
    expect(await readdir(folder)).toEqual(['machine.json'])
    await host.machines.start(id)
    expect(host.machines.list()).toMatchObject([{ fault: null }])
    await host.close()
    const third = await openTestHost({ home })
    expect(unaskedEvents((await follow(third.host)).snapshot.events)).toEqual([])
  })

  it('is reported where its note was cut off', async () => {
    const { home } = await endedHost(() => '{"machineId":')
    const { host } = await openTestHost({ home })
    expect(unaskedEvents((await follow(host)).snapshot.events)).toMatchObject([{ code: 'HOST_ENDED' }])
  })

  it('is not reported of a copy of the machine', async () => {
    const { home, folder } = await endedHost(() =>
      JSON.stringify({ machineId: 'the original', since: new Date().toISOString(), engine: null }),
    )
    const { host } = await openTestHost({ home })
    expect(unaskedEvents((await follow(host)).snapshot.events)).toEqual([])
    expect(await readdir(folder)).toEqual(['machine.json'])
  })
})

it('a home that is no folder for machines is told, and its lock given back', async () => {
  const home = path.join(await temporaryFolder(), 'home')
  await mkdir(home)
  await writeFile(path.join(home, 'machines'), 'a file')
  const guests = await temporaryFolder()
  await expect(
    LocalHost.open({
      home,
      guests,
      engines: new EngineRegistry(new FakeEngine()),
      launcher: forkLauncher,
      jobProcess: '',
    }),
  ).rejects.toMatchObject({
    code: 'STORAGE_FAILED',
    facts: { path: path.join(home, 'machines') },
  })
  expect(await readdir(home)).toEqual(['machines'])
})
