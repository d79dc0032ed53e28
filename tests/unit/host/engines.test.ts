import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { EngineRegistry } from '#electron/engines/registry.ts'
import { embeddedEngine } from '#electron/engines/embedded/embedded-engine.ts'
import { FakeEngine } from '#tests/fixtures/fake-engine.ts'
import { follow, openTestHost } from '#tests/fixtures/host.ts'
import { testEngine } from '#tests/fixtures/engine-facts.ts'
import { describeError } from '#shared/messages/index.ts'

const none = { kind: 'none' } as const

function twoEngines() {
  const usual = new FakeEngine()
  const other = new FakeEngine(testEngine)
  return { usual, other, engines: new EngineRegistry(usual, other) }
}

async function machineFile(folder: string): Promise<{ engine: string; memory: number }> {
  return JSON.parse(await readFile(path.join(folder, 'machine.json'), 'utf8')) as { engine: string; memory: number }
}

it('tells consoles what its engines can, the usual one first', async () => {
  const { engines } = twoEngines()
  const { host } = await openTestHost({ engines })
  const { snapshot } = await follow(host)
  expect(snapshot.host.engines).toEqual([embeddedEngine, testEngine])
})

it('powers each machine on with the engine that its configuration names', async () => {
  const { usual, other, engines } = twoEngines()
  const { host } = await openTestHost({ engines })
  const [first, second] = [
    await host.machines.create({ name: 'first', dvd: none }),
    await host.machines.create({ name: 'second', dvd: none, engine: 'test' }),
  ]
  expect([first.engine, second.engine]).toEqual(['embedded', 'test'])
  await host.machines.start(first.id)
  await host.machines.start(second.id)
  expect(usual.machines.map(({ options }) => options.name)).toEqual(['first'])
  expect(other.machines.map(({ options }) => options.name)).toEqual(['second'])
  await expect(host.machines.create({ name: 'third', dvd: none, engine: 'qemu' })).rejects.toMatchObject({
    code: 'ENGINE_UNKNOWN',
    facts: { engine: 'qemu' },
  })
})

it('holds each machine to the limits of its own engine, also where its file was changed', async () => {
  const { engines } = twoEngines()
  const { host, home } = await openTestHost({ engines })
  const limit = { code: 'ENGINE_LIMIT', facts: { engine: 'Test', what: 'memory', wanted: 1700, maximum: 1680 } }
  await expect(host.machines.create({ name: 'large', dvd: none, engine: 'test', memory: 1700 })).rejects.toMatchObject(
    limit,
  )
  const usual = await host.machines.create({ name: 'usual', dvd: none, memory: 1700 })
  const other = await host.machines.create({ name: 'other', dvd: none, engine: 'test' })
  await expect(host.machines.configure(other.id, { memory: 1700 })).rejects.toMatchObject(limit)
  await host.close()
  const file = path.join(usual.folder, 'machine.json')
  await writeFile(file, JSON.stringify({ ...(await machineFile(usual.folder)), engine: 'test' }))
  const next = await openTestHost({ home, engines: twoEngines().engines })
  const error = await next.host.machines.start(usual.id).catch((reason: unknown) => reason)
  expect(error).toMatchObject(limit)
  expect(describeError(error, 'en')).toContain('the engine Test allows 4 to 1680: it addresses no more memory')
  expect(describeError(error, 'de')).toContain('die Engine Test erlaubt 4 bis 1680')
})

it('starts a machine with what its engine has, and says why not where it has more', async () => {
  const { usual, other, engines } = twoEngines()
  const { host, home } = await openTestHost({ engines })
  const machines = [
    await host.machines.create({ name: 'usual', dvd: none }),
    await host.machines.create({ name: 'other', dvd: none, engine: 'test' }),
  ]
  await host.close()
  const wanted = { processors: 2, scsiControllers: 1, drives: [{ kind: 'dvd', at: 'scsi0:63', media: none }] }
  for (const { folder } of machines) {
    await writeFile(path.join(folder, 'machine.json'), JSON.stringify({ ...(await machineFile(folder)), ...wanted }))
  }
  const next = await openTestHost({ home, engines })
  await next.host.machines.start(machines[1]?.id ?? '')
  expect(other.latest.options).toMatchObject({
    ...{ processors: 2, scsiControllers: 1, drives: [{ kind: 'dvd', at: 'scsi0:63', path: null }] },
  })
  const error = await next.host.machines.start(machines[0]?.id ?? '').catch((reason: unknown) => reason)
  expect(usual.machines).toEqual([])
  expect(describeError(error, 'en')).toContain('Processors: 2; the engine v86 allows 1: it emulates one processor')
  const [first] = machines
  await expect(next.host.machines.attachDrive(first?.id ?? '', { kind: 'dvd' }, 'scsi1:0')).rejects.toMatchObject({
    code: 'DRIVE_PLACE_MISSING',
    facts: { name: 'usual', at: 'scsi1:0' },
  })
})

it('refuses what an engine cannot, with the reason, and does the rest', async () => {
  const { abilities } = testEngine.capabilities
  const reason = 'NOT_IN_THIS_VERSION'
  const lacking = { ...abilities, savedStates: reason, snapshotsWhileOn: reason, screenText: reason } as const
  const engine = new FakeEngine({ ...testEngine, capabilities: { ...testEngine.capabilities, abilities: lacking } })
  const { host } = await openTestHost({ engines: new EngineRegistry(engine) })
  const { id } = await host.machines.create({ name: 'lab', dvd: none })
  await host.machines.takeSnapshot(id, {})
  await host.machines.start(id)
  const cannot = (ability: string) => ({
    code: 'ENGINE_CANNOT',
    facts: { name: 'lab', engine: 'Test', ability, reason },
  })
  const error = await host.machines.save(id).catch((refusal: unknown) => refusal)
  expect(error).toMatchObject(cannot('savedStates'))
  expect(describeError(error, 'en')).toContain('Saved states: this version of Viridian does not do it yet')
  await expect(host.machines.takeSnapshot(id, {})).rejects.toMatchObject(cannot('snapshotsWhileOn'))
  await expect(host.machines.screenText(id)).rejects.toMatchObject(cannot('screenText'))
  expect(engine.calls).not.toContain('save')
  await host.machines.pause(id)
  // A host that closes turns off what it cannot save, and says so.
  await host.close()
  expect(engine.calls).toContain('turnOff')
  expect(host.events.events).toContainEqual(expect.objectContaining({ code: 'NOT_SAVED_WITH_HOST', machineId: id }))
})

it('shows a machine whose engine it lacks, says what to do, and leaves it and its disks alone', async () => {
  const { engines } = twoEngines()
  const { host, home } = await openTestHost({ engines })
  const disk = { kind: 'new', capacity: 2 ** 24 } as const
  const made = await host.machines.create({ name: 'lab', dvd: none, disk, engine: 'test', memory: 64, notes: 'mine' })
  await host.machines.takeSnapshot(made.id, {})
  const machine = host.machines.list().find(({ id }) => id === made.id)
  await host.close()
  const before = await readFile(path.join(made.folder, 'machine.json'))

  const without = await openTestHost({ home })
  const [shown] = without.host.machines.list()
  expect(shown).toMatchObject({
    ...{ id: made.id, name: 'lab', engine: 'test', memory: 64, notes: 'mine', state: 'Off', drives: machine?.drives },
    problem: { code: 'ENGINE_UNKNOWN', detail: 'test' },
  })
  const error = await without.host.machines.start(made.id).catch((reason: unknown) => reason)
  expect(error).toMatchObject({ code: 'ENGINE_MISSING', facts: { name: 'lab', engine: 'test' } })
  expect(describeError(error, 'en')).toMatch(/engine “test”.*Use it on a host that has this engine/)
  expect(describeError(error, 'de')).toMatch(/Engine „test“.*auf einem Host mit dieser Engine/)
  expect(await without.host.examine()).toContainEqual(
    expect.objectContaining({ code: 'ENGINE_MISSING', machineName: 'lab', facts: { engine: 'test' } }),
  )
  const [drive] = made.drives
  const base = drive?.kind === 'disk' ? drive.path : ''
  const other = await without.host.machines.create({ name: 'other', dvd: none })
  await expect(without.host.machines.attachDrive(other.id, { kind: 'disk', path: base })).rejects.toMatchObject({
    code: 'DISK_IN_SNAPSHOTS',
    facts: { name: 'lab' },
  })
  expect(await readFile(path.join(made.folder, 'machine.json'))).toEqual(before)
  await without.host.machines.delete(made.id)
  const [deleted] = without.host.trash.entries
  const restored = await without.host.machines.restore(deleted?.id ?? '')
  expect(restored.problem?.code).toBe('ENGINE_UNKNOWN')
  await without.host.close()

  const again = await openTestHost({ home, engines })
  expect(again.host.machines.list().find(({ id }) => id === made.id)).toEqual(machine)
})
