import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { cloneNames } from '#shared/transfer.ts'
import { openTestHost } from '#tests/fixtures/host.ts'
import { jobsInProcess } from '#tests/fixtures/jobs-in-process.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'
import { addSnapshot, completed, hostWithMachine, readSector, writeSector } from '#tests/fixtures/transfers.ts'

async function hostWithSnapshot(state: string | null) {
  const first = await hostWithMachine()
  await first.host.close()
  const now = await addSnapshot(first.folder, first.disk, state)
  const next = await openTestHost({ home: first.home, launcher: jobsInProcess })
  return { ...first, ...next, now }
}

describe('a full clone', () => {
  it('is a machine of its own with copies of the disks', async () => {
    const test = await hostWithMachine()
    const ids = await completed(
      test,
      await test.host.transfers.clone({ id: test.id, name: 'copy', mode: 'full', count: 2 }),
    )
    const clones = test.host.machines.list().filter(({ id }) => id !== test.id)
    expect(clones.map(({ id }) => id)).toEqual(ids)
    expect(clones.map(({ name }) => name)).toEqual(['copy 1', 'copy 2'])
    for (const { folder, name, drives } of clones) {
      const disk = path.join(folder, `${name}.vhd`)
      expect(drives).toContainEqual({ kind: 'disk', at: 'ide0:0', path: disk })
      await rm(path.join(test.out, 'parent.vhd'), { force: true })
      expect(await readSector(disk, 0)).toBe('parent')
    }
    await test.host.machines.delete(test.id)
  })

  it('is refused a name that is taken, or one of several', async () => {
    const test = await hostWithMachine()
    await test.host.machines.create({ name: 'copy 2', dvd: { kind: 'none' } })
    const clone = { id: test.id, name: 'copy', mode: 'full' } as const
    await expect(test.host.transfers.clone({ ...clone, count: 2 })).rejects.toMatchObject({
      code: 'MACHINE_NAME_TAKEN',
    })
    await completed(test, await test.host.transfers.clone({ ...clone, count: 1 }))
  })
})

describe('linked clones', () => {
  it('are based on a snapshot, go on from its state, and keep the machine from being deleted', async () => {
    const test = await hostWithSnapshot('s1.bin')
    await writeSector(test.now, 3, 'later')
    const { machines, transfers } = test.host
    const begun = await transfers.clone({ id: test.id, name: 'seat', mode: 'linked', count: 30, snapshotId: 's1' })
    const ids = (await completed(test, begun)) as string[]
    const clones = machines.list().filter(({ id }) => id !== test.id)
    expect(clones).toHaveLength(30)
    const nameOf = (id: string) => clones.find((clone) => clone.id === id)?.name
    expect(ids.map(nameOf)).toEqual(cloneNames({ name: 'seat', count: 30 }))
    for (const { state, folder, name } of clones) {
      expect(state).toBe('Saved')
      const disk = path.join(folder, `${name}.vhd`)
      expect(await Promise.all([0, 1, 3].map((sector) => readSector(disk, sector)))).toEqual([
        'parent',
        'child',
        '\0'.repeat(512).trim(),
      ])
    }
    const [one, other] = clones
    const inode = async (folder = '') => (await stat(path.join(folder, 'saved-state.bin'))).ino
    expect(await inode(one?.folder)).toBe(await inode(other?.folder))
    await machines.start(one?.id ?? '')
    expect(await readFile(path.join(test.folder, 's1.bin'), 'utf8')).toBe('a guest')
    expect(test.engine.latest.options.savedState).not.toBeNull()
  })

  it('keep the machine whose disks they need', async () => {
    const test = await hostWithMachine()
    const own = await test.host.machines.create({
      name: 'own',
      dvd: { kind: 'none' },
      disk: { kind: 'new', capacity: 8e6 },
    })
    await test.host.close()
    await addSnapshot(own.folder, path.join(own.folder, 'own.vhd'), null)
    const next = await openTestHost({ home: test.home, launcher: jobsInProcess })
    const begun = await next.host.transfers.clone({ id: own.id, name: 'linked', mode: 'linked', count: 1 })
    const [clone] = (await completed(next, begun)) as string[]
    await expect(next.host.machines.delete(own.id)).rejects.toMatchObject({
      code: 'DISK_NEEDED',
      facts: { name: 'own', machines: ['linked'] },
    })
    await next.host.machines.delete(clone ?? '')
    await next.host.machines.delete(own.id)
  })

  it('are based on a snapshot that is called as its user wishes, where one has to be taken', async () => {
    const test = await hostWithMachine()
    const wanted = { id: test.id, name: 'linked', mode: 'linked', count: 1, baseName: 'Basis von Klonen' } as const
    await completed(test, await test.host.transfers.clone(wanted))
    const machine = test.host.machines.list().find(({ id }) => id === test.id)
    expect(machine?.snapshots.map(({ name }) => name)).toEqual(['Basis von Klonen'])
  })

  it('leave none where one fails', async () => {
    const test = await hostWithSnapshot('s1.bin')
    await writeFile(test.disk, 'no disk any more')
    const begun = await test.host.transfers.clone({
      id: test.id,
      name: 'seat',
      mode: 'linked',
      count: 3,
      snapshotId: 's1',
    })
    expect(await test.host.jobs.wait(begun)).toMatchObject({ state: 'Failed', error: { code: 'DISK_FAILED' } })
    expect(test.host.machines.list()).toHaveLength(1)
    await expect(
      test.host.transfers.clone({ id: test.id, name: 'seat', mode: 'linked', count: 3, snapshotId: 'other' }),
    ).rejects.toMatchObject({ code: 'SNAPSHOT_NOT_FOUND' })
  })
})

describe('a clone of a machine with a floppy disk', () => {
  it.each(['full', 'linked'] as const)('has its own, or an empty drive and an event that says so: %s', async (mode) => {
    const test = await openTestHost({ launcher: jobsInProcess })
    const { machines, transfers, events } = test.host
    const { id } = await machines.create({ name: 'lab', dvd: { kind: 'none' } })
    const image = path.join(await temporaryFolder(), 'dos.img')
    await writeFile(image, new Uint8Array(1_474_560))
    await machines.insertMedia(id, { kind: 'image', path: image }, 'floppy')
    const clone = async (name: string) => {
      await completed(test, await transfers.clone({ id, name, mode, count: 1 }))
      return machines.list().find((machine) => machine.name === name)
    }
    const first = await clone('first')
    expect(first?.floppy).toBe(path.join(first?.folder ?? '', 'dos.img'))
    expect(events.events.map(({ code }) => code)).not.toContain('FLOPPY_NOT_COPIED')

    await rm(image)
    expect((await clone('second'))?.floppy).toBeNull()
    const told = events.events.filter(({ code }) => code === 'FLOPPY_NOT_COPIED')
    expect(told).toMatchObject([{ machineName: 'second', facts: { path: image } }])
  })
})
