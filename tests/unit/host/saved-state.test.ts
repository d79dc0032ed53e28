import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { follow, openTestHost } from '#tests/fixtures/host.ts'
import { unaskedEvents } from '#tests/fixtures/unasked-events.ts'

const stateName = /^saved-state-[\da-f-]{36}\.bin$/
const files = [
  'machine.json',
  expect.stringMatching(stateName),
  expect.stringMatching(/^saved-state-[\da-f-]{36}\.png$/),
]

async function stateIn(folder: string): Promise<string> {
  const names = await readdir(folder)
  return path.join(folder, names.find((name) => stateName.test(name)) ?? 'none')
}

async function runningMachine() {
  const test = await openTestHost()
  const { machines } = test.host
  const { id, folder } = await machines.create({ name: 'lab', dvd: { kind: 'none' } })
  await machines.start(id)
  const follower = await follow(test.host)
  const get = () => machines.list().find((machine) => machine.id === id)
  const conflict = (command: string, state: string) => ({
    code: 'STATE_CONFLICT',
    facts: { name: 'lab', command, state },
  })
  const settled = async (state: string) => {
    await follower.until(() => follower.states(id).at(-1) === state)
    // What is stored meanwhile is announced in the same state.
    return follower.states(id).filter((each, i, all) => each !== all[i - 1])
  }
  return { ...test, machines, id, folder, follower, get, conflict, settled }
}

/** Puts a folder in the place of the configuration, so that no other can be stored. */
async function takeConfiguration(folder: string): Promise<() => Promise<void>> {
  const file = path.join(folder, 'machine.json')
  const text = await readFile(file)
  await rm(file)
  await mkdir(path.join(file, 'taken'), { recursive: true })
  return async () => {
    await rm(file, { recursive: true })
    await writeFile(file, text)
  }
}

describe('a machine that is saved', () => {
  it('keeps its state in its folder and goes on from it', async () => {
    const { machines, id, folder, engine, get, settled } = await runningMachine()
    await machines.save(id)
    expect(get()).toMatchObject({ state: 'Saved', fault: null })
    expect((await readdir(folder)).sort()).toEqual(files)
    expect(await settled('Saved')).toEqual(['Saving', 'Saved'])
    const state = await stateIn(folder)
    await machines.start(id)
    expect(engine.latest.options.savedState?.path).toBe(state)
    expect(await settled('Running')).toEqual(['Saving', 'Saved', 'Restoring', 'Running'])
    expect((await readdir(folder)).sort()).toEqual(['machine.json', 'running.json'])
    await machines.turnOff(id)
    await machines.start(id)
    expect(engine.latest.options.savedState).toBeNull()
  })

  it('runs afterwards where it was paused', async () => {
    const { machines, id, get } = await runningMachine()
    await machines.pause(id)
    await machines.save(id)
    await machines.start(id)
    expect(get()?.state).toBe('Running')
  })

  it('is still saved for the next host', async () => {
    const { machines, host, home, id } = await runningMachine()
    await machines.save(id)
    await host.close()
    const next = await openTestHost({ home })
    expect(next.host.machines.list()).toMatchObject([{ id, state: 'Saved', fault: null }])
    expect(unaskedEvents((await follow(next.host)).snapshot.events)).toEqual([])
    await next.host.machines.start(id)
    expect(next.engine.latest.options.savedState).not.toBeNull()
  })

  it('is off once its state is deleted, and starts anew', async () => {
    const { machines, id, folder, engine, get, settled } = await runningMachine()
    await machines.save(id)
    await machines.deleteSavedState(id)
    expect(get()?.state).toBe('Off')
    expect((await settled('Off')).slice(-2)).toEqual(['Saved', 'Off'])
    expect(await readdir(folder)).toEqual(['machine.json'])
    await machines.start(id)
    expect(engine.latest.options.savedState).toBeNull()
  })

  it('is deleted with its state', async () => {
    const { machines, id, folder } = await runningMachine()
    await machines.save(id)
    await machines.delete(id)
    await expect(readdir(folder)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('can be given no drives', async () => {
    const { machines, id, conflict } = await runningMachine()
    await machines.save(id)
    await expect(machines.attachDrive(id, { kind: 'dvd' })).rejects.toMatchObject(conflict('changeDrives', 'Saved'))
    await expect(machines.screenText(id)).rejects.toMatchObject(conflict('connect', 'Saved'))
  })

  it('stays saved where it cannot be restored', async () => {
    const { machines, id, folder, engine, get, host } = await runningMachine()
    await machines.save(id)
    engine.fail('powerOn', 'no memory')
    await expect(machines.start(id)).rejects.toMatchObject({ code: 'ENGINE_FAILED' })
    expect(get()?.state).toBe('Saved')
    expect((await readdir(folder)).sort()).toEqual(files)
    expect(unaskedEvents((await follow(host)).snapshot.events)).toMatchObject([{ code: 'START_FAILED' }])
    engine.fail('powerOn', null)
    await machines.start(id)
    expect(get()?.state).toBe('Running')
  })

  it('stays saved where it is turned off while it is restored', async () => {
    const { machines, id, engine, get, conflict, settled } = await runningMachine()
    await machines.save(id)
    const release = engine.hold('powerOn')
    const asked = engine.asked('powerOn')
    const start = machines.start(id)
    await asked
    expect(get()?.state).toBe('Restoring')
    const off = machines.turnOff(id)
    release()
    await expect(start).rejects.toMatchObject(conflict('start', 'Stopping'))
    await off
    expect(get()?.state).toBe('Saved')
    expect((await settled('Saved')).slice(-3)).toEqual(['Restoring', 'Stopping', 'Saved'])
  })
})

describe('saving', () => {
  it.each(['Running', 'Paused'] as const)('that fails leaves the machine %s, and no file', async (state) => {
    const { machines, id, folder, engine, get, settled } = await runningMachine()
    if (state === 'Paused') await machines.pause(id)
    engine.fail('save', 'no reason')
    await expect(machines.save(id)).rejects.toMatchObject({ code: 'ENGINE_FAILED', facts: { detail: 'no reason' } })
    expect(get()?.state).toBe(state)
    expect((await settled(state)).slice(-2)).toEqual(['Saving', state])
    expect((await readdir(folder)).sort()).toEqual(['machine.json', 'running.json'])
    engine.fail('save', null)
    await machines.save(id)
    expect(get()?.state).toBe('Saved')
  })

  it('that fails keeps what has paused the machine', async () => {
    const { machines, id, engine, get } = await runningMachine()
    engine.latest.outOfSpace('/disks/full.vhd')
    engine.fail('save', 'no room')
    await expect(machines.save(id)).rejects.toMatchObject({ code: 'ENGINE_FAILED' })
    expect(get()).toMatchObject({ state: 'Paused', fault: { code: 'DISK_FULL' } })
  })

  it('is over when the machine ends by itself', async () => {
    const { machines, id, folder, engine, get, conflict } = await runningMachine()
    const release = engine.hold('save')
    const asked = engine.asked('save')
    const save = machines.save(id)
    await asked
    engine.latest.end({ kind: 'crashed', detail: 'RangeError' })
    expect(get()).toMatchObject({ state: 'Off', fault: { code: 'ENGINE_CRASHED' } })
    release()
    await expect(save).rejects.toMatchObject(conflict('save', 'Off'))
    expect(get()?.state).toBe('Off')
    expect(await readdir(folder)).toEqual(['machine.json'])
  })

  it('can be broken in on by Turn Off', async () => {
    const { machines, id, folder, engine, get, conflict } = await runningMachine()
    const release = engine.hold('save')
    const asked = engine.asked('save')
    const save = machines.save(id)
    await asked
    await machines.turnOff(id)
    release()
    await expect(save).rejects.toMatchObject(conflict('save', 'Off'))
    expect(get()).toMatchObject({ state: 'Off', fault: null })
    expect(await readdir(folder)).toEqual(['machine.json'])
  })

  it('does not care how the process of a saved guest ends', async () => {
    const { machines, id, engine, get, host } = await runningMachine()
    const release = engine.hold('turnOff')
    const asked = engine.asked('turnOff')
    const save = machines.save(id)
    await asked
    engine.latest.end({ kind: 'killed', signal: 'SIGKILL' })
    release()
    await save
    expect(get()).toMatchObject({ state: 'Saved', fault: null })
    expect(unaskedEvents((await follow(host)).snapshot.events)).toEqual([])
  })

  it('turns the machine off where its state cannot be put away', async () => {
    const { machines, id, folder, get, host } = await runningMachine()
    const giveBack = await takeConfiguration(folder)
    await expect(machines.save(id)).rejects.toMatchObject({ code: 'STORAGE_FAILED' })
    expect(get()).toMatchObject({ state: 'Off', fault: { code: 'SAVE_FAILED' } })
    expect(unaskedEvents((await follow(host)).snapshot.events)).toMatchObject([
      { code: 'SAVE_FAILED', level: 'Critical', facts: { error: 'STORAGE_FAILED' } },
    ])
    await giveBack()
    expect(await readdir(folder)).toEqual(['machine.json'])
  })

  it('is awaited by a host that closes', async () => {
    const { machines, host, home, id, engine } = await runningMachine()
    const release = engine.hold('save')
    const asked = engine.asked('save')
    const save = machines.save(id)
    await asked
    const closed = host.close()
    release()
    await Promise.all([save, closed])
    const next = await openTestHost({ home })
    expect(next.host.machines.list()).toMatchObject([{ state: 'Saved' }])
  })
})

describe('a host that finds the traces of another that was killed', () => {
  const found = async (traces: string[], savedState: string | null = null) => {
    const { host, home } = await openTestHost()
    const { id, folder } = await host.machines.create({ name: 'lab', dvd: { kind: 'none' } })
    await host.close()
    const marker = JSON.stringify({ machineId: id, since: new Date().toISOString(), engine: null })
    for (const trace of traces) await writeFile(path.join(folder, trace), trace === 'running.json' ? marker : 'state')
    const configuration = path.join(folder, 'machine.json')
    const stored = JSON.parse(await readFile(configuration, 'utf8')) as { settings: object }
    // Else a machine that was on is started at once.
    const settings = { ...stored.settings, automaticStart: { action: 'nothing', delay: 0 } }
    await writeFile(configuration, JSON.stringify({ ...stored, savedState, settings }))
    const next = await openTestHost({ home })
    const { snapshot } = await follow(next.host)
    return {
      state: snapshot.machines[0]?.state,
      events: unaskedEvents(snapshot.events).map(({ code }) => code),
      files: await readdir(folder),
    }
  }

  it('says of a machine whose saving was not complete that it went off, and keeps what there is for a time', async () => {
    expect(await found(['running.json', 'saved-state-1.bin', 'saved-state-1.png'])).toEqual({
      state: 'Off',
      events: ['HOST_ENDED', 'FILES_SET_ASIDE'],
      files: ['machine.json', 'set-aside'],
    })
  })

  it('has a machine saved that had not run since', async () => {
    expect(await found(['running.json', 'saved-state-1.bin'], 'saved-state-1.bin')).toEqual({
      state: 'Saved',
      events: [],
      files: ['machine.json', 'saved-state-1.bin'],
    })
  })

  it('has no machine saved whose state is gone', async () => {
    expect(await found([], 'saved-state-1.bin')).toEqual({ state: 'Off', events: [], files: ['machine.json'] })
  })
})

it('a state of which it cannot be stored that it is deleted is still there', async () => {
  const { machines, id, folder, get } = await runningMachine()
  await machines.save(id)
  const giveBack = await takeConfiguration(folder)
  await expect(machines.deleteSavedState(id)).rejects.toMatchObject({ code: 'STORAGE_FAILED' })
  expect(get()?.state).toBe('Saved')
  await giveBack()
  expect((await readdir(folder)).sort()).toEqual(files)
})

it('a saved machine shows the screen it had', async () => {
  const { machines, id } = await runningMachine()
  const { png } = await machines.screenImage(id)
  await machines.save(id)
  expect(await machines.screenImage(id)).toEqual({ png, width: 1, height: 1 })
})
