import { usualHardware } from '#shared/hardware.ts'
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chown, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { lockDisk } from '#electron/disks/lock.ts'
import { pooledCalls } from '#electron/disks/file-calls.ts'
import { acquireLock } from '#electron/host/lock.ts'
import { ConfigurationError, parseConfiguration } from '#electron/host/machine-configuration.ts'
import { identify } from '#electron/host/process-identity.ts'
import { readHostFile, writeHostFile } from '#electron/server/host-file.ts'
import { openTestHost } from '#tests/fixtures/host.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

/** What stands in the place of a file: each is made at a path. */
const hostile: Record<string, (file: string) => unknown> = {
  'a pipe': (file) => execFileSync('mkfifo', [file]),
  'a folder': (file) => mkdir(path.join(file, 'inner'), { recursive: true }),
  'a dangling link': (file) => symlink('/nowhere/at/all', file),
  'a link to a device': (file) => symlink('/dev/zero', file),
}
const kinds = Object.keys(hostile)
const make = (kind: string, file: string) => hostile[kind]?.(file)

async function homeWith(kind: string, file: string): Promise<string> {
  const home = path.join(await temporaryFolder(), 'home')
  await mkdir(path.dirname(path.join(home, file)), { recursive: true })
  await make(kind, path.join(home, file))
  return home
}

describe.runIf(process.platform !== 'win32').each(kinds)('%s', (kind) => {
  it.each(['settings.json', 'events/events.jsonl', 'events/events.1.jsonl', 'jobs/history.jsonl', 'clock.json'])(
    'in the place of %s keeps no host from opening, and nothing is written through it',
    async (file) => {
      const home = await homeWith(kind, file)
      const { host } = await openTestHost({ home })
      await host.machines.create({ name: 'lab', dvd: { kind: 'none' } })
      await host.close()
      const { host: next } = await openTestHost({ home })
      expect(next.machines.list()).toMatchObject([{ name: 'lab' }])
      expect(existsSync('/nowhere')).toBe(false)
    },
  )

  it('in the place of host.lock is given another name, and told of', async () => {
    const home = await homeWith(kind, 'host.lock')
    const { host } = await openTestHost({ home })
    const cleared = host.events.events.find(({ code }) => code === 'PLACE_CLEARED')
    expect(cleared?.facts).toMatchObject({ path: path.join(home, 'host.lock') })
    expect(await readdir(home)).toContain(path.basename(String(cleared?.facts['to'])))
    await expect(acquireLock(home)).rejects.toMatchObject({ name: 'HostInUse', pid: process.pid })
  })

  it('goes to exactly one of many who come at once', async () => {
    const home = await homeWith(kind, 'host.lock')
    const results = await Promise.allSettled(Array.from({ length: 6 }, () => acquireLock(home)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await readdir(home)).filter((name) => /^host\.lock\.(after|new)/.test(name))).toEqual([])
  })

  it('in the place of host.json gives way to what the host says there', async () => {
    const home = await homeWith(kind, 'host.json')
    expect(await readHostFile(home)).toBeNull()
    const said = { pid: 1, address: '127.0.0.1', port: 1, secret: 's', version: '1', protocol: 1, startedAt: 'now' }
    await writeHostFile(home, said)
    expect(await readHostFile(home)).toEqual(said)
  })

  it('in the place of a machine’s or a deleted machine’s files leaves the others as they are', async () => {
    const { host, home } = await openTestHost()
    for (const name of ['a', 'b', 'deleted']) await host.machines.create({ name, dvd: { kind: 'none' } })
    await host.machines.delete(host.machines.list().find(({ name }) => name === 'deleted')?.id ?? '')
    await host.close()
    await mkdir(path.join(home, 'machines', 'broken'))
    await make(kind, path.join(home, 'machines', 'broken', 'machine.json'))
    await make(kind, path.join(home, 'machines', 'a', 'running.json'))
    const place = path.join(home, 'trash', '0b9f1b3c-0000-4000-8000-000000000000')
    await mkdir(path.join(place, 'machine'), { recursive: true })
    await make(kind, path.join(place, 'trash.json'))
    const { host: next } = await openTestHost({ home })
    const machines = next.machines.list().map(({ name, problem, fault }) => [name, problem?.code ?? null, fault])
    expect(machines.sort()).toEqual([
      ['a', null, null],
      ['b', null, null],
      ['broken', 'CONFIGURATION_CORRUPT', null],
    ])
    expect(next.trash.entries).toMatchObject([{ name: 'deleted' }])
    await next.machines.start(next.machines.list().find(({ name }) => name === 'a')?.id ?? '')
  })
})

describe('a lock file', () => {
  const claims = async () => {
    const us = await identify(process.pid)
    return [
      JSON.stringify({ ...us, id: 'a/b' }),
      JSON.stringify({ ...us, id: '../../etc/x' }),
      JSON.stringify({ ...us, id: 'x'.repeat(300) }),
      '/etc/passwd',
      'x'.repeat(300),
      '\0'.repeat(100),
    ]
  }

  it('that leads elsewhere, or is none, is taken over', async () => {
    for (const text of await claims()) {
      const home = await temporaryFolder()
      await writeFile(path.join(home, 'host.lock'), text)
      await acquireLock(home)
      expect(JSON.parse(await readFile(path.join(home, 'host.lock'), 'utf8'))).toMatchObject({ pid: process.pid })
      expect(await readdir(home)).toEqual(['host.lock'])
    }
  })
})

it('claims on a disk that are none of ours keep nobody out', async () => {
  const folder = await temporaryFolder()
  const disk = path.join(folder, 'lab.vhd')
  await writeFile(disk, '')
  const { started } = await identify(process.pid)
  for (const name of ['%E0%A4%A', `1~x~%E0%A4%A`, `x~${started}~host~1`, `0~${started}~%~1`, '']) {
    await writeFile(path.join(folder, `.lab.vhd.writer-${name}`), '')
  }
  const foreign = await readdir(folder)
  const lock = await lockDisk(pooledCalls, disk, 'write')
  const inUse = { code: 'IN_USE', facts: { path: disk, pid: process.pid } }
  await expect(lockDisk(pooledCalls, disk, 'read')).rejects.toMatchObject(inUse)
  await lock.release()
  const left = await readdir(folder)
  expect(left.filter((name) => !foreign.includes(name))).toEqual([])
})

it('events that are damaged are left out, and new ones are numbered after those that are sound', async () => {
  const { host, home } = await openTestHost()
  const sound = host.events.events.at(-1)
  await host.close()
  const file = path.join(home, 'events', 'events.jsonl')
  const text = await readFile(file, 'utf8')
  const damaged = [{ time: '' }, { time: 'yesterday' }, { id: 2 ** 53 - 1 }, { id: 1e300 }, { id: -5 }]
  await writeFile(file, text + damaged.map((change) => `${JSON.stringify({ ...sound, ...change })}\n`).join(''))
  const { host: next } = await openTestHost({ home })
  const ids = next.events.events.map(({ id }) => id)
  expect(ids.length).toBeGreaterThan(2)
  expect(ids).toEqual(ids.map((_, index) => index + 1))
  for (const { time } of next.events.events) expect(Number.isNaN(Date.parse(time))).toBe(false)
})

describe('a configuration whose snapshots are no tree', () => {
  const snapshot = (id: string, parent: string | null) => ({
    ...{ id, parent, name: id, notes: '', createdAt: '2026-01-01T00:00:00.000Z', memory: 64 },
    ...usualHardware,
    ...{ drives: [], floppy: null, state: null, complete: true },
  })
  const chain = Array.from({ length: 5000 }, (_, index) => snapshot(`s${index}`, index === 0 ? null : `s${index - 1}`))

  it.each([
    ['comes of itself', [snapshot('a', 'a')]],
    ['comes of its child', [snapshot('a', 'b'), snapshot('b', 'a')]],
    ['is there twice', [snapshot('a', null), snapshot('a', null)]],
    ['is five thousand deep', chain],
  ])('is refused where one %s', async (_what, snapshots) => {
    const { host, home } = await openTestHost()
    const { folder } = await host.machines.create({ name: 'lab', dvd: { kind: 'none' } })
    await host.close()
    const file = path.join(folder, 'machine.json')
    const document = JSON.parse(await readFile(file, 'utf8')) as object
    const text = JSON.stringify({ ...document, snapshots, currentSnapshot: snapshots[0]?.id })
    expect(() => parseConfiguration(text, folder)).toThrow(ConfigurationError)
    await writeFile(file, text)
    const { host: next } = await openTestHost({ home })
    expect(next.machines.list()).toMatchObject([{ problem: { code: 'CONFIGURATION_CORRUPT' } }])
    expect(await readFile(file, 'utf8')).toBe(text)
  })
})

describe.skipIf(process.getuid?.() !== 0)('a machine of another user in a search path', () => {
  it('is listed, but neither started with the host nor its disks merged', async () => {
    const search = await temporaryFolder()
    const first = await openTestHost()
    const { folder } = await first.host.machines.create({ name: 'good', dvd: { kind: 'none' } })
    const document = JSON.parse(await readFile(path.join(folder, 'machine.json'), 'utf8')) as Record<string, unknown>
    const evil = path.join(search, 'evil')
    await mkdir(evil)
    const settings = { ...(document['settings'] as object), automaticStart: { action: 'always', delay: 0 } }
    const file = path.join(evil, 'machine.json')
    await writeFile(file, JSON.stringify({ ...document, id: randomUUID(), name: 'evil', settings }))
    await chown(file, 54_321, 54_321)
    await first.host.settings.configure({ searchPaths: [search] })
    await first.host.close()
    const { host, engine } = await openTestHost({ home: first.home })
    const found = host.machines.list().find(({ name }) => name === 'evil')
    expect(found).toMatchObject({ state: 'Off', problem: { code: 'CONFIGURATION_FOREIGN', file } })
    await expect(host.machines.start(found?.id ?? '')).rejects.toMatchObject({ code: 'MACHINE_UNUSABLE' })
    expect(engine.calls).toEqual([])
    // Made this user's own, it is a machine like any other.
    await host.close()
    await chown(file, 0, 0)
    const next = await openTestHost({ home: first.home })
    expect(next.host.machines.list().find(({ name }) => name === 'evil')?.problem).toBeNull()
  })
})
