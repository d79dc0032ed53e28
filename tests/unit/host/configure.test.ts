import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { defaultSettings } from '#shared/machine-settings.ts'
import { follow, openTestHost } from '#tests/fixtures/host.ts'

const none = { kind: 'none' } as const

describe('configuring a machine', () => {
  it('changes all that is asked for at once, stores it and tells everybody', async () => {
    const { host, home } = await openTestHost()
    const { id, folder } = await host.machines.create({ name: 'lab', dvd: none })
    const follower = await follow(host)
    const automaticStart = { action: 'always', delay: 30 } as const
    await host.machines.configure(id, {
      ...{ name: 'server', notes: 'mail', memory: 256 },
      settings: { automaticStart, recovery: 'restart' },
    })
    const settings = { automaticStart, automaticStop: 'save', recovery: 'restart' }
    const expected = { id, folder, name: 'server', notes: 'mail', memory: 256, settings }
    expect(host.machines.list()).toMatchObject([expected])
    await follower.until(() => follower.changes.length > 1)
    const changes = expect.arrayContaining([
      { what: 'name', before: 'lab', after: 'server' },
      { what: 'settings.automaticStart.delay', before: '0', after: '30' },
    ]) as unknown
    expect(follower.changes).toMatchObject([
      { type: 'machine', machine: expected },
      { type: 'event', event: { code: 'SETTINGS_CHANGED', machineId: id, changes } },
    ])

    await host.close()
    const { host: next } = await openTestHost({ home })
    expect(next.machines.list()).toMatchObject([expected])
    const stored = JSON.parse(await readFile(path.join(folder, 'machine.json'), 'utf8')) as object
    expect(stored).toMatchObject({ name: 'server', notes: 'mail', memory: 256, settings })
  })

  it('leaves as it is what is not asked for', async () => {
    const { host } = await openTestHost()
    const { id } = await host.machines.create({ name: 'lab', dvd: none, memory: 64, notes: 'kept' })
    await host.machines.configure(id, { settings: { automaticStop: 'turnOff' } })
    const settings = { ...defaultSettings, automaticStop: 'turnOff' }
    expect(host.machines.list()).toMatchObject([{ name: 'lab', notes: 'kept', memory: 64, settings }])
  })

  it('starts from what its startup order says, with the menu of the BIOS where that is asked for', async () => {
    const { host, engine } = await openTestHost()
    const { id } = await host.machines.create({ name: 'lab', dvd: none })
    const options = async (bootMenu?: boolean) => {
      await host.machines.start(id, bootMenu === undefined ? {} : { bootMenu })
      await host.machines.turnOff(id)
      return engine.latest.options.startup
    }
    expect(await options()).toEqual({ order: ['cd', 'disk', 'floppy'], menu: 'none' })
    const order = ['floppy', 'cd', 'disk'] as const
    await host.machines.configure(id, { settings: { startup: { order: [...order], menu: true } } })
    expect(await options()).toEqual({ order, menu: 'offer' })
    expect(await options(true)).toEqual({ order, menu: 'open' })
  })

  it('renames in every state; other memory is for a machine that is off', async () => {
    const { host, engine } = await openTestHost()
    const { id } = await host.machines.create({ name: 'lab', dvd: none, memory: 64 })
    await host.machines.start(id)
    await host.machines.configure(id, { name: 'running', memory: 64 })
    await expect(host.machines.configure(id, { name: 'other', memory: 128 })).rejects.toMatchObject({
      code: 'STATE_CONFLICT',
      facts: { name: 'running', command: 'changeMemory', state: 'Running' },
    })
    expect(host.machines.list()).toMatchObject([{ name: 'running', memory: 64 }])
    await host.machines.save(id)
    await host.machines.configure(id, { name: 'saved' })
    await expect(host.machines.configure(id, { memory: 128 })).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
    await host.machines.deleteSavedState(id)
    await host.machines.configure(id, { memory: 128 })
    await host.machines.start(id)
    expect(engine.latest.options).toMatchObject({ name: 'saved', memory: 128 })
  })

  it('gives no two machines one name, whatever the letter case, also when two want it at once', async () => {
    const { host } = await openTestHost()
    const { id: a } = await host.machines.create({ name: 'a', dvd: none })
    const { id: b } = await host.machines.create({ name: 'b', dvd: none })
    await expect(host.machines.configure(b, { name: 'A', notes: 'no' })).rejects.toMatchObject({
      code: 'MACHINE_NAME_TAKEN',
      facts: { name: 'A' },
    })
    expect(host.machines.list()).toMatchObject([{ name: 'a' }, { name: 'b', notes: '' }])
    await host.machines.configure(a, { name: 'A' })

    const wanted = await Promise.allSettled([
      host.machines.configure(a, { name: 'c' }),
      host.machines.configure(b, { name: 'C' }),
      host.machines.create({ name: 'c', dvd: none }),
    ])
    expect(wanted.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const names = host.machines.list().map(({ name }) => name.toLowerCase())
    expect(new Set(names).size).toBe(names.length)
  })

  it('gives a new machine the name that another had, in a folder of its own', async () => {
    const { host } = await openTestHost()
    const { id, folder } = await host.machines.create({ name: 'lab', dvd: none })
    await host.machines.configure(id, { name: 'old' })
    const second = await host.machines.create({ name: 'lab', dvd: none })
    expect(second.folder).not.toBe(folder)
    expect(existsSync(folder)).toBe(true)
  })

  it('refuses memory that the host does not have', async () => {
    const { host } = await openTestHost({ memory: { total: () => 512, available: () => 512, spare: () => 512 } })
    const { id } = await host.machines.create({ name: 'lab', dvd: none, memory: 64 })
    await expect(host.machines.configure(id, { memory: 1024 })).rejects.toMatchObject({
      code: 'MEMORY_EXCEEDS_HOST',
      facts: { memory: 1024, available: 512 },
    })
  })
})
