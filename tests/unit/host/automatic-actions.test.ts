import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { MachineSettings } from '#shared/machine-settings.ts'
import type { LocalHost } from '#electron/host/local-host.ts'
import { FakeEngine } from '#tests/fixtures/fake-engine.ts'
import { follow, openTestHost } from '#tests/fixtures/host.ts'
import { eventually } from '#tests/fixtures/patience.ts'

const none = { kind: 'none' } as const
const always = { action: 'always', delay: 0 } as const
const nothing = { action: 'nothing', delay: 0 } as const

async function make(host: LocalHost, name: string, settings: Partial<MachineSettings> = {}) {
  const machine = await host.machines.create({ name, dvd: none })
  await host.machines.configure(machine.id, { settings })
  return machine
}

const states = (host: LocalHost) => Object.fromEntries(host.machines.list().map(({ name, state }) => [name, state]))

async function wasOn(folder: string): Promise<unknown> {
  const stored = JSON.parse(await readFile(path.join(folder, 'machine.json'), 'utf8')) as { wasOn: unknown }
  return stored.wasOn
}

/** What tells how machines ended with their host, beside what is told of every command. */
const ends = ['SAVED_WITH_HOST', 'NOT_SAVED_WITH_HOST', 'TURNED_OFF_WITH_HOST', 'GUEST_POWERED_OFF']

async function eventsUntilClosed(host: LocalHost): Promise<string[]> {
  const follower = await follow(host)
  await host.close()
  return follower.changes.flatMap((change) =>
    change.type === 'event' && ends.includes(change.event.code)
      ? [`${change.event.code} ${change.event.machineName}`]
      : [],
  )
}

describe('a host that closes', () => {
  it('saves machines, and the next host goes on with those that were on', async () => {
    const { host, home } = await openTestHost()
    const on = await make(host, 'on')
    const off = await make(host, 'off')
    await host.machines.start(on.id)
    expect(await eventsUntilClosed(host)).toEqual(['SAVED_WITH_HOST on'])
    expect(states(host)).toEqual({ on: 'Saved', off: 'Off' })
    expect(await wasOn(on.folder)).toBe(true)
    expect(await wasOn(off.folder)).toBe(false)

    const { host: next, engine } = await openTestHost({ home })
    await eventually(() => expect(states(next)).toEqual({ on: 'Running', off: 'Off' }))
    expect(engine.latest.options.savedState).not.toBeNull()
    await eventually(async () => expect(await wasOn(on.folder)).toBe(false))
  })

  it('turns off those that are to be turned off, and the next host starts them anew', async () => {
    const { host, home } = await openTestHost()
    const { id } = await make(host, 'lab', { automaticStop: 'turnOff' })
    await host.machines.start(id)
    expect(await eventsUntilClosed(host)).toEqual(['TURNED_OFF_WITH_HOST lab'])
    const { host: next } = await openTestHost({ home })
    await eventually(() => expect(states(next)).toEqual({ lab: 'Running' }))
  })

  it('turns off what cannot be saved, and says so', async () => {
    const { host, engine } = await openTestHost()
    const { id } = await make(host, 'lab')
    await host.machines.start(id)
    engine.fail('save', 'no room')
    expect(await eventsUntilClosed(host)).toEqual(['NOT_SAVED_WITH_HOST lab', 'TURNED_OFF_WITH_HOST lab'])
    expect(states(host)).toEqual({ lab: 'Off' })
  })

  it('shuts the guest down by its agent where it is to', async () => {
    const { host, engine } = await openTestHost()
    engine.hasAgent = true
    const { id, folder } = await make(host, 'lab', { automaticStop: 'shutDown' })
    await host.machines.start(id)
    expect(await eventsUntilClosed(host)).toEqual(['GUEST_POWERED_OFF lab'])
    expect(engine.latest.asked).toEqual(['guest-sync-delimited', 'guest-shutdown'])
    expect(states(host)).toEqual({ lab: 'Off' })
    expect(await wasOn(folder)).toBe(true)
  })

  it('saves a guest that stands still, as it hears nobody', async () => {
    const { host, engine } = await openTestHost()
    const { id } = await make(host, 'lab', { automaticStop: 'shutDown' })
    await host.machines.start(id)
    await host.machines.pause(id)
    expect(await eventsUntilClosed(host)).toEqual(['SAVED_WITH_HOST lab'])
    expect(engine.latest.asked).toEqual([])
  })

  it('saves two at a time', async () => {
    const { host, engine } = await openTestHost()
    for (const name of ['a', 'b', 'c']) await host.machines.start((await make(host, name)).id)
    const release = engine.hold('save')
    const closing = host.close()
    await eventually(() => expect(engine.calls.filter((call) => call === 'save')).toHaveLength(2))
    expect(Object.values(states(host)).sort()).toEqual(['Running', 'Saving', 'Saving'])
    release()
    await closing
    expect(states(host)).toEqual({ a: 'Saved', b: 'Saved', c: 'Saved' })
  })

  it('lets a save that its user asked for come to its end; that machine was not on', async () => {
    const { host, engine } = await openTestHost()
    const { id, folder } = await make(host, 'lab')
    await host.machines.start(id)
    const release = engine.hold('save')
    const asked = engine.asked('save')
    const saving = host.machines.save(id)
    await asked
    const closing = host.close()
    release()
    await Promise.all([saving, closing])
    expect(states(host)).toEqual({ lab: 'Saved' })
    expect(await wasOn(folder)).toBe(false)
  })
})

describe('a host that opens', () => {
  it('starts machines as their settings say, whatever one of them does', async () => {
    const { host, home } = await openTestHost()
    await make(host, 'always', { automaticStart: always })
    await make(host, 'broken', { automaticStart: always })
    await make(host, 'if running')
    const never = await make(host, 'never', { automaticStart: nothing })
    const broken = host.machines.list().find(({ name }) => name === 'broken')
    const missing = { kind: 'image', path: path.join(home, 'no.iso') } as const
    await writeFile(missing.path, '')
    await expect(host.machines.insertMedia(broken?.id ?? '', missing)).rejects.toMatchObject({ code: 'MEDIA_NOT_ISO' })
    await host.machines.start(never.id)
    await host.close()
    const file = path.join(broken?.folder ?? '', 'machine.json')
    await writeFile(
      file,
      (await readFile(file, 'utf8')).replace('"kind": "none"', '"kind": "image", "path": "/no.iso"'),
    )

    const { host: next } = await openTestHost({ home })
    const follower = await follow(next)
    const expected = { always: 'Running', broken: 'Off', 'if running': 'Off', never: 'Saved' }
    await eventually(() => expect(states(next)).toEqual(expected))
    const failures = () =>
      [
        ...follower.snapshot.events,
        ...follower.changes.flatMap((change) => (change.type === 'event' ? [change.event] : [])),
      ].filter(({ code }) => code === 'START_FAILED')
    await eventually(() =>
      expect(failures()).toMatchObject([
        { code: 'START_FAILED', machineName: 'broken', facts: { error: 'MEDIA_NOT_FOUND' } },
      ]),
    )
    expect(await wasOn(never.folder)).toBe(false)
  })

  it('starts what was on when the host before it was lost', async () => {
    const { host, home } = await openTestHost()
    const { id, folder } = await make(host, 'lab')
    await host.close()
    await writeFile(path.join(folder, 'running.json'), JSON.stringify({ machineId: id, since: '', engine: null }))
    const { host: next } = await openTestHost({ home })
    await eventually(() => expect(states(next)).toEqual({ lab: 'Running' }))
    expect((await follow(next)).snapshot.events.map(({ code }) => code)).toContain('HOST_ENDED')
  })

  it('lets a machine wait for its time; that it was on is not forgotten if the host closes before', async () => {
    const { host, home } = await openTestHost()
    const { id, folder } = await make(host, 'lab', { automaticStart: { action: 'ifRunning', delay: 3600 } })
    await host.machines.start(id)
    await host.close()
    const { host: next } = await openTestHost({ home })
    expect(states(next)).toEqual({ lab: 'Saved' })
    await next.close()
    expect(await wasOn(folder)).toBe(true)
    const { host: third } = await openTestHost({ home })
    await third.machines.configure(id, { settings: { automaticStart: { action: 'ifRunning', delay: 0 } } })
    await third.close()
    const { host: fourth } = await openTestHost({ home })
    await eventually(() => expect(states(fourth)).toEqual({ lab: 'Running' }))
  })

  it('starts two at a time', async () => {
    const { host, home } = await openTestHost()
    for (const name of ['a', 'b', 'c']) await make(host, name, { automaticStart: always })
    await host.close()
    const engine = new FakeEngine()
    const release = engine.hold('powerOn')
    const { host: next } = await openTestHost({ home, engine })
    await eventually(() => expect(engine.machines).toHaveLength(2))
    expect(Object.values(states(next)).sort()).toEqual(['Off', 'Starting', 'Starting'])
    release()
    await eventually(() => expect(states(next)).toEqual({ a: 'Running', b: 'Running', c: 'Running' }))
  })
})

describe('a machine that is going to be started', () => {
  const waiting = (host: LocalHost) =>
    Object.fromEntries(host.machines.list().map(({ name, waitingToStart }) => [name, waitingToStart]))

  it('says so while it waits for its delay, and not when somebody has started it', async () => {
    const { host, home } = await openTestHost()
    const { id } = await make(host, 'late', { automaticStart: { action: 'always', delay: 3600 } })
    await make(host, 'never', { automaticStart: nothing })
    await host.close()
    const { host: next } = await openTestHost({ home })
    expect(waiting(next)).toEqual({ late: true, never: false })
    const follower = await follow(next)
    await next.machines.start(id)
    expect(waiting(next)).toEqual({ late: false, never: false })
    await follower.until(() => follower.changes.length > 0)
    expect(follower.changes[0]).toMatchObject({ type: 'machine', machine: { id, waitingToStart: false } })
  })
})
