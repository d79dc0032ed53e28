import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { createDifferencing, createDynamic } from '#electron/disks/tools/create.ts'
import { maximumSnapshots } from '#shared/snapshot.ts'
import { openTestHost } from '#tests/fixtures/host.ts'
import { InProcessJobs } from '#tests/fixtures/in-process-jobs.ts'
import { readSectors, writeSectors } from '#tests/fixtures/machine-disks.ts'
import { until } from '#tests/fixtures/patience.ts'

async function machineWithDisk() {
  const test = await openTestHost({ launcher: new InProcessJobs() })
  const { machines } = test.host
  const { id, folder } = await machines.create({ name: 'lab', dvd: { kind: 'none' } })
  const base = path.join(folder, 'lab.vhd')
  await createDynamic(nodeDiskFiles, base, 6 * 2 ** 20)
  await machines.attachDrive(id, { kind: 'disk', path: base })
  const get = () => machines.list().find((machine) => machine.id === id)
  const diskNow = () => get()?.drives.find(({ kind }) => kind === 'disk') as { path: string }
  const write = (byte: number) => writeSectors(diskNow().path, new Map([[0, byte]]))
  const read = async () => (await readSectors(diskNow().path, [0]))[0]
  const layers = () => readdir(path.join(folder, 'snapshots')).catch(() => [])
  const merged = () => until(() => get()?.mergePending === false)
  return { ...test, machines, id, folder, base, get, diskNow, write, read, layers, merged }
}

describe('a snapshot', () => {
  it('is named after the machine and the time, and can be renamed', async () => {
    const { machines, id, get } = await machineWithDisk()
    const snapshotId = await machines.takeSnapshot(id, { notes: 'before' })
    expect(get()?.snapshots).toMatchObject([{ id: snapshotId, notes: 'before', parent: null, hasState: false }])
    expect(get()?.snapshots[0]?.name).toMatch(/^lab - \(/)
    await machines.changeSnapshot(id, snapshotId, { name: 'Clean' })
    expect(get()).toMatchObject({ currentSnapshot: snapshotId, snapshots: [{ name: 'Clean', notes: 'before' }] })
  })

  it('has the picture of a guest that ran, and none else', async () => {
    const { machines, id } = await machineWithDisk()
    const off = await machines.takeSnapshot(id, { name: 'off' })
    await expect(machines.snapshotImage(id, off)).rejects.toMatchObject({
      code: 'SNAPSHOT_WITHOUT_IMAGE',
      facts: { name: 'lab', snapshot: 'off' },
    })
    await machines.start(id)
    const { png } = await machines.screenImage(id)
    expect(await machines.snapshotImage(id, await machines.takeSnapshot(id, {}))).toEqual({ png, width: 1, height: 1 })
  })

  it('of a running machine is gone on from', async () => {
    const { machines, id, engine, get, write, read, base } = await machineWithDisk()
    await write(1)
    await machines.start(id)
    const snapshotId = await machines.takeSnapshot(id, {})
    expect(get()).toMatchObject({ state: 'Running', snapshots: [{ hasState: true, drives: [{ path: base }, {}] }] })
    expect(engine.latest.disks.get('ide0:0')).toMatch(/snapshots.lab-.*\.avhd$/)
    await write(2)
    await machines.pause(id)
    await machines.revert(id)
    expect(get()?.state).toBe('Saved')
    expect(await read()).toBe(1)
    await machines.start(id)
    expect(engine.latest.options.savedState?.path).toContain(snapshotId)
    await machines.turnOff(id)
    await machines.applySnapshot(id, snapshotId)
    expect(get()?.state).toBe('Saved')
  })

  it('that could not be begun leaves the machine as it was', async () => {
    const { machines, id, engine, get, layers, base } = await machineWithDisk()
    await machines.start(id)
    engine.fail('takeSnapshot', 'no room')
    await expect(machines.takeSnapshot(id, {})).rejects.toMatchObject({ code: 'ENGINE_FAILED' })
    expect(get()).toMatchObject({ state: 'Running', snapshots: [], drives: [{ path: base }, {}] })
    expect(await layers()).toEqual([])
  })

  it('whose state could not be kept is deleted, and nothing else is lost', async () => {
    const { machines, id, engine, get, write, read, merged, base, layers } = await machineWithDisk()
    await machines.start(id)
    engine.fail('keepState', 'no room')
    await expect(machines.takeSnapshot(id, { name: 'lost' })).rejects.toMatchObject({ code: 'ENGINE_FAILED' })
    expect(get()).toMatchObject({ state: 'Running', snapshots: [], currentSnapshot: null, mergePending: true })
    await write(7)
    await machines.turnOff(id)
    await merged()
    expect(get()).toMatchObject({ drives: [{ path: base }, {}] })
    expect(await read()).toBe(7)
    await until(async () => (await layers()).length === 0)
  })

  it('is refused beyond the limit', async () => {
    const { host, id } = await openTestHost().then(async ({ host }) => ({
      host,
      id: (await host.machines.create({ name: 'bare', dvd: { kind: 'none' } })).id,
    }))
    for (let i = 0; i < maximumSnapshots; i++) await host.machines.takeSnapshot(id, {})
    await expect(host.machines.takeSnapshot(id, {})).rejects.toMatchObject({
      code: 'SNAPSHOT_LIMIT',
      facts: { limit: maximumSnapshots },
    })
  })

  it('that is not there, or not come of, is told so', async () => {
    const { machines, id } = await machineWithDisk()
    await expect(machines.applySnapshot(id, 'none')).rejects.toMatchObject({ code: 'SNAPSHOT_NOT_FOUND' })
    await expect(machines.revert(id)).rejects.toMatchObject({ code: 'NO_SNAPSHOT' })
  })
})

describe('the disks of snapshots', () => {
  it('are neither taken out nor changed nor given to others', async () => {
    const { machines, host, id, base, diskNow } = await machineWithDisk()
    await machines.takeSnapshot(id, {})
    const refusal = (path: string) => ({ code: 'DISK_IN_SNAPSHOTS', facts: { path, name: 'lab' } })
    await expect(machines.detachDrive(id, 'ide0:0')).rejects.toMatchObject(refusal(diskNow().path))
    await expect(host.disks.run({ kind: 'compactDisk', path: base })).rejects.toMatchObject(refusal(base))
    await expect(machines.attachDrive(id, { kind: 'disk', path: base })).rejects.toMatchObject(refusal(base))
    const other = await machines.create({ name: 'other', dvd: { kind: 'none' } })
    await expect(machines.attachDrive(other.id, { kind: 'disk', path: base })).rejects.toMatchObject(refusal(base))
  })

  it('stay while disks of another machine are based on them', async () => {
    const { machines, host, id, base, merged } = await machineWithDisk()
    const snapshotId = await machines.takeSnapshot(id, { name: 'golden' })
    const clone = await machines.create({ name: 'clone', dvd: { kind: 'none' } })
    const disk = path.join(clone.folder, 'clone.vhd')
    await createDifferencing(nodeDiskFiles, disk, base)
    await machines.attachDrive(clone.id, { kind: 'disk', path: disk })
    await expect(machines.deleteSnapshot(id, snapshotId, { subtree: false })).rejects.toMatchObject({
      code: 'SNAPSHOT_IN_USE',
      facts: { name: 'lab', snapshot: 'golden', machines: ['clone'] },
    })
    // One that is deleted can be restored, and needs them then.
    await machines.delete(clone.id)
    await expect(machines.deleteSnapshot(id, snapshotId, { subtree: false })).rejects.toMatchObject({
      code: 'SNAPSHOT_IN_USE',
    })
    await host.trash.remove(host.trash.entries[0]?.id ?? '')
    await machines.deleteSnapshot(id, snapshotId, { subtree: false })
    await merged()
  })

  it('stay while a disk that was kept of a deleted machine is based on them', async () => {
    const { machines, host, id, base, merged } = await machineWithDisk()
    const snapshotId = await machines.takeSnapshot(id, { name: 'golden' })
    const clone = await machines.create({ name: 'clone', dvd: { kind: 'none' } })
    const disk = path.join(clone.folder, 'clone.vhd')
    await createDifferencing(nodeDiskFiles, disk, base)
    await machines.attachDrive(clone.id, { kind: 'disk', path: disk })
    await machines.delete(clone.id, { disks: 'keep', permanently: true })
    const kept = path.join(host.settings.value.disksFolder, 'clone', 'clone.vhd')
    await expect(machines.deleteSnapshot(id, snapshotId, { subtree: false })).rejects.toMatchObject({
      code: 'SNAPSHOT_IN_USE',
      facts: { machines: [kept] },
    })
    await expect(machines.delete(id, { disks: 'delete', permanently: true })).rejects.toMatchObject({
      code: 'DISK_NEEDED',
      facts: { machines: [kept] },
    })
    await rm(kept)
    await machines.deleteSnapshot(id, snapshotId, { subtree: false })
    await merged()
  })

  it('are merged while the machine runs', async () => {
    const { machines, id, engine, get, merged, base, write, read, layers } = await machineWithDisk()
    const snapshotId = await machines.takeSnapshot(id, {})
    await write(5)
    await machines.start(id)
    await machines.deleteSnapshot(id, snapshotId, { subtree: false })
    await merged()
    expect(get()).toMatchObject({ state: 'Running', snapshots: [], drives: [{ path: base }, {}] })
    expect(engine.latest.disks.get('ide0:0')).toBe(base)
    expect(await read()).toBe(5)
    await until(async () => (await layers()).length === 0)
  })

  it('are merged from the top where all are in one line, and between snapshots when the machine is off', async () => {
    const { machines, id, get, merged, base, write, read, layers } = await machineWithDisk()
    const first = await machines.takeSnapshot(id, {})
    await write(5)
    const second = await machines.takeSnapshot(id, {})
    await write(6)
    await machines.start(id)
    await machines.deleteSnapshot(id, first, { subtree: false })
    expect(get()).toMatchObject({ state: 'Running', mergePending: true })
    await machines.deleteSnapshot(id, second, { subtree: false })
    await merged()
    expect(get()).toMatchObject({ state: 'Running', drives: [{ path: base }, {}] })
    expect(await read()).toBe(6)
    await until(async () => (await layers()).length === 0)
    await machines.turnOff(id)
  })

  it('are not merged while the guest waits for room', async () => {
    const { machines, host, id, engine, get, merged, base, write } = await machineWithDisk()
    const snapshotId = await machines.takeSnapshot(id, {})
    await write(5)
    await machines.start(id)
    engine.latest.outOfSpace(base)
    await machines.deleteSnapshot(id, snapshotId, { subtree: false })
    await machines.ejectMedia(id)
    expect(get()).toMatchObject({ state: 'Paused', mergePending: true })
    expect(host.jobs.jobs.filter(({ kind }) => kind === 'mergeSnapshots')).toEqual([])
    await machines.resume(id)
    await merged()
    expect(get()?.drives[0]).toMatchObject({ path: base })
  })

  it.each(['fails', 'is cut off', 'loses its machine'])('stay as they are where the merge %s', async (how) => {
    const { machines, host, id, engine, get, merged, base, write, read } = await machineWithDisk()
    const snapshotId = await machines.takeSnapshot(id, {})
    await write(5)
    await machines.start(id)
    const release = engine.hold('mergeDisk')
    const asked = engine.asked('mergeDisk')
    await machines.deleteSnapshot(id, snapshotId, { subtree: false })
    await asked
    const state = () => host.jobs.jobs.findLast(({ kind }) => kind === 'mergeSnapshots')?.state
    if (how === 'fails') {
      engine.fail('mergeDisk', 'no room')
      release()
      await until(() => state() === 'Failed')
      engine.fail('mergeDisk', null)
      expect(await read()).toBe(5)
    } else if (how === 'is cut off') {
      await machines.pause(id)
      await until(() => state() === 'Running')
      expect(await read()).toBe(5)
      // From here on the disks are the job's that merges them.
      release()
    } else {
      engine.latest.end({ kind: 'guest' })
      await until(() => get()?.state === 'Off')
      expect(await read()).toBe(5)
      release()
    }
    if (how === 'fails') {
      expect(get()).toMatchObject({ state: 'Running', mergePending: true })
      await machines.pause(id)
    }
    await merged()
    expect(get()?.drives[0]).toMatchObject({ path: base })
    expect(await read()).toBe(5)
    expect(host.jobs.jobs.filter(({ state }) => state === 'Failed')).toHaveLength(how === 'fails' ? 1 : 0)
  })
})

describe('undo disks', () => {
  const enabled = async (whenOff: 'ask' | 'keep' | 'commit' | 'discard') => {
    const test = await machineWithDisk()
    await test.write(1)
    await test.machines.setUndoDisks(test.id, { enabled: true, whenOff })
    await test.machines.start(test.id)
    expect(test.engine.latest.disks.get('ide0:0')).toMatch(/snapshots.lab-.*\.vud$/)
    await test.write(2)
    return test
  }
  const present = (undo: boolean) => ({ undoDisks: { present: undo } })

  it.each(['ask', 'keep'] as const)('stay where that is wanted (%s), until told', async (whenOff) => {
    const { machines, id, get, read, base, diskNow, layers, write } = await enabled(whenOff)
    await machines.turnOff(id)
    expect(get()).toMatchObject(present(true))
    expect(await read()).toBe(2)
    await expect(machines.detachDrive(id, 'ide0:0')).rejects.toMatchObject({ code: 'DISK_IN_SNAPSHOTS' })
    await expect(machines.setUndoDisks(id, { enabled: false, whenOff })).rejects.toMatchObject({
      code: 'UNDO_DISKS_PRESENT',
    })
    await machines.commitUndoDisks(id)
    expect(get()).toMatchObject({ state: 'Off', ...present(false) })
    expect(diskNow().path).toBe(base)
    expect(await read()).toBe(2)
    expect(await layers()).toEqual([])
    await expect(machines.discardUndoDisks(id)).rejects.toMatchObject({ code: 'NO_UNDO_DISKS' })
    await machines.start(id)
    await write(3)
    await machines.turnOff(id)
    await machines.discardUndoDisks(id)
    expect(await read()).toBe(2)
  })

  it('are committed by themselves', async () => {
    const { machines, id, get, read, engine } = await enabled('commit')
    engine.latest.end({ kind: 'guest' })
    await until(() => get()?.undoDisks.present === false && get()?.state === 'Off')
    expect(await read()).toBe(2)
    await machines.start(id)
    expect(get()).toMatchObject(present(true))
  })

  it('are discarded by themselves', async () => {
    const { machines, id, get, read } = await enabled('discard')
    await machines.turnOff(id)
    await until(() => get()?.undoDisks.present === false)
    expect(await read()).toBe(1)
  })

  it('stay with a saved machine', async () => {
    const { machines, id, get, read } = await enabled('discard')
    await machines.save(id)
    expect(get()).toMatchObject({ state: 'Saved', ...present(true) })
    expect(await read()).toBe(2)
  })

  it('and snapshots exclude each other', async () => {
    const { machines, id } = await machineWithDisk()
    await machines.takeSnapshot(id, {})
    const undo = { enabled: true, whenOff: 'ask' } as const
    await expect(machines.setUndoDisks(id, undo)).rejects.toMatchObject({ code: 'SNAPSHOTS_EXIST' })
    const other = await machines.create({ name: 'other', dvd: { kind: 'none' } })
    await machines.setUndoDisks(other.id, undo)
    await expect(machines.takeSnapshot(other.id, {})).rejects.toMatchObject({ code: 'UNDO_DISKS_ENABLED' })
  })
})
