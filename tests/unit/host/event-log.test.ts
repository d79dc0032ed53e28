import { appendFile, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { callAs } from '#electron/host/caller.ts'
import { ownerName } from '#electron/host/principal.ts'
import { EventFiles, eventsAtHand, type EventFilesOptions } from '#electron/host/event-files.ts'
import { EventLog } from '#electron/host/event-log.ts'
import { settingsChanges } from '#electron/host/settings-changes.ts'
import { eventSchema, type HostEvent } from '#shared/event.ts'
import { follow, openTestHost } from '#tests/fixtures/host.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const lab = { id: 'id', name: 'lab' }

async function openLog(folder: string, options?: EventFilesOptions) {
  const published: HostEvent[] = []
  const log = new EventLog(await EventFiles.open(folder, options), (event) => published.push(event))
  return { log, published }
}

describe('the event log', () => {
  it('has the newest at hand, and numbers them all', async () => {
    const { log, published } = await openLog(await temporaryFolder())
    for (let index = 0; index < eventsAtHand + 5; index++) log.add('ENGINE_HUNG', lab, { seconds: index })
    expect(log.events.map(({ id }) => id)).toEqual(Array.from({ length: eventsAtHand }, (_, index) => index + 6))
    expect(published).toHaveLength(eventsAtHand + 5)
    expect(log.events.at(-1)).toMatchObject({
      level: 'Critical',
      category: 'Machine',
      eventId: 18711,
      machineName: 'lab',
      user: 'host',
      facts: { seconds: 204 },
    })
    for (const event of published) expect(eventSchema.parse(event)).toEqual(event)
  })

  it('goes on where an earlier host ended', async () => {
    const folder = await temporaryFolder()
    const first = await openLog(folder)
    const before = [first.log.add('HOST_STARTED', null, { version: '1' }), first.log.add('MACHINE_STARTED', lab)]
    await first.log.settled()
    const second = await openLog(folder)
    expect(second.log.events).toEqual(before)
    expect(second.log.add('HOST_CLOSED', null).id).toBe(3)
  })

  it('survives a line that a kill has torn, and lines of other versions', async () => {
    const folder = await temporaryFolder()
    const first = await openLog(folder)
    first.log.add('MACHINE_STARTED', lab)
    await first.log.settled()
    const whole = await readFile(path.join(folder, 'events.jsonl'), 'utf8')
    const unknown = whole.replace('MACHINE_STARTED', 'MACHINE_TELEPORTED').replace('"id":1', '"id":2')
    await appendFile(path.join(folder, 'events.jsonl'), unknown + whole.replace('"id":1', '"id":3').slice(0, -20))
    const second = await openLog(folder)
    expect(second.log.events.map(({ id }) => id)).toEqual([1])
    second.log.add('MACHINE_PAUSED', lab)
    expect((await second.log.list({ limit: 10 })).map(({ code }) => code)).toEqual([
      'MACHINE_PAUSED',
      'MACHINE_STARTED',
    ])
  })

  it('begins a new file when one is full, and lets the oldest go', async () => {
    const folder = await temporaryFolder()
    const options = { fileSize: 2000, filesKept: 3 }
    const { log } = await openLog(folder, options)
    for (let index = 0; index < 100; index++) {
      log.add('MACHINE_STARTED', lab)
      await log.settled()
    }
    expect((await readdir(folder)).sort()).toEqual(['events.1.jsonl', 'events.2.jsonl', 'events.jsonl'])
    for (const file of await readdir(folder)) {
      expect((await readFile(path.join(folder, file))).length).toBeLessThanOrEqual(2000)
    }
    const ids = (await log.list({ limit: 1000 })).map(({ id }) => id)
    expect(ids).toEqual(Array.from({ length: ids.length }, (_, index) => 100 - index))
    expect(ids.length).toBeGreaterThan(10)
    expect((await openLog(folder, options)).log.events.at(-1)?.id).toBe(100)
  })

  it('is read back in pages, and by what is asked for', async () => {
    const { log } = await openLog(await temporaryFolder())
    for (let index = 0; index < 300; index++) {
      if (index % 2 === 0) log.add('MACHINE_STARTED', lab)
      else log.add('DISK_FULL', { id: 'other', name: 'other' }, { path: '/a.vhd' })
    }
    const ids = async (query: Parameters<EventLog['list']>[0]) => (await log.list(query)).map(({ id }) => id)
    expect(await ids({ limit: 3 })).toEqual([300, 299, 298])
    expect(await ids({ limit: 3, before: 5 })).toEqual([4, 3, 2])
    expect(await ids({ limit: 2, machineId: 'id' })).toEqual([299, 297])
    expect(await ids({ limit: 2, category: 'Storage' })).toEqual([300, 298])
    expect(await ids({ limit: 2, level: 'Critical', before: 10 })).toEqual([8, 6])
    expect(await ids({ limit: 2, category: 'Job' })).toEqual([])
  })

  it('says of a call whose it was', async () => {
    const { log } = await openLog(await temporaryFolder())
    expect(callAs({ name: 'chris', kind: 'program' }, () => log.add('MACHINE_STARTED', lab)).user).toBe('chris')
  })

  it('keeps what it could not write until it can', async () => {
    const folder = await temporaryFolder()
    const files = await EventFiles.open(path.join(folder, 'events'))
    const log = new EventLog(files, () => undefined)
    await rename(path.join(folder, 'events'), path.join(folder, 'away'))
    log.add('MACHINE_STARTED', lab)
    await log.settled()
    await mkdir(path.join(folder, 'events'))
    log.add('MACHINE_PAUSED', lab)
    expect((await log.list({ limit: 5 })).map(({ id }) => id)).toEqual([2, 1])
  })
})

describe('what has changed of settings', () => {
  it('is told by the path of each value', () => {
    const before = {
      id: 'a',
      memory: 128,
      notes: '',
      floppy: null,
      drives: [{ kind: 'dvd', at: 'ide1:0', media: 'x' }],
    }
    const after = {
      id: 'b',
      memory: 256,
      notes: '',
      floppy: '/f.vfd',
      drives: [
        { kind: 'disk', at: 'ide0:0', path: '/a.vhd' },
        { kind: 'dvd', at: 'ide1:0', media: 'y' },
      ],
    }
    expect(settingsChanges(before, after)).toEqual([
      { what: 'memory', before: '128', after: '256' },
      { what: 'drives.ide1:0.media', before: 'x', after: 'y' },
      { what: 'floppy', before: null, after: '/f.vfd' },
      { what: 'drives.ide0:0.kind', before: null, after: 'disk' },
      { what: 'drives.ide0:0.path', before: null, after: '/a.vhd' },
    ])
    expect(settingsChanges(after, after)).toEqual([])
  })
})

describe('a host', () => {
  it('records what is done with a machine, and tells of it again after a restart', async () => {
    const { host, home } = await openTestHost()
    const follower = await follow(host)
    const { id } = await host.machines.create({ name: 'lab', dvd: { kind: 'none' } })
    const image = path.join(await temporaryFolder(), 'floppy.vfd')
    await writeFile(image, Buffer.alloc(1_474_560))
    await callAs({ name: 'chris', kind: 'program' }, () =>
      host.machines.insertMedia(id, { kind: 'image', path: image }, 'floppy'),
    )
    await host.machines.ejectMedia(id, 'floppy')
    await host.machines.detachDrive(id, 'ide1:0')
    await host.machines.attachDrive(id, { kind: 'dvd' }, 'ide0:1')
    await host.machines.start(id)
    await host.machines.pause(id)
    await host.machines.resume(id)
    await host.machines.reset(id)
    await host.machines.save(id)
    await host.machines.start(id)
    await host.machines.turnOff(id)
    await host.machines.delete(id)
    await host.close()
    const expected = [
      'HOST_STARTED',
      'MACHINE_CREATED',
      'MEDIA_INSERTED',
      'MEDIA_EJECTED',
      'DRIVE_DETACHED',
      'DRIVE_ATTACHED',
      'MACHINE_STARTED',
      'MACHINE_PAUSED',
      'MACHINE_RESUMED',
      'MACHINE_RESET',
      'MACHINE_SAVED',
      'MACHINE_RESTORED',
      'MACHINE_TURNED_OFF',
      'MACHINE_DELETED',
      'HOST_CLOSED',
    ]
    const told = follower.changes.flatMap((change) => (change.type === 'event' ? [change.event] : []))
    expect(told.map(({ code }) => code)).toEqual(expected.slice(1))
    expect(told[1]).toMatchObject({
      machineName: 'lab',
      user: 'chris',
      facts: { at: 'floppy', path: image },
      changes: [{ what: 'floppy', before: null, after: image }],
    })
    const next = await openTestHost({ home })
    const events = await next.host.events.list({ limit: 100 })
    expect(events.map(({ code }) => code).reverse()).toEqual([...expected, 'HOST_STARTED'])
    expect(events.map(({ id: number }) => number)).toEqual(Array.from({ length: 16 }, (_, index) => 16 - index))
    expect(ownerName()).not.toBe('')
  })
})
