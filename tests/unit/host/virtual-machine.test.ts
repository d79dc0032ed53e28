import { describe, expect, it } from 'vitest'
import { readdir } from 'node:fs/promises'
import { follow, openTestHost } from '#tests/fixtures/host.ts'
import { unaskedEvents } from '#tests/fixtures/unasked-events.ts'
import { canRun, machineCommands, type MachineCommand } from '#shared/machine-state.ts'

async function machineOn(name = 'lab') {
  const test = await openTestHost()
  const { id, folder } = await test.host.machines.create({ name, dvd: { kind: 'none' } })
  const follower = await follow(test.host)
  const get = () => test.host.machines.list().find((machine) => machine.id === id)
  const conflict = (command: string, state: string) => ({ code: 'STATE_CONFLICT', facts: { name, command, state } })
  return { ...test, machines: test.host.machines, id, folder, follower, get, conflict }
}

describe('commands', () => {
  it('go along the transition table, every step announced', async () => {
    const { machines, id, follower, engine, folder } = await machineOn()
    await machines.start(id)
    expect(await readdir(folder)).toContain('running.json')
    await machines.pause(id)
    await machines.resume(id)
    await machines.reset(id)
    await machines.pause(id)
    await machines.reset(id)
    await machines.turnOff(id)
    expect(await readdir(folder)).not.toContain('running.json')
    await follower.until(() => follower.states(id).at(-1) === 'Off')
    expect(follower.states(id)).toEqual([
      ...['Starting', 'Running', 'Pausing', 'Paused', 'Resuming', 'Running', 'Stopping', 'Running'],
      ...['Pausing', 'Paused', 'Stopping', 'Running', 'Stopping', 'Off'],
    ])
    // A machine that is reset while paused runs afterwards.
    expect(engine.calls).toEqual(['powerOn', 'pause', 'resume', 'reset', 'pause', 'reset', 'resume', 'turnOff'])
    await machines.delete(id)
    await follower.until(() => follower.changes.at(-1)?.type === 'machineRemoved')
    expect(machines.list()).toEqual([])
    await expect(readdir(folder)).rejects.toMatchObject({ code: 'ENOENT' })
    await expect(machines.start(id)).rejects.toMatchObject({ code: 'MACHINE_NOT_FOUND' })
  })

  it('are refused in every state the table does not name', async () => {
    const { machines, id, conflict, get } = await machineOn()
    const give = async (command: MachineCommand): Promise<unknown> => {
      if (command === 'takeSnapshot') return machines.takeSnapshot(id, {})
      if (command === 'applySnapshot') return machines.applySnapshot(id, 'none')
      if (command === 'deleteSnapshot') return machines.deleteSnapshot(id, 'none', { subtree: false })
      return await machines[command](id)
    }
    const refuseAll = async () => {
      const state = get()?.state ?? 'Off'
      const refused = machineCommands.filter((command) => !canRun(command, state))
      for (const command of refused) await expect(give(command)).rejects.toMatchObject(conflict(command, state))
      return refused.length
    }
    expect(await refuseAll()).toBe(7)
    await machines.start(id)
    expect(await refuseAll()).toBe(6)
    await machines.pause(id)
    expect(await refuseAll()).toBe(8)
    await machines.save(id)
    expect(await refuseAll()).toBe(8)
  })

  it('given twice at once are carried out once', async () => {
    const { machines, id, engine, conflict } = await machineOn()
    const results = await Promise.allSettled([machines.start(id), machines.start(id)])
    expect(results).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: conflict('start', 'Running') },
    ])
    expect(engine.calls).toEqual(['powerOn'])
  })

  it('cannot start a machine that is being deleted', async () => {
    const { machines, id, engine } = await machineOn()
    const results = await Promise.allSettled([machines.delete(id), machines.start(id)])
    expect(results).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { code: 'MACHINE_NOT_FOUND' } },
    ])
    expect(engine.calls).toEqual([])
  })
})

describe('Turn Off breaks in', () => {
  it('on a start', async () => {
    const { machines, id, engine, follower, conflict, get } = await machineOn()
    const release = engine.hold('powerOn')
    const asked = engine.asked('powerOn')
    const start = machines.start(id)
    await asked
    const off = machines.turnOff(id)
    expect(get()?.state).toBe('Stopping')
    release()
    await expect(start).rejects.toMatchObject(conflict('start', 'Stopping'))
    await off
    expect(engine.calls).toEqual(['powerOn', 'turnOff'])
    await follower.until(() => follower.states(id).at(-1) === 'Off')
    expect(follower.states(id)).toEqual(['Starting', 'Stopping', 'Off'])
    expect(unaskedEvents(follower.changes.flatMap((change) => ('event' in change ? change.event : [])))).toEqual([])
    await machines.start(id)
    expect(get()?.state).toBe('Running')
  })

  it('on a pause that never ends', async () => {
    const { machines, id, engine, conflict, get } = await machineOn()
    await machines.start(id)
    const release = engine.hold('pause')
    const asked = engine.asked('pause')
    const pause = machines.pause(id)
    await asked
    await machines.turnOff(id)
    expect(get()?.state).toBe('Off')
    release()
    await expect(pause).rejects.toMatchObject(conflict('pause', 'Off'))
    expect(get()?.state).toBe('Off')
  })

  it('not on a reset', async () => {
    const { machines, id, engine, conflict, get } = await machineOn()
    await machines.start(id)
    const release = engine.hold('reset')
    const asked = engine.asked('reset')
    const reset = machines.reset(id)
    await asked
    await expect(machines.turnOff(id)).rejects.toMatchObject(conflict('turnOff', 'Stopping'))
    release()
    await reset
    expect(get()?.state).toBe('Running')
  })
})

describe('a command that fails', () => {
  it.each([
    ['pause', 'Running'],
    ['reset', 'Running'],
    ['turnOff', 'Running'],
  ] as const)('%s leaves the machine %s', async (command, state) => {
    const { machines, id, engine, get } = await machineOn()
    await machines.start(id)
    engine.fail(command, 'no reason')
    await expect(machines[command](id)).rejects.toMatchObject({
      code: 'ENGINE_FAILED',
      facts: { name: 'lab', detail: 'no reason' },
    })
    expect(get()?.state).toBe(state)
    engine.fail(command, null)
    await machines[command](id)
  })

  it('resume leaves the machine Paused', async () => {
    const { machines, id, engine, get } = await machineOn()
    await machines.start(id)
    await machines.pause(id)
    engine.fail('resume', 'no reason')
    await expect(machines.resume(id)).rejects.toMatchObject({ code: 'ENGINE_FAILED' })
    expect(get()?.state).toBe('Paused')
  })

  it('start leaves the machine Off and is logged', async () => {
    const { machines, id, engine, get, follower, folder } = await machineOn()
    engine.fail('powerOn', 'out of handles')
    await expect(machines.start(id)).rejects.toMatchObject({
      code: 'ENGINE_FAILED',
      facts: { name: 'lab', detail: 'out of handles' },
    })
    expect(get()).toMatchObject({ state: 'Off', fault: null })
    expect(await readdir(folder)).toEqual(['machine.json'])
    await follower.until(() => follower.changes.at(-1)?.type === 'event')
    expect(follower.changes.at(-1)).toMatchObject({
      event: { code: 'START_FAILED', machineId: id, facts: { error: 'ENGINE_FAILED', detail: 'out of handles' } },
    })
    engine.fail('powerOn', null)
    await machines.start(id)
    expect(get()?.state).toBe('Running')
  })
})

describe('a machine that goes off by itself', () => {
  it.each([
    [{ kind: 'crashed', detail: 'RangeError' }, 'ENGINE_CRASHED', { detail: 'RangeError' }],
    [{ kind: 'hung', seconds: 10 }, 'ENGINE_HUNG', { seconds: 10 }],
    [{ kind: 'killed', signal: 'SIGKILL' }, 'ENGINE_KILLED', { signal: 'SIGKILL' }],
  ] as const)('%o is a critical event and a fault until the next start', async (reason, code, facts) => {
    const { machines, id, engine, get, follower, folder } = await machineOn()
    await machines.start(id)
    engine.latest.end(reason)
    const event = { code, level: 'Critical', machineId: id, machineName: 'lab', facts }
    expect(get()).toMatchObject({ state: 'Off', fault: event })
    expect(await readdir(folder)).toEqual(['machine.json'])
    await follower.until(() => follower.states(id).at(-1) === 'Off')
    expect(follower.changes.slice(-2)).toMatchObject([
      { type: 'event', event },
      { type: 'machine', machine: { state: 'Off', fault: event } },
    ])
    await machines.start(id)
    expect(get()).toMatchObject({ state: 'Running', fault: null })
  })

  it('by its guest is an ordinary event', async () => {
    const { machines, id, engine, get, host } = await machineOn()
    await machines.start(id)
    engine.latest.end({ kind: 'guest' })
    expect(get()).toMatchObject({ state: 'Off', fault: null })
    const { snapshot } = await follow(host)
    expect(unaskedEvents(snapshot.events)).toMatchObject([{ code: 'GUEST_POWERED_OFF', level: 'Information' }])
  })

  it('while it pauses is Off, and stays so', async () => {
    const { machines, id, engine, get, conflict } = await machineOn()
    await machines.start(id)
    const release = engine.hold('pause')
    const asked = engine.asked('pause')
    const pause = machines.pause(id)
    await asked
    engine.latest.end({ kind: 'killed', signal: 'SIGKILL' })
    expect(get()?.state).toBe('Off')
    release()
    await expect(pause).rejects.toMatchObject(conflict('pause', 'Off'))
    expect(get()?.state).toBe('Off')
  })

  it('while it starts fails the start, even where the engine says no more', async () => {
    const { machines, id, engine, get } = await machineOn()
    engine.hold('powerOn')
    const asked = engine.asked('powerOn')
    const start = machines.start(id)
    await asked
    engine.latest.end({ kind: 'crashed', detail: 'no memory' })
    await expect(start).rejects.toMatchObject({ code: 'ENGINE_FAILED', facts: { detail: 'no memory' } })
    expect(get()?.state).toBe('Off')
  })

  it('in the very moment it is on is Off as well', async () => {
    const { machines, id, engine, get, folder } = await machineOn()
    const release = engine.hold('powerOn')
    const asked = engine.asked('powerOn')
    const start = machines.start(id)
    await asked
    release()
    engine.latest.end({ kind: 'killed', signal: 'SIGKILL' })
    await expect(start).rejects.toMatchObject({
      code: expect.stringMatching(/^(ENGINE_FAILED|STATE_CONFLICT)$/) as string,
    })
    expect(get()?.state).toBe('Off')
    expect(await readdir(folder)).toEqual(['machine.json'])
  })

  it('a fault of the guest is a warning only', async () => {
    const { machines, id, engine, get, host } = await machineOn()
    await machines.start(id)
    engine.latest.guestFault('triple fault')
    expect(get()).toMatchObject({ state: 'Running', fault: null })
    const { snapshot } = await follow(host)
    expect(unaskedEvents(snapshot.events)).toMatchObject([
      { code: 'GUEST_RESET_BY_FAULT', level: 'Warning', facts: { detail: 'triple fault' } },
    ])
  })
})

describe('the console', () => {
  it('reaches the guest while it is on', async () => {
    const { machines, id, engine, conflict } = await machineOn()
    await expect(machines.type(id, 'x')).rejects.toMatchObject(conflict('connect', 'Off'))
    await machines.start(id)
    await machines.type(id, 'ls\n')
    await machines.secureAttention(id)
    expect(engine.latest.typed).toEqual(['ls\n', 'Ctrl+Alt+Delete'])
    await expect(machines.type(id, 'ä')).rejects.toMatchObject({ code: 'TEXT_NOT_TYPABLE', facts: { character: 'ä' } })
    expect(await machines.screenText(id)).toEqual(['login: '])
    await machines.pause(id)
    await expect(machines.type(id, 'x')).rejects.toMatchObject(conflict('type', 'Paused'))
    await expect(machines.secureAttention(id)).rejects.toMatchObject(conflict('type', 'Paused'))
    expect(await machines.screenText(id)).toEqual(['login: '])
    await machines.resume(id)
    expect(await machines.screenImage(id)).toMatchObject({ width: 1, height: 1 })
    await machines.turnOff(id)
    await expect(machines.openChannel(id, 'serial')).rejects.toMatchObject(conflict('connect', 'Off'))
  })

  it('is told that the machine goes off where that is why it fails', async () => {
    const { machines, id, engine, conflict } = await machineOn()
    await machines.start(id)
    engine.fail('screenText', 'the machine is off')
    await expect(machines.screenText(id)).rejects.toMatchObject({ code: 'ENGINE_FAILED' })
    const release = engine.hold('turnOff')
    const asked = engine.asked('turnOff')
    const off = machines.turnOff(id)
    await asked
    await expect(machines.screenText(id)).rejects.toMatchObject(conflict('connect', 'Stopping'))
    release()
    await off
  })

  it('may be opened while the machine starts', async () => {
    const { machines, id, engine } = await machineOn()
    const release = engine.hold('powerOn')
    const asked = engine.asked('powerOn')
    const start = machines.start(id)
    await asked
    const channel = machines.openChannel(id, 'display')
    release()
    await start
    expect((await channel).readable).toBe(true)
  })
})

describe('samples', () => {
  it('are kept for a minute while the machine is on, with its uptime', async () => {
    const { machines, id, engine, follower, host } = await machineOn()
    await machines.start(id)
    for (let second = 0; second < 65; second++) engine.latest.sample(second)
    await follower.until(() => follower.samples(id).length === 65)
    const kept = (await follow(host)).snapshot.metrics
    expect(kept.map(({ machineId }) => machineId)).toEqual([id])
    expect(kept[0]?.samples.map(({ cpu }) => cpu)).toEqual(Array.from({ length: 60 }, (_, index) => index + 5))
    const uptimes = kept[0]?.samples.map(({ uptime }) => uptime) ?? []
    expect(uptimes.every((uptime, index) => uptime >= (uptimes[index - 1] ?? 0))).toBe(true)
    await machines.turnOff(id)
    expect((await follow(host)).snapshot.metrics).toEqual([{ machineId: id, samples: [] }])
  })
})
