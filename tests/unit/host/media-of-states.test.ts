import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { ViridianError } from '#shared/errors.ts'
import { unaskedEvents } from '#tests/fixtures/unasked-events.ts'
import { openTestHost } from '#tests/fixtures/host.ts'
import { InProcessJobs } from '#tests/fixtures/in-process-jobs.ts'
import { jobsInProcess } from '#tests/fixtures/jobs-in-process.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'
import { completed } from '#tests/fixtures/transfers.ts'

const floppySize = 737_280

/** A running machine with a floppy disk and a snapshot of it. */
async function withFloppy(launcher: InProcessJobs | typeof jobsInProcess = new InProcessJobs()) {
  const test = await openTestHost({ launcher })
  const { machines } = test.host
  const floppy = path.join(await temporaryFolder(), 'data.vfd')
  await writeFile(floppy, Buffer.alloc(floppySize, 'a'))
  const { id, folder } = await machines.create({ name: 'lab', dvd: { kind: 'none' } })
  await machines.insertMedia(id, { kind: 'image', path: floppy }, 'floppy')
  await machines.start(id)
  const snapshotId = await machines.takeSnapshot(id, { name: 'then' })
  const get = () => machines.list().find((machine) => machine.id === id)
  return { ...test, machines, id, folder, floppy, snapshotId, get }
}

describe('a snapshot whose media were changed since', () => {
  it('is not applied before it is said how, and the machine runs on', async () => {
    const { machines, engine, id, snapshotId, floppy, get } = await withFloppy()
    engine.examined = ['floppy']
    for (const work of [() => machines.applySnapshot(id, snapshotId), () => machines.revert(id)]) {
      await expect(work()).rejects.toMatchObject({
        code: 'SNAPSHOT_MEDIA_CHANGED',
        facts: { name: 'lab', snapshot: 'then', paths: [floppy] },
      })
    }
    expect(get()).toMatchObject({ state: 'Running', floppy })
    expect(engine.calls).not.toContain('turnOff')
  })

  it.each([
    ['mediaAsTheyAre', (floppy: string) => floppy],
    ['emptyDrives', () => null],
  ] as const)('is applied with %s', async (despite, left) => {
    const { machines, engine, id, snapshotId, floppy, get } = await withFloppy()
    engine.examined = ['floppy']
    await machines.applySnapshot(id, snapshotId, despite)
    expect(get()).toMatchObject({ state: 'Saved', floppy: left(floppy) })
  })

  it('is applied with an empty drive where what was in it is gone, or is no floppy disk any more', async () => {
    for (const spoil of [rm, (file: string) => writeFile(file, 'short')]) {
      const { machines, engine, id, floppy, get } = await withFloppy()
      await spoil(floppy)
      engine.examined = ['floppy']
      await machines.revert(id, 'mediaAsTheyAre')
      expect(get()).toMatchObject({ state: 'Saved', floppy: null })
    }
  })

  it('that cannot be gone on from is applied without what the guest was doing, and only where that is said', async () => {
    const { machines, engine, id, snapshotId, floppy, get } = await withFloppy()
    const facts = { name: 'lab', problem: 'DISK_CHANGED', detail: '/disks/lab.vhd' } as const
    engine.examined = new ViridianError('STATE_UNUSABLE', facts)
    for (const despite of [undefined, 'mediaAsTheyAre', 'emptyDrives'] as const) {
      await expect(machines.applySnapshot(id, snapshotId, despite)).rejects.toMatchObject({
        code: 'SNAPSHOT_STATE_UNUSABLE',
        facts: { ...facts, snapshot: 'then' },
      })
    }
    expect(get()?.state).toBe('Running')
    await machines.applySnapshot(id, snapshotId, 'withoutState')
    expect(get()).toMatchObject({ state: 'Off', floppy, snapshots: [{ hasState: true }] })
  })
})

describe('a saved machine', () => {
  it('is given other media and none, and says when it goes on with them', async () => {
    const { host, machines, engine, id, floppy, get } = await withFloppy()
    await machines.save(id)
    await machines.ejectMedia(id, 'floppy')
    expect(get()).toMatchObject({ state: 'Saved', floppy: null })
    await machines.insertMedia(id, { kind: 'image', path: floppy }, 'floppy')
    expect(get()).toMatchObject({ state: 'Saved', floppy })
    engine.examined = ['floppy']
    await machines.start(id)
    const told = unaskedEvents(host.events.events).filter(({ code }) => code === 'MEDIA_CHANGED')
    expect(told).toMatchObject([{ machineName: 'lab', facts: { at: 'floppy', path: floppy } }])
    await machines.save(id)
    await machines.ejectMedia(id, 'floppy')
    await machines.start(id)
    expect(host.events.events.findLast(({ code }) => code === 'MEDIA_CHANGED')?.facts).toEqual({
      at: 'floppy',
      path: '',
    })
  })
})

describe('a clone', () => {
  it.each(['linked', 'full'] as const)('(%s) has a floppy disk of its own', async (mode) => {
    const test = await withFloppy(jobsInProcess)
    const { host, machines, id, floppy } = test
    await machines.turnOff(id)
    await completed(test, await host.transfers.clone({ id, name: 'copy', mode, count: 1 }))
    const copy = machines.list().find(({ name }) => name === 'copy')
    expect(path.dirname(copy?.floppy ?? '')).toBe(copy?.folder)
    await writeFile(copy?.floppy ?? '', Buffer.alloc(floppySize, 'b'))
    expect((await readFile(floppy)).every((byte) => byte === 97)).toBe(true)
  })

  it.each(['linked', 'full'] as const)('(%s) has an empty drive where there is nothing to copy', async (mode) => {
    const test = await withFloppy(jobsInProcess)
    const { host, machines, id, floppy } = test
    await machines.turnOff(id)
    await rm(floppy)
    if (mode === 'linked') await mkdir(floppy)
    await completed(test, await host.transfers.clone({ id, name: 'copy', mode, count: 1 }))
    expect(machines.list().find(({ name }) => name === 'copy')?.floppy).toBeNull()
    expect(existsSync(floppy)).toBe(mode === 'linked')
  })
})
