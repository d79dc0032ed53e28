import { copyFile, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { nodeDiskFiles as files } from '#electron/disks/node-disk-files.ts'
import { openVhd } from '#electron/disks/vhd/open-vhd.ts'
import { idePositions, type DrivePosition } from '#shared/drive.ts'
import { follow, openTestHost } from '#tests/fixtures/host.ts'
import { writeIso } from '#tests/fixtures/iso-image.ts'
import { machineWithFolder } from '#tests/fixtures/machine-with-folder.ts'

const none = { kind: 'none' } as const
const floppySize = 1_474_560

describe('a drive', () => {
  it('is plugged in where the user says, else at the first free place', async () => {
    const { machines, id, get, disk, attach, host, home } = await machineWithFolder()
    const [one, two] = [await disk('one'), await disk('two')]
    expect(await machines.attachDrive(id, { kind: 'dvd' }, 'ide1:1')).toBe('ide1:1')
    expect(await attach(one)).toBe('ide0:0')
    expect(await attach(two)).toBe('ide0:1')
    const drives = [
      { kind: 'disk', at: 'ide0:0', path: one },
      { kind: 'disk', at: 'ide0:1', path: two },
      { kind: 'dvd', at: 'ide1:0', media: none },
      { kind: 'dvd', at: 'ide1:1', media: none },
    ]
    expect(get()?.drives).toEqual(drives)
    await host.close()
    expect((await openTestHost({ home })).host.machines.list()).toMatchObject([{ drives }])
  })

  it('is plugged out, and its file stays', async () => {
    const { machines, id, get, disk, attach } = await machineWithFolder()
    const one = await disk('one')
    await attach(one)
    await machines.detachDrive(id, 'ide0:0')
    await machines.detachDrive(id, 'ide1:0')
    expect(get()?.drives).toEqual([])
    await attach(one)
    expect(get()?.drives).toMatchObject([{ at: 'ide0:0', path: one }])
  })

  it('takes the place of another at once, for which the host tells of both', async () => {
    const { machines, id, get, disk, child, attach, host } = await machineWithFolder()
    const one = await disk('one')
    await attach(one)
    // What is based on the disk that goes, as a copy to try something with.
    const top = await child('top', one)
    const follower = await follow(host)
    await machines.replaceDrive(id, { kind: 'disk', path: top }, 'ide0:0')
    await follower.until(() => follower.changes.length === 3)
    expect(follower.changes).toMatchObject([
      { type: 'machine', machine: { drives: [{ at: 'ide0:0', path: top }, { at: 'ide1:0' }] } },
      { type: 'event', event: { code: 'DRIVE_DETACHED', facts: { at: 'ide0:0', path: one } } },
      { type: 'event', event: { code: 'DRIVE_ATTACHED', facts: { at: 'ide0:0', path: top } } },
    ])
    await machines.replaceDrive(id, { kind: 'dvd' }, 'ide0:0')
    await machines.replaceDrive(id, { kind: 'disk', path: one, force: true }, 'ide1:0')
    expect(get()?.drives).toEqual([
      { kind: 'dvd', at: 'ide0:0', media: none },
      { kind: 'disk', at: 'ide1:0', path: one },
    ])
  })

  it('stays where what is to take its place is refused, or is needed', async () => {
    const { machines, id, get, disk, attach, folder } = await machineWithFolder()
    const [one, two] = [await disk('one'), await disk('two')]
    await attach(one)
    await attach(two)
    const before = get()
    const replace = (file: string, at: DrivePosition = 'ide0:0') =>
      machines.replaceDrive(id, { kind: 'disk', path: file }, at)
    const missing = path.join(folder, 'missing.vhd')
    await expect(replace(missing)).rejects.toMatchObject({ code: 'DISK_FAILED', facts: { problem: 'NOT_FOUND' } })
    await expect(replace(two)).rejects.toMatchObject({ code: 'DISK_ATTACHED', facts: { path: two, name: 'lab' } })
    await expect(replace(missing, 'ide1:1')).rejects.toMatchObject({ code: 'DRIVE_NOT_FOUND' })
    expect(get()).toEqual(before)
    await machines.takeSnapshot(id, {})
    const kept = get()?.drives
    await expect(replace(await disk('three'))).rejects.toMatchObject({ code: 'DISK_IN_SNAPSHOTS' })
    expect(get()?.drives).toEqual(kept)
  })

  it('is refused where it cannot be', async () => {
    const { machines, id, get, disk, attach } = await machineWithFolder()
    const one = await disk('one')
    await expect(machines.attachDrive(id, { kind: 'dvd' }, 'ide1:0')).rejects.toMatchObject({
      code: 'DRIVE_POSITION_TAKEN',
      facts: { name: 'lab', at: 'ide1:0' },
    })
    await expect(machines.detachDrive(id, 'ide0:1')).rejects.toMatchObject({
      code: 'DRIVE_NOT_FOUND',
      facts: { name: 'lab', at: 'ide0:1' },
    })
    for (const kind of ['dvd', 'dvd', 'dvd'] as const) await machines.attachDrive(id, { kind })
    await expect(attach(one)).rejects.toMatchObject({ code: 'DRIVE_POSITIONS_FULL', facts: { name: 'lab' } })
    expect(get()?.drives.map(({ at }) => at)).toEqual(idePositions)
  })

  it('is given to the engine as it is in the settings', async () => {
    const { machines, id, disk, attach, engine, folder } = await machineWithFolder()
    const one = await disk('one')
    const floppy = path.join(folder, 'a.vfd')
    await writeFile(floppy, new Uint8Array(floppySize))
    await attach(one)
    await machines.attachDrive(id, { kind: 'dvd' })
    // A disk to start from: the disc need not be one.
    const iso = await writeIso('data', folder)
    await machines.insertMedia(id, { kind: 'image', path: iso }, 'ide1:0')
    await machines.insertMedia(id, { kind: 'image', path: floppy })
    await machines.start(id)
    expect(engine.latest.options).toMatchObject({
      drives: [
        { kind: 'disk', at: 'ide0:0', path: one },
        { kind: 'dvd', at: 'ide0:1', path: null },
        { kind: 'dvd', at: 'ide1:0', path: iso },
      ],
      floppy,
    })
  })

  it('is looked for below the machine where its file lies there', async () => {
    const { machines, id, lab, disk, host, home, folder } = await machineWithFolder()
    await rename(await disk('one'), path.join(lab.folder, 'own.vhd'))
    await machines.attachDrive(id, { kind: 'disk', path: path.join(lab.folder, 'own.vhd') })
    await host.close()
    expect(JSON.parse(await readFile(path.join(lab.folder, 'machine.json'), 'utf8'))).toMatchObject({
      drives: [{ path: 'own.vhd' }, {}],
    })
    const moved = path.join(folder, 'moved')
    await rename(home, moved)
    const again = await openTestHost({ home: moved })
    expect(again.host.machines.list()[0]?.drives[0]).toMatchObject({ path: path.join(moved, 'machines/lab/own.vhd') })
  })

  it('stays as it was where the settings cannot be stored', async () => {
    const { machines, id, lab, get, disk, attach } = await machineWithFolder()
    const one = await disk('one')
    await rename(lab.folder, `${lab.folder} away`)
    await expect(attach(one)).rejects.toMatchObject({ code: 'STORAGE_FAILED' })
    expect(get()?.drives).toEqual(lab.drives)
    await rename(`${lab.folder} away`, lab.folder)
    await machines.attachDrive(id, { kind: 'disk', path: one })
    expect(get()?.drives).toEqual([{ kind: 'disk', at: 'ide0:0', path: one }, ...lab.drives])
  })
})

describe('a disk', () => {
  it('is checked before it is attached', async () => {
    const { attach, get, lab, folder } = await machineWithFolder()
    await expect(attach('a/relative.vhd')).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      facts: { issues: [{ path: 'drive.path' }] },
    })
    const missing = path.join(folder, 'missing.vhd')
    await expect(attach(missing)).rejects.toMatchObject({
      code: 'DISK_FAILED',
      facts: { problem: 'NOT_FOUND', path: missing },
    })
    const text = path.join(folder, 'text.vhd')
    await writeFile(text, 'x'.repeat(4096))
    await expect(attach(text)).rejects.toMatchObject({ code: 'DISK_FAILED', facts: { path: text } })
    await expect(attach(folder)).rejects.toMatchObject({ code: 'DISK_FAILED', facts: { problem: 'NOT_A_FILE' } })
    expect(get()).toEqual(lab)
  })

  it('is not attached without its parent', async () => {
    const { disk, child, attach } = await machineWithFolder()
    const parent = await disk('parent')
    const file = await child('child', parent)
    await rm(parent)
    await expect(attach(file)).rejects.toMatchObject({
      code: 'DISK_FAILED',
      facts: { problem: 'PARENT_NOT_FOUND', path: file },
    })
  })

  it('is in one place of a machine only', async () => {
    const { disk, attach } = await machineWithFolder()
    const one = await disk('one')
    await attach(one)
    await expect(attach(one)).rejects.toMatchObject({ code: 'DISK_ATTACHED', facts: { path: one, name: 'lab' } })
  })

  it('may be in two machines, of which one is on at a time', async () => {
    const { disk, attach, create, get } = await machineWithFolder()
    const one = await disk('one')
    const other = await create('other')
    await attach(one)
    await attach(one, other.id)
    expect(get(other.id)?.drives).toMatchObject([{ path: one }, {}])
  })

  it('that somebody uses is not attached', async () => {
    const { disk, attach, get } = await machineWithFolder()
    const one = await disk('one')
    const user = await openVhd(files, one, { writable: true })
    const inUse = { code: 'DISK_FAILED', facts: { problem: 'IN_USE', path: one, pid: process.pid } }
    await expect(attach(one)).rejects.toMatchObject(inUse)
    await user.close()
    await attach(one)
    expect(get()?.drives).toContainEqual(expect.objectContaining({ path: one }))
  })

  it("is not attached where a machine's disk is based on it, at whatever distance", async () => {
    const { disk, child, attach, create, get } = await machineWithFolder()
    const parent = await disk('parent')
    const middle = await child('middle', parent)
    const top = await child('top', middle)
    const other = await create('other')
    await attach(top)
    for (const below of [middle, parent]) {
      const refused = { code: 'DISK_FAILED', facts: { problem: 'OTHER_CHILDREN', path: below, children: [top] } }
      await expect(attach(below, other.id)).rejects.toMatchObject(refused)
      await expect(attach(below)).rejects.toMatchObject(refused)
    }
    expect(get(other.id)?.drives).toEqual(other.drives)
    // Another child of the same parent harms nobody.
    const sibling = await child('sibling', parent)
    await attach(sibling, other.id)
    expect(get(other.id)?.drives).toMatchObject([{ path: sibling }, {}])
  })

  it('is not attached where it is based on the disk of a machine', async () => {
    const { machines, id, disk, child, attach, create, get } = await machineWithFolder()
    const parent = await disk('parent')
    const top = await child('top', await child('middle', parent))
    const other = await create('other')
    await machines.attachDrive(id, { kind: 'disk', path: parent, force: true })
    const attached = { code: 'DISK_ATTACHED', facts: { path: parent, name: 'lab' } }
    await expect(attach(top, other.id)).rejects.toMatchObject(attached)
    await expect(attach(top)).rejects.toMatchObject(attached)
    expect(get(other.id)?.drives).toEqual(other.drives)
  })

  it('is no hindrance to others where it is a copy, or is gone', async () => {
    const { disk, child, attach, create, folder, get } = await machineWithFolder()
    const attached = (id: string) =>
      get(id)?.drives.flatMap((drive) => (drive.kind === 'disk' ? [path.basename(drive.path)] : []))
    const parent = await disk('parent')
    const top = await child('top', parent)
    await attach(top)
    const copy = path.join(folder, 'copy.vhd')
    await copyFile(parent, copy)
    const other = await create('other')
    await attach(copy, other.id)
    expect(attached(other.id)).toEqual(['copy.vhd'])
    await rm(copy)
    await rm(top)
    await attach(await disk('more'), other.id)
    expect(attached(other.id)).toEqual(['copy.vhd', 'more.vhd'])
  })
})
