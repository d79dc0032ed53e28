import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { access, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { decode } from 'fast-png'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeGuest } from '#build/guest/make-guest.mjs'
import type { AccessKeyInfo } from '#shared/access-key.ts'
import type { HostEvent } from '#shared/event.ts'
import type { HostInfo } from '#shared/host.ts'
import type { Job } from '#shared/job.ts'
import type { Machine } from '#shared/machine.ts'
import { CommandLine, firstLine } from '#tests/fixtures/command-line.ts'
import { eventually } from '#tests/fixtures/patience.ts'

type ShownHost = HostInfo & { address: string; accessKey: { id: string; name: string; key: string } }
type ListedHost = { id: string; name: string; address: string; own: boolean; state: string }

/** The tests follow two hosts, each with a guest, in their order. */
describe('two hosts on one computer', () => {
  let own: CommandLine
  let other: CommandLine
  let serving: ChildProcess
  let address: string
  let key: string

  /** A command for the other host, given to the own one. */
  const there = (...words: string[]) => own.run(...words, '--host', 'Attic')
  const jsonThere = <Document>(...words: string[]) => own.json<Document>(...words, '--host', 'attic')

  async function serve(): Promise<void> {
    serving = other.spawn('serve')
    await firstLine(serving)
  }

  async function createKey(name: string): Promise<string> {
    const shown = await other.json<ShownHost>('host', 'show', '--access-key', '--name', name)
    address = shown.address.replace('http://', '')
    return shown.accessKey.key
  }

  beforeAll(async () => {
    await makeGuest()
    own = new CommandLine(await mkdtemp(path.join(tmpdir(), 'viridian-own-')))
    other = new CommandLine(await mkdtemp(path.join(tmpdir(), 'viridian-other-')))
    await serve()
    key = await createKey('laptop')
  })
  afterAll(async () => {
    for (const viridian of [own, other]) {
      await viridian.run('host', 'stop')
      await rm(viridian.home, { recursive: true, force: true })
    }
  })

  it('know each other by address and access key', async () => {
    const added = await own.pipe(`${key}\n`, 'host', 'add', 'attic', address, '--access-key', '-')
    expect(added).toMatchObject({ code: 0, stderr: '' })
    const hosts = await own.json<ListedHost[]>('host', 'list')
    expect(hosts.map(({ name, state, own: isOwn }) => [name, state, isOwn])).toEqual([
      [expect.any(String), 'connected', true],
      ['attic', 'connected', false],
    ])
    expect(hosts[1]).toMatchObject({ id: (await other.json<HostInfo>('host', 'show')).id, address })
    expect(JSON.stringify(hosts)).not.toContain(key)
  })

  it('refuse what cannot be, with what is wrong', async () => {
    const add = (name: string, at: string, accessKey: string) =>
      own.failure('host', 'add', name, at, '--access-key', accessKey)
    expect(await add('again', address, key)).toEqual({ exit: 1, code: 'HOST_ALREADY_ADDED' })
    expect(await add('ATTIC', address, key)).toEqual({ exit: 1, code: 'HOST_NAME_TAKEN' })
    expect(await add('x', address, key.slice(0, -1))).toEqual({ exit: 2, code: 'ACCESS_KEY_INVALID' })
    const wrong = key.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
    expect(await add('x', address, wrong)).toEqual({ exit: 1, code: 'REMOTE_NOT_VIRIDIAN' })
    const unknown = key.replace(/_(.)/, (_, first) => `_${first === '0' ? '1' : '0'}`)
    expect(await add('x', address, unknown)).toEqual({ exit: 1, code: 'REMOTE_KEY_REFUSED' })
    expect(await add('x', '127.0.0.1:1', key)).toEqual({ exit: 1, code: 'REMOTE_UNREACHABLE' })
    expect(await add('x', 'nowhere', key)).toEqual({ exit: 2, code: 'HOST_ADDRESS_INVALID' })
    expect(await add('x', '192.0.2.1:8006', key)).toEqual({ exit: 2, code: 'HOST_ADDRESS_NOT_LOCAL' })
    const itself = await own.json<ShownHost>('host', 'show', '--access-key')
    expect(await add('x', itself.address, itself.accessKey.key)).toEqual({ exit: 1, code: 'HOST_IS_THIS_ONE' })
    expect(await add('x', itself.address, key)).toEqual({ exit: 1, code: 'HOST_IS_THIS_ONE' })
    expect(await own.failure('vm', 'list', '--host', 'cellar')).toEqual({ exit: 3, code: 'HOST_NOT_FOUND' })
    expect(await own.failure('host', 'remove', 'cellar')).toEqual({ exit: 3, code: 'HOST_NOT_FOUND' })
    for (const local of [
      ['serve', '--host', 'attic'],
      ['disk', 'inspect', 'a.img', '--host', 'attic'],
      ['host', 'list', '--host', 'attic'],
      ['vm', 'list', '--host', ''],
    ]) {
      expect(await own.failure(...local)).toEqual({ exit: 2, code: 'USAGE' })
    }
  })

  it('run a guest each', async () => {
    const create = ['vm', 'create', 'lab', '--template', 'lab-linux', '--start']
    const [here, far] = await Promise.all([own.json<Machine>(...create), jsonThere<Machine>(...create)])
    expect(here.folder).toContain(own.home)
    expect(far).toMatchObject({ name: 'lab', state: 'Running' })
    expect(far.folder).toContain(other.home)
    const prompt = ['vm', 'wait', 'lab', '--serial', 'lab-linux:.*# $', '--timeout', '170']
    const waited = await Promise.all([own.run(...prompt), there(...prompt)])
    for (const each of waited) expect(each).toMatchObject({ code: 0, stderr: '' })
    expect((await other.json<Machine[]>('vm', 'list')).map(({ id }) => id)).toEqual([far.id])
  })

  it('have serial port, keyboard and screen of the other’s guest handed on', async () => {
    const piped = await own.pipe('echo sum-$((40+2))\n', 'vm', 'console', 'lab', '--quiet', '3', '--host', 'attic')
    expect(piped.code).toBe(0)
    expect(piped.stdout).toMatch(/^sum-42\r$/m)
    await there('vm', 'type', 'lab', String.raw`echo far-$((6*7))\n`)
    const seen = await there('vm', 'wait', 'lab', '--screen', '^far-42$', '--timeout', '60')
    expect(seen).toEqual({ code: 0, stdout: 'far-42\n', stderr: '' })
    expect((await own.run('vm', 'screen', 'lab', '--text')).stdout).not.toContain('far-42')
    const file = path.join(own.home, 'far.png')
    const saved = await jsonThere<{ width: number; height: number }>('vm', 'screen', 'lab', '--png', file)
    const picture = decode(await readFile(file))
    expect([picture.width, picture.height]).toEqual([saved.width, saved.height])
    expect((await there('vm', 'vnc', 'lab')).stdout).toMatch(/^127\.0\.0\.1::\d+\nPassword: /)
  })

  it('say whose doing it was', async () => {
    expect(await there('snapshot', 'create', 'lab', '--name', 'before')).toMatchObject({ code: 0 })
    expect((await there('snapshot', 'list', 'lab')).stdout).toContain('before')
    await jsonThere('vm', 'turn-off', 'lab')
    const target = path.join(own.home, 'far.zip')
    expect(await there('vm', 'export', 'lab', target)).toMatchObject({ code: 0 })
    await access(target)
    const jobs = await jsonThere<Job[]>('job', 'list', '--all')
    expect(jobs.filter(({ kind }) => kind === 'exportMachine')).toMatchObject([{ user: 'laptop', state: 'Completed' }])
    expect(await own.json<Job[]>('job', 'list', '--all')).toEqual([])
    const events = await jsonThere<HostEvent[]>('events')
    for (const code of ['MACHINE_CREATED', 'SNAPSHOT_TAKEN', 'MACHINE_TURNED_OFF']) {
      expect(events.filter((event) => event.code === code)).toMatchObject([{ user: 'laptop' }])
    }
    expect(events.filter(({ code }) => code === 'ACCESS_KEY_USED')).toMatchObject([{ facts: { name: 'laptop' } }])
    expect(await there('doctor')).toMatchObject({ code: 0 })
    const disk = path.join(own.home, 'far.vhd')
    expect(await there('disk', 'create', disk, '--size', '10M')).toMatchObject({ code: 0 })
    expect((await there('disk', 'inspect', disk)).stdout).toContain('dynamic')
  })

  it('do not give what would outlive an access key', async () => {
    expect(await own.failure('host', 'show', '--access-key', '--host', 'attic')).toEqual({
      exit: 1,
      code: 'OWNER_ONLY',
    })
    expect(await own.failure('host', 'keys', 'list', '--host', 'attic')).toEqual({ exit: 1, code: 'OWNER_ONLY' })
    expect(await jsonThere('host', 'show')).toMatchObject({ home: other.home, url: null })
  })

  it('part when the access key is revoked, at once, and meet again with another', async () => {
    const following = own.spawn('events', '--follow', '--json', '--limit', '1', '--host', 'attic')
    const ended = once(following, 'close')
    await firstLine(following)
    const [known] = await other.json<AccessKeyInfo[]>('host', 'keys', 'list')
    expect(known).toMatchObject({ name: 'laptop', lastUsedAt: expect.any(String) as unknown })
    expect(await other.run('host', 'keys', 'revoke', 'Laptop')).toMatchObject({ code: 0 })
    expect(await ended).toEqual([1, null])
    expect(await own.failure('vm', 'list', '--host', 'attic')).toEqual({ exit: 1, code: 'REMOTE_KEY_REFUSED' })
    expect((await own.run('host', 'list')).stdout).toMatch(/attic .*Not allowed/)
    expect(await other.json('host', 'keys', 'list')).toEqual([])
    key = await createKey('laptop')
    expect(await own.pipe(key, 'host', 'change', 'attic', '--access-key', '-')).toMatchObject({ code: 0 })
    expect(await there('vm', 'list')).toMatchObject({ code: 0 })
  })

  it('meet again after one was killed', async () => {
    await jsonThere('vm', 'start', 'lab')
    const console = own.spawn('vm', 'console', 'lab', '--quiet', '100000', '--host', 'attic')
    if (console.stdout !== null) await once(console.stdout, 'data')
    const ended = once(console, 'close')
    serving.kill('SIGKILL')
    expect(await ended).toEqual([1, null])
    expect(await own.failure('vm', 'list', '--host', 'attic')).toEqual({ exit: 1, code: 'REMOTE_UNREACHABLE' })
    expect((await own.run('host', 'list')).stdout).toMatch(/attic .*Not reachable/)
    // It takes the port it had.
    await eventually(serve)
    expect((await jsonThere<HostEvent[]>('events')).map(({ code }) => code)).toContain('HOST_ENDED')
    // As machines do that were on.
    expect(await there('vm', 'wait', 'lab', '--state', 'Running', '--timeout', '60')).toMatchObject({ code: 0 })
    expect(await own.json<Machine[]>('vm', 'list')).toMatchObject([{ state: 'Running' }])
    const stopped = once(serving, 'close')
    expect(await there('host', 'stop')).toMatchObject({ code: 0 })
    await stopped
    expect(await own.run('host', 'remove', 'attic')).toMatchObject({ code: 0 })
    expect(await own.json<ListedHost[]>('host', 'list')).toHaveLength(1)
  })
})
