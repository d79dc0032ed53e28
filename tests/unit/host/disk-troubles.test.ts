import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { DiskFailureFacts } from '#shared/errors.ts'
import { follow, openTestHost } from '#tests/fixtures/host.ts'
import { writeIso } from '#tests/fixtures/iso-image.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'
import { until } from '#tests/fixtures/patience.ts'
import { unaskedEvents } from '#tests/fixtures/unasked-events.ts'

const disk = '/disks/lab.vhd'

async function machineOn() {
  const { host, engine } = await openTestHost()
  const { machines } = host
  const iso = { kind: 'image', path: await writeIso('bios', await temporaryFolder()) } as const
  const { id, folder } = await machines.create({ name: 'lab', dvd: iso })
  await machines.start(id)
  const get = () => machines.list()[0]
  const events = async () => unaskedEvents((await follow(host)).snapshot.events)
  /** Does work whose step of the engine waits while something else happens. */
  const during = async (step: Parameters<typeof engine.hold>[0], work: () => Promise<void>, happen: () => unknown) => {
    const release = engine.hold(step)
    const asked = engine.asked(step)
    const done = work()
    await asked
    await happen()
    release()
    await done
  }
  return { host, machines, engine, id, folder, get, events, during }
}

const full = { code: 'DISK_FULL', level: 'Critical', machineName: 'lab', facts: { path: disk } }

describe('a disk without room', () => {
  it('pauses its machine, which says so until it is resumed', async () => {
    const { host, machines, engine, id, get, events } = await machineOn()
    const follower = await follow(host)
    engine.latest.outOfSpace(disk)
    expect(get()).toMatchObject({ state: 'Paused', fault: full })
    await follower.until(() => follower.states(id).at(-1) === 'Paused')
    expect(engine.calls).toEqual(['powerOn'])
    expect(await events()).toMatchObject([full])
    await machines.resume(id)
    expect(get()).toMatchObject({ state: 'Running', fault: null })
    expect(engine.calls).toEqual(['powerOn', 'resume'])
    // There is still none.
    engine.latest.outOfSpace(disk)
    expect(get()).toMatchObject({ state: 'Paused', fault: full })
    expect(await events()).toHaveLength(2)
  })

  it('lets its machine be reset, turned off and started again', async () => {
    const { machines, engine, id, get } = await machineOn()
    engine.latest.outOfSpace(disk)
    await machines.reset(id)
    expect(get()).toMatchObject({ state: 'Running', fault: null })
    expect(engine.calls).toEqual(['powerOn', 'reset', 'resume'])
    engine.latest.outOfSpace(disk)
    await machines.turnOff(id)
    expect(get()?.state).toBe('Off')
    await machines.start(id)
    expect(get()).toMatchObject({ state: 'Running', fault: null })
  })

  it('is heard of while the machine is paused already', async () => {
    const { machines, engine, id, get } = await machineOn()
    await machines.pause(id)
    engine.latest.outOfSpace(disk)
    expect(get()).toMatchObject({ state: 'Paused', fault: full })
    await machines.resume(id)
    expect(get()).toMatchObject({ state: 'Running', fault: null })
  })

  it('is heard of while the machine pauses', async () => {
    const { machines, engine, id, get, during } = await machineOn()
    await during(
      'pause',
      () => machines.pause(id),
      () => engine.latest.outOfSpace(disk),
    )
    expect(get()).toMatchObject({ state: 'Paused', fault: full })
  })

  it('leaves the machine Paused where pausing it fails', async () => {
    const { machines, engine, id, get, during } = await machineOn()
    engine.fail('pause', 'no reason')
    await expect(
      during(
        'pause',
        () => machines.pause(id),
        () => engine.latest.outOfSpace(disk),
      ),
    ).rejects.toMatchObject({ code: 'ENGINE_FAILED' })
    expect(get()).toMatchObject({ state: 'Paused', fault: full })
  })

  it.each(['resume', 'reset'] as const)('that is tried again by %s anyway is no fault of it', async (command) => {
    const { machines, engine, id, get, during } = await machineOn()
    if (command === 'resume') await machines.pause(id)
    // What the engine says before it answers was before it let the guest go on.
    await during(
      command,
      () => machines[command](id),
      () => engine.latest.outOfSpace(disk),
    )
    expect(get()).toMatchObject({ state: 'Running', fault: null })
    engine.latest.outOfSpace(disk)
    expect(get()).toMatchObject({ state: 'Paused', fault: full })
  })

  it('leaves the machine Paused that is not on for long', async () => {
    const { machines, engine, id, get, during } = await machineOn()
    await machines.turnOff(id)
    await during(
      'powerOn',
      () => machines.start(id),
      () => {
        // The host asks for it when the machine is on, before it has written that down.
        const { latest } = engine
        Object.defineProperty(latest, 'pid', { get: () => (latest.outOfSpace(disk), engine.pid) })
      },
    )
    expect(get()).toMatchObject({ state: 'Paused', fault: full })
  })

  it('is not heard of while the machine is turned off, nor afterwards', async () => {
    const { machines, engine, id, get, events, during } = await machineOn()
    await during(
      'turnOff',
      () => machines.turnOff(id),
      () => engine.latest.outOfSpace(disk),
    )
    engine.latest.outOfSpace(disk)
    expect(get()).toMatchObject({ state: 'Off', fault: null })
    expect(await events()).toEqual([])
  })

  it('still pauses a machine that could not be turned off', async () => {
    const { machines, engine, id, get } = await machineOn()
    engine.fail('turnOff', 'stuck')
    engine.latest.outOfSpace(disk)
    await expect(machines.turnOff(id)).rejects.toMatchObject({ code: 'ENGINE_FAILED' })
    expect(get()).toMatchObject({ state: 'Paused', fault: full })
  })
})

describe('a request to a disk that fails', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  const facts: DiskFailureFacts = { problem: 'IO', path: disk, reason: 'EIO' }
  const failed = { code: 'DISK_ACCESS_FAILED', machineName: 'lab', facts: { error: 'DISK_FAILED', ...facts } }

  it('is logged, and changes nothing else', async () => {
    const { machines, engine, id, get, events } = await machineOn()
    engine.latest.diskFailed(facts)
    expect(get()).toMatchObject({ state: 'Running', fault: null })
    await machines.pause(id)
    engine.latest.diskFailed({ ...facts, reason: 'ENXIO' })
    expect(get()).toMatchObject({ state: 'Paused', fault: null })
    expect(await events()).toMatchObject([failed, { facts: { ...failed.facts, reason: 'ENXIO' } }])
  })

  it('is logged once a minute where the same goes on', async () => {
    const { machines, engine, id, events } = await machineOn()
    const other = { ...facts, path: '/disks/other.vhd' }
    for (let second = 0; second < 70; second++) {
      engine.latest.diskFailed(facts)
      if (second === 30) engine.latest.diskFailed(other)
      vi.advanceTimersByTime(1000)
    }
    expect((await events()).map(({ facts: { path } }) => path)).toEqual([disk, other.path, disk])
    // Another start is another matter.
    await machines.turnOff(id)
    await machines.start(id)
    engine.latest.diskFailed(facts)
    expect(await events()).toHaveLength(4)
  })

  it('is logged while the machine goes off, which may be the last word on it, and not afterwards', async () => {
    const { machines, engine, id, events, during } = await machineOn()
    await during(
      'turnOff',
      () => machines.turnOff(id),
      () => engine.latest.diskFailed(facts),
    )
    engine.latest.diskFailed({ ...facts, path: '/disks/other.vhd' })
    expect(await events()).toMatchObject([failed])
  })
})

describe('a disc that the guest takes out', () => {
  const none = { kind: 'none' } as const

  it('is out of the settings, whatever the machine is doing, and everybody hears of it', async () => {
    for (const step of ['pause', 'reset'] as const) {
      const { host, machines, engine, id, folder, get, during } = await machineOn()
      const follower = await follow(host)
      await during(
        step,
        () => machines[step](id),
        () => engine.latest.mediaEjected('ide1:0'),
      )
      await follower.until(() => get()?.drives[0]?.kind === 'dvd' && get()?.floppy === null)
      await until(() => JSON.stringify(get()?.drives).includes('none'))
      expect(get()?.drives).toEqual([{ kind: 'dvd', at: 'ide1:0', media: none }])
      expect(JSON.parse(await readFile(path.join(folder, 'machine.json'), 'utf8'))).toMatchObject({
        drives: [{ media: none }],
      })
      await host.close()
    }
  })

  it('stays out when it was the last thing before the machine was turned off', async () => {
    const { machines, engine, id, get, during } = await machineOn()
    await during(
      'turnOff',
      () => machines.turnOff(id),
      () => engine.latest.mediaEjected('ide1:0'),
    )
    await until(() => JSON.stringify(get()?.drives).includes('none'))
    engine.latest.mediaEjected('ide1:0')
    expect(get()?.drives).toEqual([{ kind: 'dvd', at: 'ide1:0', media: none }])
  })

  it('does not take with it the one that is put in meanwhile', async () => {
    const { machines, engine, id, get, during } = await machineOn()
    const next = { kind: 'image', path: await writeIso('hybrid', await temporaryFolder()) } as const
    await during(
      'insertMedia',
      async () => void (await machines.insertMedia(id, next)),
      () => engine.latest.mediaEjected('ide1:0'),
    )
    // Everything before this is done when its turn has come.
    await expect(machines.ejectMedia(id, 'ide0:0')).rejects.toMatchObject({ code: 'DRIVE_NOT_FOUND' })
    expect(get()?.drives).toMatchObject([{ media: next }])
  })

  it('of a drive that is no more changes nothing', async () => {
    const { machines, engine, id, get } = await machineOn()
    const said = vi.spyOn(console, 'error').mockReturnValue(undefined)
    engine.latest.mediaEjected('ide0:1')
    await machines.pause(id)
    expect(get()?.drives).toHaveLength(1)
    expect(said).toHaveBeenCalledTimes(1)
    said.mockRestore()
  })
})
