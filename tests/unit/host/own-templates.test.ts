import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { createDifferencing } from '#electron/disks/tools/create.ts'
import type { OwnTemplate } from '#shared/own-template.ts'
import { follow, openTestHost, type TestHost } from '#tests/fixtures/host.ts'
import { jobsInProcess } from '#tests/fixtures/jobs-in-process.ts'
import { addSnapshot, completed, hostWithMachine, readSector, writeSector } from '#tests/fixtures/transfers.ts'

/** A template of a machine that is off, or of a snapshot with a state. */
async function withTemplate(state: string | null = null) {
  const first = await hostWithMachine()
  let test: TestHost = first
  if (state !== null) {
    await first.host.close()
    await addSnapshot(first.folder, first.disk, state)
    test = await openTestHost({ home: first.home, launcher: jobsInProcess })
  }
  const from = state === null ? {} : { snapshotId: 's1' }
  const begun = await test.host.templates.create({ id: first.id, name: 'Base', description: 'For labs', ...from })
  const templateId = (await completed(test, begun)) as string
  return { ...first, ...test, templateId, template: only(test) }
}

function only({ host }: TestHost): OwnTemplate {
  const [template] = host.templates.list
  if (template === undefined) throw new Error('There is no template.')
  return template
}

const diskOf = ({ drives }: Pick<OwnTemplate, 'drives'>) => {
  const [drive] = drives
  return drive?.kind === 'disk' ? drive.path : ''
}

describe('a template of the user', () => {
  it('is a full copy that nobody needs the machine for, in a folder of its own', async () => {
    const test = await withTemplate()
    const { template, home, out } = test
    expect(template).toMatchObject({
      id: test.templateId,
      ...{ name: 'Base', description: 'For labs', isWarm: false, problem: null },
      folder: path.join(home, 'templates', 'Base'),
    })
    expect(template.id).not.toBe(test.id)
    await test.host.machines.delete(test.id, { disks: 'delete', permanently: true })
    await rm(out, { recursive: true })
    expect(await readSector(diskOf(template), 1)).toBe('child')
    expect((await stat(diskOf(template))).mode & 0o222).toBe(0)
    const [machine] = await test.host.templates.createMachines({ templateId: template.id, name: 'one', count: 1 })
    expect(machine).toMatchObject({ name: 'one', state: 'Off', memory: template.memory, notes: '' })
    expect(await readSector(diskOf(machine ?? template), 0)).toBe('parent')
    expect((await test.host.examine()).filter(({ level }) => level !== 'Information')).toEqual([])
  })

  it('is told of, and is there with the next host', async () => {
    const test = await hostWithMachine()
    const follower = await follow(test.host)
    expect(follower.snapshot.ownTemplates).toEqual([])
    await completed(test, await test.host.templates.create({ id: test.id, name: 'Base' }))
    const list = test.host.templates.list
    expect(follower.changes).toContainEqual({ type: 'ownTemplates', ownTemplates: list })
    await test.host.close()
    const next = await openTestHost({ home: test.home, launcher: jobsInProcess })
    expect(next.host.templates.list).toEqual(list)
  })

  it('lets machines go on that are made of a saved one, each under its own name', async () => {
    const test = await withTemplate('s1.bin')
    expect(test.template.isWarm).toBe(true)
    const { templates, machines } = test.host
    const made = await templates.createMachines({ templateId: test.templateId, name: 'seat', count: 30, notes: 'row' })
    expect(made.map(({ name }) => name)).toEqual(Array.from({ length: 30 }, (_, index) => `seat ${index + 1}`))
    expect(new Set(made.map(({ id }) => id)).size).toBe(30)
    for (const { state, notes, drives, folder } of made) {
      expect({ state, notes }).toEqual({ state: 'Saved', notes: 'row' })
      expect(diskOf({ drives })).not.toBe(diskOf(test.template))
      const document = JSON.parse(await readFile(path.join(folder, 'machine.json'), 'utf8')) as object
      expect(document).toMatchObject({ guestToBeNamed: true })
    }
    await writeSector(diskOf(made[0] ?? test.template), 0, 'mine')
    expect(await readSector(diskOf(made[1] ?? test.template), 0)).toBe('parent')
    await machines.start(made[0]?.id ?? '')
    expect(test.engine.latest.options.savedState).not.toBeNull()
    const wanted = { templateId: test.templateId, name: 'other', count: 1, memory: 64 }
    await expect(templates.createMachines(wanted)).rejects.toMatchObject({
      code: 'TEMPLATE_MEMORY_FIXED',
      facts: { name: 'Base', memory: 128 },
    })
  })

  it('gives a machine that starts anew as much memory as is asked for', async () => {
    const { host, templateId } = await withTemplate()
    const wanted = { templateId, name: 'one', count: 1 }
    expect(await host.templates.createMachines({ ...wanted, memory: 64 })).toMatchObject([{ memory: 64 }])
    await expect(host.templates.createMachines({ ...wanted, name: 'two', memory: 2047 * 8 })).rejects.toMatchObject({
      code: 'ENGINE_LIMIT',
    })
  })

  it('is refused a name that is taken, also by one that comes with Viridian', async () => {
    const { host, id } = await withTemplate()
    for (const name of ['base', 'lab-linux']) {
      await expect(host.templates.create({ id, name })).rejects.toMatchObject({
        code: 'TEMPLATE_NAME_TAKEN',
        facts: { name },
      })
    }
  })

  it('is refused of a machine that is on, which says what to do', async () => {
    const { host, id } = await hostWithMachine()
    await host.machines.start(id)
    await expect(host.templates.create({ id, name: 'Base' })).rejects.toMatchObject({
      code: 'STATE_CONFLICT',
      facts: { command: 'saveAsTemplate', state: 'Running' },
    })
  })

  it('stays while machines need its disks, also those that can be restored', async () => {
    const { host, templateId, template } = await withTemplate()
    await host.templates.createMachines({ templateId, name: 'seat', count: 2 })
    const inUse = (machines: string[]) => ({ code: 'TEMPLATE_IN_USE', facts: { name: 'Base', machines } })
    await expect(host.templates.delete(templateId)).rejects.toMatchObject(inUse(['seat 1', 'seat 2']))
    const named = (name: string) => host.machines.list().find((machine) => machine.name === name)?.id ?? ''
    await host.machines.delete(named('seat 1'), { disks: 'delete', permanently: true })
    await host.machines.delete(named('seat 2'))
    await expect(host.templates.delete(templateId)).rejects.toMatchObject(inUse(['seat 2']))
    await host.trash.empty()
    await host.templates.delete(templateId)
    expect(host.templates.list).toEqual([])
    await expect(stat(template.folder)).rejects.toThrow('ENOENT')
    await expect(host.templates.delete(templateId)).rejects.toMatchObject({ code: 'TEMPLATE_NOT_FOUND' })
    const codes = (await host.events.list({ limit: 100 })).map(({ code }) => code)
    expect(codes).toEqual(expect.arrayContaining(['TEMPLATE_CREATED', 'TEMPLATE_DELETED']))
  })

  it('has disks that are neither attached nor changed', async () => {
    const { host, id, template, out } = await withTemplate()
    const disk = diskOf(template)
    const refused = { code: 'DISK_OF_TEMPLATE', facts: { path: disk, name: 'Base' } }
    await expect(host.machines.attachDrive(id, { kind: 'disk', path: disk })).rejects.toMatchObject(refused)
    await expect(
      host.machines.create({ name: 'x', dvd: { kind: 'none' }, disk: { kind: 'existing', path: disk } }),
    ).rejects.toMatchObject(refused)
    await expect(host.disks.run({ kind: 'compactDisk', path: disk })).rejects.toMatchObject(refused)
    const child = path.join(out, 'of-template.vhd')
    await createDifferencing(nodeDiskFiles, child, disk)
    await expect(host.disks.run({ kind: 'mergeDisk', path: child, into: null })).rejects.toMatchObject(refused)
    await host.machines.attachDrive(id, { kind: 'disk', path: child })
  })

  it('is listed with its problem where its configuration cannot be read; what was not finished is removed', async () => {
    const test = await withTemplate()
    await test.host.close()
    const file = path.join(test.template.folder, 'machine.json')
    await writeFile(file, '{')
    const unfinished = path.join(test.home, 'templates', `.new-${randomUUID()}`)
    await mkdir(unfinished)
    const { host } = await openTestHost({ home: test.home, launcher: jobsInProcess })
    const [template] = host.templates.list
    expect(template).toMatchObject({ name: 'Base', problem: { code: 'CONFIGURATION_CORRUPT', file } })
    await expect(stat(unfinished)).rejects.toThrow('ENOENT')
    const wanted = { templateId: template?.id ?? '', name: 'x', count: 1 }
    await expect(host.templates.createMachines(wanted)).rejects.toMatchObject({ code: 'TEMPLATE_UNUSABLE' })
    expect(await host.examine()).toContainEqual(
      expect.objectContaining({ code: 'CONFIGURATION_UNUSABLE', machineName: 'Base' }),
    )
    await host.templates.delete(template?.id ?? '')
    expect(host.templates.list).toEqual([])
  })
})
