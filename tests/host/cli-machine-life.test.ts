import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeGuest } from '#build/guest/make-guest.mjs'
import type { HostSettings } from '#shared/host-settings.ts'
import type { Machine } from '#shared/machine.ts'
import type { MachineSnapshot } from '#shared/snapshot.ts'
import type { TrashEntry } from '#shared/trash.ts'
import { CommandLine } from '#tests/fixtures/command-line.ts'

interface Snapshots {
  readonly snapshots: MachineSnapshot[]
  readonly currentSnapshot: string | null
}

/** The tests follow one machine through its life, in their order. */
describe('a machine on the command line', () => {
  let viridian: CommandLine
  let folder: string
  const lab = () => viridian.json<Machine>('vm', 'show', 'lab')
  const names = async () =>
    (await viridian.json<Snapshots>('snapshot', 'list', 'lab')).snapshots.map(({ name }) => name)

  beforeAll(async () => {
    await makeGuest()
    folder = await mkdtemp(path.join(tmpdir(), 'viridian-cli-'))
    viridian = new CommandLine(path.join(folder, 'home'))
    const disk = path.join(folder, 'lab.vhd')
    await viridian.json('disk', 'create', disk, '--size', '16M')
    await viridian.json('vm', 'create', 'lab', '--template', 'lab-linux', '--disk', disk, '--memory', '64')
  })
  afterAll(async () => {
    await viridian.run('host', 'stop')
    await rm(folder, { recursive: true, force: true })
  })

  it('gets other settings and another name', async () => {
    const changed = await viridian.json<Machine>(
      ...['vm', 'set', 'lab', '--notes', 'Room 5', '--memory', '96', '--auto-start', 'always', '--start-delay', '3600'],
    )
    expect(changed).toMatchObject({
      ...{ notes: 'Room 5', memory: 96 },
      settings: { automaticStart: { action: 'always', delay: 3600 } },
    })
    expect(await viridian.failure('vm', 'set', 'lab')).toEqual({ exit: 2, code: 'USAGE' })
    expect(await viridian.failure('vm', 'set', 'lab', '--auto-stop', 'never')).toEqual({ exit: 2, code: 'USAGE' })
    expect(await viridian.failure('vm', 'set', 'nobody', '--memory', '64')).toEqual({
      ...{ exit: 3, code: 'MACHINE_NOT_FOUND' },
    })
    expect((await viridian.json<Machine>('vm', 'rename', 'lab', 'server')).name).toBe('server')
    await viridian.json('vm', 'create', 'other', '--template', 'lab-linux')
    expect(await viridian.failure('vm', 'rename', 'server', 'other')).toEqual({ exit: 1, code: 'MACHINE_NAME_TAKEN' })
    expect(await viridian.failure('vm', 'rename', 'server', 'a/b')).toEqual({ exit: 2, code: 'USAGE' })
    expect(await viridian.run('vm', 'rename', 'server', 'lab')).toMatchObject({ code: 0, stderr: '' })
  })

  it('waits to be started with the host, and says so', async () => {
    await viridian.run('host', 'stop')
    const { stdout } = await viridian.run('vm', 'list')
    expect(stdout).toMatch(/^lab +Off +Waiting to start$/m)
    expect(await lab()).toMatchObject({ waitingToStart: true, operation: null })
    await viridian.json('vm', 'set', 'lab', '--auto-start', 'nothing')
  })

  it('has snapshots taken, listed, renamed and applied', async () => {
    const first = await viridian.json<{ id: string; name: string }>('snapshot', 'create', 'lab', '--name', 'Clean')
    expect(first.name).toBe('Clean')
    await viridian.json('vm', 'set', 'lab', '--memory', '64')
    const { id } = await viridian.json<{ id: string }>(
      ...['snapshot', 'create', 'lab', '--name', 'Small', '--notes', 'less memory'],
    )
    const listed = await viridian.json<Snapshots>('snapshot', 'list', 'lab')
    expect(listed.snapshots).toMatchObject([
      { id: first.id, name: 'Clean', parent: null, memory: 96 },
      { id, name: 'Small', parent: first.id, memory: 64, notes: 'less memory' },
    ])
    expect(listed.currentSnapshot).toBe(id)
    expect((await viridian.run('snapshot', 'list', 'lab')).stdout).toMatch(/Clean[^]*Small/)
    await viridian.json('snapshot', 'rename', 'lab', id.slice(0, 8), 'Smaller')
    expect(await names()).toEqual(['Clean', 'Smaller'])
    await viridian.json('snapshot', 'apply', 'lab', 'Clean')
    expect(await lab()).toMatchObject({ memory: 96, currentSnapshot: first.id, state: 'Off' })
    await viridian.json('vm', 'set', 'lab', '--memory', '128')
    await viridian.json('snapshot', 'revert', 'lab')
    expect((await lab()).memory).toBe(96)
    expect(await viridian.failure('snapshot', 'apply', 'lab', 'nothing')).toEqual({
      ...{ exit: 3, code: 'SNAPSHOT_NOT_FOUND' },
    })
    expect(await viridian.failure('snapshot', 'revert', 'other')).toEqual({ exit: 1, code: 'NO_SNAPSHOT' })
    expect(await viridian.failure('snapshot', 'list', 'nobody')).toEqual({ exit: 3, code: 'MACHINE_NOT_FOUND' })
    expect((await viridian.run('snapshot', 'create')).code).toBe(2)
  })

  it('is saved while it runs, and goes on', async () => {
    await viridian.json('vm', 'start', 'lab')
    expect(await viridian.failure('vm', 'wait', 'lab', '--state', 'Saved', '--timeout', '1')).toEqual({
      ...{ exit: 4, code: 'TIMEOUT' },
    })
    expect((await viridian.json<Machine>('vm', 'save', 'lab')).state).toBe('Saved')
    expect(await viridian.failure('vm', 'save', 'lab')).toEqual({ exit: 1, code: 'STATE_CONFLICT' })
    expect((await viridian.json<Machine>('vm', 'start', 'lab')).state).toBe('Running')
    await viridian.json('vm', 'save', 'lab')
    expect((await viridian.json<Machine>('vm', 'delete-saved-state', 'lab')).state).toBe('Off')
  })

  it('loses its snapshots, one, or one with all that came of it', async () => {
    await viridian.json('snapshot', 'create', 'lab', '--name', 'Third')
    await viridian.json('snapshot', 'delete', 'lab', 'Smaller')
    expect(await names()).toEqual(['Clean', 'Third'])
    expect(await viridian.failure('snapshot', 'delete', 'lab', 'Smaller')).toEqual({
      ...{ exit: 3, code: 'SNAPSHOT_NOT_FOUND' },
    })
    await viridian.json('snapshot', 'delete', 'lab', 'Clean', '--subtree')
    expect(await names()).toEqual([])
  })

  it('goes to the trash and comes back, or is gone for good', async () => {
    await viridian.json('vm', 'delete', 'lab', '--yes')
    expect(await viridian.failure('vm', 'show', 'lab')).toEqual({ exit: 3, code: 'MACHINE_NOT_FOUND' })
    expect(await viridian.json<TrashEntry[]>('trash', 'list')).toMatchObject([{ name: 'lab' }])
    expect((await viridian.run('trash', 'list')).stdout).toMatch(/^lab +/m)
    expect((await viridian.json<Machine>('trash', 'restore', 'LAB')).name).toBe('lab')
    expect(await viridian.failure('trash', 'restore', 'lab')).toEqual({ exit: 3, code: 'TRASH_NOT_FOUND' })
    await viridian.json('vm', 'delete', 'lab', '--yes')
    expect(await viridian.json('trash', 'empty', '--yes')).toEqual({ removed: 1 })
    expect(await viridian.json('trash', 'list')).toEqual([])
  })

  it('is made, and finds its files, where the settings of the host say', async () => {
    const [machines, discs] = [path.join(folder, 'machines'), path.join(folder, 'discs')]
    await mkdir(discs)
    await viridian.json('disk', 'create', path.join(discs, 'tools.vfd'))
    const settings = await viridian.json<HostSettings>(
      ...['host', 'set', '--machines-folder', machines, '--add-search-path', discs],
    )
    expect(settings).toMatchObject({ machinesFolder: machines, searchPaths: [discs] })
    expect(await viridian.json('host', 'show')).toMatchObject({ settings })
    const made = await viridian.json<Machine>('vm', 'create', 'moved', '--template', 'lab-linux')
    expect(made.folder).toBe(path.join(machines, 'moved'))
    expect(await viridian.json('vm', 'media', 'insert', 'moved', 'tools.vfd')).toMatchObject({
      ...{ at: 'floppy', path: path.join(discs, 'tools.vfd') },
    })
    const nowhere = ['vm', 'media', 'insert', 'moved', 'nowhere.vfd']
    expect(await viridian.failure(...nowhere)).toEqual({ exit: 3, code: 'FILE_NOT_FOUND' })
    const stick = path.join(folder, 'stick')
    await viridian.json('vm', 'create', 'mobile', '--template', 'lab-linux', '--location', stick)
    expect(existsSync(path.join(stick, 'mobile', 'machine.json'))).toBe(true)
    await viridian.run('host', 'stop')
    const listed = await viridian.json<Machine[]>('vm', 'list')
    expect(listed.map(({ name }) => name)).toEqual(['mobile', 'moved', 'other'])
    const removed = await viridian.json<HostSettings>('host', 'set', '--remove-search-path', stick)
    expect(removed.searchPaths).toEqual([discs])
    expect(await viridian.failure('vm', 'show', 'mobile')).toEqual({ exit: 3, code: 'MACHINE_NOT_FOUND' })
    expect(await viridian.failure('host', 'set')).toEqual({ exit: 2, code: 'USAGE' })
    expect(await viridian.failure('host', 'set', '--disks-folder', '')).toEqual({ exit: 2, code: 'USAGE' })
    expect(await viridian.failure('host', 'set', '--remove-search-path', stick)).toEqual({ exit: 2, code: 'USAGE' })
    expect(await viridian.failure('host', 'set', '--add-search-path', path.join(folder, 'x'))).toEqual({
      ...{ exit: 1, code: 'FOLDER_UNUSABLE' },
    })
  })
})
