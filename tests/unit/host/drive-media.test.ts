import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { canChange } from '#shared/settings-table.ts'
import { follow, openTestHost } from '#tests/fixtures/host.ts'
import { writeIso } from '#tests/fixtures/iso-image.ts'
import { machineWithFolder } from '#tests/fixtures/machine-with-folder.ts'

const none = { kind: 'none' } as const
const floppySize = 1_474_560

describe('media', () => {
  it('go into the drive that takes them, and out of the first that is not empty', async () => {
    const { machines, id, get, folder, host, home } = await machineWithFolder()
    const iso = { kind: 'image', path: await writeIso('data', folder) } as const
    const floppy = { kind: 'image', path: path.join(folder, 'a.vfd') } as const
    await writeFile(floppy.path, new Uint8Array(floppySize))
    await machines.attachDrive(id, { kind: 'dvd' }, 'ide1:1')
    expect(await machines.insertMedia(id, floppy)).toBe('floppy')
    expect(await machines.insertMedia(id, iso)).toBe('ide1:0')
    expect(await machines.insertMedia(id, iso, 'ide1:1')).toBe('ide1:1')
    const settings = {
      drives: [
        { at: 'ide1:0', media: iso },
        { at: 'ide1:1', media: iso },
      ],
      floppy: floppy.path,
    }
    expect(get()).toMatchObject(settings)
    await host.close()
    const again = (await openTestHost({ home })).host.machines
    expect(again.list()).toMatchObject([settings])
    expect(await again.ejectMedia(id)).toBe('ide1:0')
    expect(await again.ejectMedia(id)).toBe('ide1:1')
    expect(await again.ejectMedia(id)).toBe('floppy')
    // An empty drive may be opened, too.
    expect(await again.ejectMedia(id)).toBe('ide1:0')
    expect(again.list()).toMatchObject([
      {
        drives: [
          { at: 'ide1:0', media: none },
          { at: 'ide1:1', media: none },
        ],
        floppy: null,
      },
    ])
  })

  it('are refused where they cannot be', async () => {
    const { machines, id, get, lab, folder, disk, attach } = await machineWithFolder()
    const insert = (file: string, at?: Parameters<typeof machines.insertMedia>[2]) =>
      machines.insertMedia(id, { kind: 'image', path: file }, at)
    const iso = await writeIso('data', folder)
    await expect(insert('a/relative.iso')).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      facts: { issues: [{ path: 'media.path' }] },
    })
    await expect(insert('a/relative.vfd', 'floppy')).rejects.toMatchObject({ code: 'INPUT_INVALID' })
    const missing = path.join(folder, 'missing')
    for (const at of [undefined, 'ide1:0', 'floppy'] as const) {
      await expect(insert(missing, at)).rejects.toMatchObject({ code: 'MEDIA_NOT_FOUND', facts: { path: missing } })
    }
    await expect(insert(iso, 'floppy')).rejects.toMatchObject({
      code: 'DISK_FAILED',
      facts: { problem: 'FLOPPY_SIZE_WRONG', path: iso },
    })
    await expect(insert(await disk('a'), 'ide1:0')).rejects.toMatchObject({ code: 'MEDIA_NOT_ISO' })
    await expect(insert(iso, 'ide0:1')).rejects.toMatchObject({
      code: 'DRIVE_NOT_FOUND',
      facts: { name: 'lab', at: 'ide0:1' },
    })
    await expect(machines.insertMedia(id, { kind: 'template', template: 'lab-linux' }, 'floppy')).rejects.toMatchObject(
      {
        code: 'DRIVE_TAKES_NO_MEDIA',
      },
    )
    expect(get()).toEqual(lab)
    await attach(await disk('b'))
    const noDrive = { code: 'DRIVE_TAKES_NO_MEDIA', facts: { name: 'lab', at: 'ide0:0' } }
    await expect(insert(iso, 'ide0:0')).rejects.toMatchObject(noDrive)
    await expect(machines.ejectMedia(id, 'ide0:0')).rejects.toMatchObject(noDrive)
    await machines.detachDrive(id, 'ide1:0')
    await expect(insert(iso)).rejects.toMatchObject({ code: 'DRIVE_TAKES_NO_MEDIA', facts: { name: 'lab', at: null } })
    await expect(machines.ejectMedia(id)).rejects.toMatchObject({ code: 'DRIVE_TAKES_NO_MEDIA' })
  })

  it('reach a machine that is on, which may refuse them', async () => {
    const { machines, id, get, folder, engine } = await machineWithFolder()
    const iso = { kind: 'image', path: await writeIso('data', folder) } as const
    await machines.start(id)
    await machines.insertMedia(id, iso)
    expect(engine.latest.media.get('ide1:0')).toBe(iso.path)
    await machines.pause(id)
    engine.fail('ejectMedia', 'it is stuck')
    await expect(machines.ejectMedia(id)).rejects.toThrow('it is stuck')
    expect(get()?.drives).toMatchObject([{ media: iso }])
    engine.fail('ejectMedia', null)
    await machines.insertMedia(id, none, 'ide1:0')
    expect(engine.latest.media.size).toBe(0)
    expect(get()?.drives).toMatchObject([{ media: none }])
    engine.fail('insertMedia', 'it is stuck')
    await expect(machines.insertMedia(id, iso)).rejects.toThrow('it is stuck')
    expect(get()?.drives).toMatchObject([{ media: none }])
  })
})

it('drives and media are changed in the states of the table alone', async () => {
  const { machines, id, folder, engine, get, disk } = await machineWithFolder()
  const iso = { kind: 'image', path: await writeIso('data', folder) } as const
  const one = await disk('one')
  const changes = {
    changeDrives: [
      () => machines.attachDrive(id, { kind: 'disk', path: one }),
      () => machines.detachDrive(id, 'ide1:0'),
      () => machines.replaceDrive(id, { kind: 'disk', path: one }, 'ide1:0'),
    ],
    changeMedia: [() => machines.insertMedia(id, iso, 'ide1:0'), () => machines.ejectMedia(id, 'ide1:0')],
  } as const
  const seen: string[] = []
  const tryAll = async () => {
    const state = get()?.state ?? 'Off'
    seen.push(state)
    for (const kind of ['changeDrives', 'changeMedia'] as const) {
      for (const change of canChange(kind, state) ? [] : changes[kind]) {
        await expect(change()).rejects.toMatchObject({
          code: 'STATE_CONFLICT',
          facts: { name: 'lab', command: kind, state },
        })
      }
    }
    if (canChange('changeMedia', state)) for (const change of changes.changeMedia) await change()
  }
  const during = async (step: 'powerOn' | 'pause' | 'resume' | 'reset' | 'turnOff', work: () => Promise<void>) => {
    const release = engine.hold(step)
    const asked = engine.asked(step)
    const done = work()
    await asked
    await tryAll()
    release()
    await done
    await tryAll()
  }
  await during('powerOn', () => machines.start(id))
  await during('pause', () => machines.pause(id))
  await during('resume', () => machines.resume(id))
  await during('reset', () => machines.reset(id))
  await during('turnOff', () => machines.turnOff(id))
  expect(seen).toEqual(
    ['Starting', 'Running', 'Pausing', 'Paused', 'Resuming', 'Running', 'Stopping', 'Running'].concat(
      'Stopping',
      'Off',
    ),
  )
})

it('everybody hears of changed drives', async () => {
  const { host, machines, id } = await machineWithFolder()
  const follower = await follow(host)
  await machines.attachDrive(id, { kind: 'dvd' }, 'ide0:1')
  await follower.until(() => follower.changes.length === 2)
  expect(follower.changes).toMatchObject([
    { type: 'machine', machine: { id, drives: [{ at: 'ide0:1' }, { at: 'ide1:0' }] } },
    { type: 'event', event: { code: 'DRIVE_ATTACHED', machineId: id, facts: { drive: 'dvd', at: 'ide0:1' } } },
  ])
})
