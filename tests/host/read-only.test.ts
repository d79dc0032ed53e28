import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { createRouterClient } from '@orpc/server'
import { expect, it, onTestFinished } from 'vitest'
import { ownersPrincipal } from '#electron/host/principal.ts'
import { createRouter } from '#electron/host/router.ts'
import { runtimeFolder } from '#electron/host/runtime-folder.ts'
import { CommandLine } from '#tests/fixtures/command-line.ts'
import { fillVolume } from '#tests/fixtures/fill-volume.ts'
import { openTestHost } from '#tests/fixtures/host.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'
import type { CreateMachine } from '#shared/machine.ts'
import { smallVolume, type Volume } from '#tests/fixtures/small-volume.ts'

const dvd = { kind: 'none' } as const

/** A data folder with a machine that has a snapshot, and one in the trash; without the room that is kept for cleaning. */
async function usedHome(volume: Volume, drives: Pick<CreateMachine, 'disk'> = {}) {
  const home = path.join(volume.folder, 'home')
  // It outlives the hosts of the test, which are asked to end by what is in there.
  const runtime = await mkdtemp(path.join(os.tmpdir(), 'viridian-runtime-'))
  process.env['XDG_RUNTIME_DIR'] = runtime
  onTestFinished(async () => {
    delete process.env['XDG_RUNTIME_DIR']
    await rm(runtime, { recursive: true, force: true })
  })
  const { host } = await openTestHost({ home })
  const { id } = await host.machines.create({ name: 'lab', dvd, ...drives })
  await host.machines.takeSnapshot(id, { name: 'one', notes: '' })
  const deleted = await host.machines.create({ name: 'deleted', dvd })
  await host.machines.delete(deleted.id)
  await host.close()
  await rm(path.join(home, '.room-kept-for-cleaning'))
  return { home, id }
}

/** The command line on a data folder, whose background host is asked to end after the test. */
function commandLine(home: string): CommandLine {
  const viridian = new CommandLine(home)
  onTestFinished(async () => {
    await viridian.run('host', 'stop')
  })
  return viridian
}

it('a host opens on a read-only volume, shows what is there and refuses to change it', async (test) => {
  const volume = await smallVolume(8192)
  if (volume === null) return test.skip('this user may not mount a volume')
  const { home, id } = await usedHome(volume)
  const before = await readdir(home, { recursive: true })
  volume.protect()

  const { host } = await openTestHost({ home })
  const client = createRouterClient(createRouter(host), { context: { principal: ownersPrincipal('program') } })
  expect(host.machines.list()).toMatchObject([{ id, name: 'lab', problem: null, snapshots: [{ name: 'one' }] }])
  expect(host.trash.entries).toMatchObject([{ name: 'deleted' }])
  expect(await client.jobs.list()).toHaveLength(1)
  const codes = (await client.events.list({ limit: 50 })).map(({ code }) => code)
  expect(codes.slice(0, 2)).toEqual(['HOST_READ_ONLY', 'HOST_STARTED'])
  expect(codes).toContain('SNAPSHOT_TAKEN')
  expect((await client.host.examine()).findings.map(({ code }) => code)).not.toContain('CONFIGURATION_UNUSABLE')
  const refused = { code: 'HOST_READ_ONLY', data: { home, problem: 'readOnly' } }
  await expect(client.machines.start({ id })).rejects.toMatchObject(refused)
  await expect(client.machines.delete({ id, permanently: true })).rejects.toMatchObject(refused)
  await expect(client.trash.empty()).rejects.toMatchObject(refused)
  await expect(openTestHost({ home })).rejects.toMatchObject({ name: 'HostInUse', pid: process.pid })
  await host.close()
  expect(await readdir(home, { recursive: true })).toEqual(before)
})

it('a host on a read-only volume exports and checks what is there', async (test) => {
  const volume = await smallVolume(8192)
  if (volume === null) return test.skip('this user may not mount a volume')
  const { home, id } = await usedHome(volume, { disk: { kind: 'new', capacity: 8 * 2 ** 20 } })
  volume.protect()
  const { host } = await openTestHost({ home })
  const client = createRouterClient(createRouter(host), { context: { principal: ownersPrincipal('program') } })
  const elsewhere = await temporaryFolder()
  const ended = async (jobId: string) => client.jobs.wait({ id: jobId })

  const target = path.join(elsewhere, 'lab.viridian')
  const options = { format: 'file', state: true, snapshots: true, media: false } as const
  const { jobId } = await client.machines.export({ id, path: target, ...options })
  expect(await ended(jobId)).toMatchObject({ state: 'Completed', error: null })
  expect(await client.machines.inspectImport({ path: target })).toMatchObject({ name: 'lab', snapshots: 1 })

  const [disk] = host.machines.list().flatMap(({ drives }) => drives.filter(({ kind }) => kind === 'disk'))
  const file = disk?.kind === 'disk' ? disk.path : ''
  const check = await client.disks.run({ kind: 'checkDisk', path: file, repair: false })
  expect(await ended(check.jobId)).toMatchObject({ state: 'Completed', result: { findings: [] } })
  const copy = path.join(elsewhere, 'copy.vhd')
  const into = await client.disks.run({ kind: 'mergeDisk', path: file, into: copy })
  expect(await ended(into.jobId)).toMatchObject({ state: 'Completed' })
  expect((await client.disks.inspect({ path: copy })).map(({ type }) => type)).toEqual(['dynamic'])
  const repair = client.disks.run({ kind: 'checkDisk', path: file, repair: true })
  await expect(repair).rejects.toMatchObject({ code: 'HOST_READ_ONLY' })
})

it('a host on a read-only volume without its folders opens, and has no machines', async (test) => {
  const volume = await smallVolume(8192)
  if (volume === null) return test.skip('this user may not mount a volume')
  const { home } = await usedHome(volume)
  for (const name of await readdir(home)) await rm(path.join(home, name), { recursive: true })
  volume.protect()
  const { host } = await openTestHost({ home })
  const client = createRouterClient(createRouter(host), { context: { principal: ownersPrincipal('program') } })
  expect(host.info.restriction).toMatchObject({ problem: 'readOnly' })
  expect(host.machines.list()).toEqual([])
  expect(host.trash.entries).toEqual([])
  await client.host.examine()
  await host.close()
  expect(await readdir(home)).toEqual([])
})

it('a host that has no room for its lock deletes for good, and then goes on without restriction', async (test) => {
  const volume = await smallVolume(8192)
  if (volume === null) return test.skip('this user may not mount a volume')
  const { home, id } = await usedHome(volume)
  await fillVolume(volume.folder)

  const { host } = await openTestHost({ home })
  const client = createRouterClient(createRouter(host), { context: { principal: ownersPrincipal('program') } })
  expect(host.info.restriction).toMatchObject({ problem: 'full' })
  const refused = { code: 'HOST_READ_ONLY', data: { home, problem: 'full' } }
  await expect(client.machines.configure({ id, notes: 'new' })).rejects.toMatchObject(refused)
  await expect(client.machines.delete({ id })).rejects.toMatchObject(refused)
  await client.trash.empty()
  expect(host.trash.entries).toEqual([])
  expect(host.info.restriction).toBeNull()
  await client.machines.configure({ id, notes: 'new' })
  expect(await readdir(home)).toContain('host.lock')
  await host.close()
  const events = await readFile(path.join(home, 'events', 'events.jsonl'), 'utf8')
  expect(events).toContain('HOST_READ_ONLY')
})

it('the command line starts a host in the background on a read-only volume', async (test) => {
  const volume = await smallVolume(8192)
  if (volume === null) return test.skip('this user may not mount a volume')
  const { home } = await usedHome(volume)
  volume.protect()
  const viridian = commandLine(home)

  const list = await viridian.run('vm', 'list')
  expect(list).toMatchObject({ code: 0, stdout: expect.stringContaining('lab') as string })
  expect(list.stderr).toContain(`${home} cannot be written to (EROFS`)
  const first = await viridian.json<{ pid: number }>('host', 'show')
  expect(await viridian.failure('vm', 'start', 'lab')).toMatchObject({ code: 'HOST_READ_ONLY' })
  expect(await viridian.json('snapshot', 'list', 'lab')).toMatchObject({ snapshots: [{ name: 'one' }] })
  expect((await viridian.json<{ pid: number }>('host', 'show')).pid).toBe(first.pid)
  await viridian.run('host', 'stop')
  expect(await readdir(await runtimeFolder(home))).toEqual(['logs'])
})

it('the command line starts a host in the background on a full volume, and cleans it', async (test) => {
  const volume = await smallVolume(8192)
  if (volume === null) return test.skip('this user may not mount a volume')
  const { home } = await usedHome(volume)
  await fillVolume(volume.folder)
  const viridian = commandLine(home)

  const list = await viridian.run('vm', 'list')
  expect(list).toMatchObject({ code: 0, stdout: expect.stringContaining('lab') as string })
  expect(list.stderr).toContain(`${home} is full (ENOSPC`)
  expect(await viridian.failure('vm', 'set', 'lab', '--notes', 'new')).toMatchObject({ code: 'HOST_READ_ONLY' })
  await viridian.json('trash', 'empty', '--yes')
  await viridian.json('vm', 'set', 'lab', '--notes', 'new')
  expect((await viridian.run('vm', 'list')).stderr).toBe('')
})
