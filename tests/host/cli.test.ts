import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { decode } from 'fast-png'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeGuest } from '#build/guest/make-guest.mjs'
import type { HostInfo } from '#shared/host.ts'
import type { Machine, MachineSample } from '#shared/machine.ts'
import { CommandLine } from '#tests/fixtures/command-line.ts'

type ListedMachine = Machine & { sample: MachineSample | null }

/** The tests follow one machine through its life, in their order. */
describe('the command line with a real guest', () => {
  let viridian: CommandLine

  beforeAll(async () => {
    await makeGuest()
    viridian = new CommandLine(await mkdtemp(path.join(tmpdir(), 'viridian-cli-')))
  })
  afterAll(async () => {
    await viridian.run('host', 'stop')
    await rm(viridian.home, { recursive: true, force: true })
  })

  it('starts one host for two commands at once', async () => {
    const [one, other] = await Promise.all([
      viridian.json<HostInfo>('host', 'show'),
      viridian.json<HostInfo>('host', 'show'),
    ])
    expect(one.pid).toBe(other.pid)
    expect(one.home).toBe(viridian.home)
    expect(await viridian.json('vm', 'list')).toEqual([])
  })

  it('creates and starts a machine, and waits for its prompt', async () => {
    const machine = await viridian.json<Machine>(
      'vm',
      'create',
      'lab',
      '--template',
      'lab-linux',
      '--memory',
      '64',
      '--start',
    )
    expect(machine).toMatchObject({ name: 'lab', state: 'Running', memory: 64 })
    const waited = await viridian.run('vm', 'wait', 'lab', '--serial', 'lab-linux:.*# $', '--timeout', '170')
    expect(waited).toMatchObject({ code: 0, stderr: '' })
    expect(waited.stdout).toContain('lab-linux:')
  })

  it('lists it with measured figures', async () => {
    const [machine] = await viridian.json<ListedMachine[]>('vm', 'list')
    expect(machine?.sample?.uptime).toBeGreaterThan(0)
    const { stdout } = await viridian.run('vm', 'list')
    expect(stdout).toMatch(/^Name +State +CPU Usage +Uptime +Operations\nlab +Running +\d+% +\d\d:\d\d:\d\d\n$/)
    expect((await viridian.run('vm', 'show', 'lab')).stdout).toMatch(/^Memory: +64 MB$/m)
  })

  it('types on its keyboard and sees its screen', async () => {
    expect(await viridian.run('vm', 'type', 'lab', String.raw`echo viridian-$((6*7))\n`)).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    })
    const waited = await viridian.run('vm', 'wait', 'lab', '--screen', '^viridian-42$', '--timeout', '60')
    expect(waited).toEqual({ code: 0, stdout: 'viridian-42\n', stderr: '' })
    expect((await viridian.run('vm', 'screen', 'lab', '--text')).stdout).toMatch(/^viridian-42$/m)
  })

  it('saves its screen as a picture', async () => {
    const file = path.join(viridian.home, 'lab.png')
    const saved = await viridian.json<{ width: number; height: number }>('vm', 'screen', 'lab', '--png', file)
    const picture = decode(await readFile(file))
    expect([picture.width, picture.height]).toEqual([saved.width, saved.height])
    // Light text on a dark ground: not one colour.
    expect(new Set(picture.data).size).toBeGreaterThan(1)
  })

  it('talks to its serial port through a pipe', async () => {
    const piped = await viridian.pipe('echo sum-$((40+2))\n', 'vm', 'console', 'lab', '--quiet', '3')
    expect(piped.code).toBe(0)
    expect(piped.stdout).toMatch(/^sum-42\r$/m)
    const { stdout } = await viridian.pipe('', 'vm', 'console', 'lab', '--json')
    expect(JSON.parse(stdout)).toMatchObject({ end: 'quiet', output: expect.stringContaining('sum-42') as unknown })
  })

  it('gives VNC clients an address', async () => {
    const { host, port, password } = await viridian.json<{ host: string; port: number; password: string }>(
      'vm',
      'vnc',
      'lab',
    )
    expect(password).not.toBe('')
    const socket = createConnection(port, host)
    const [greeting] = (await once(socket, 'data')) as [Buffer]
    expect(greeting.toString()).toBe('RFB 003.008\n')
    socket.destroy()
    expect((await viridian.run('vm', 'vnc', 'lab')).stdout).toMatch(/^127\.0\.0\.1::\d+\nPassword: \S+\n$/)
  })

  it('pauses and resumes it, and says why not to start it', async () => {
    expect((await viridian.json<Machine>('vm', 'pause', 'lab')).state).toBe('Paused')
    expect(await viridian.failure('vm', 'start', 'lab')).toEqual({ exit: 1, code: 'STATE_CONFLICT' })
    expect((await viridian.json<Machine>('vm', 'resume', 'lab')).state).toBe('Running')
  })

  it('ends with the promised exit codes', async () => {
    expect(await viridian.failure('vm', 'delete', 'lab')).toEqual({ exit: 1, code: 'STATE_CONFLICT' })
    expect(await viridian.failure('vm', 'create', 'lab', '--template', 'lab-linux')).toEqual({
      exit: 1,
      code: 'MACHINE_NAME_TAKEN',
    })
    expect(await viridian.failure('vm', 'create', 'x')).toEqual({ exit: 2, code: 'USAGE' })
    expect(await viridian.failure('vm', 'start', 'nobody')).toEqual({ exit: 3, code: 'MACHINE_NOT_FOUND' })
    expect(await viridian.failure('vm', 'create', 'x', '--template', 'none')).toEqual({
      exit: 3,
      code: 'TEMPLATE_NOT_FOUND',
    })
    expect(await viridian.failure('vm', 'create', 'x', '--iso', 'none.iso')).toEqual({
      exit: 3,
      code: 'FILE_NOT_FOUND',
    })
    expect(await viridian.failure('vm', 'create', 'x', '--iso', './none.iso')).toEqual({
      exit: 3,
      code: 'MEDIA_NOT_FOUND',
    })
    expect(await viridian.failure('vm', 'wait', 'lab', '--screen', 'never', '--timeout', '0.5')).toEqual({
      exit: 4,
      code: 'TIMEOUT',
    })
  })

  it('ends a piped console when the guest switches itself off', async () => {
    const { code, stdout } = await viridian.pipe('poweroff -f\n', 'vm', 'console', 'lab', '--quiet', '100', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ end: 'off' })
    expect((await viridian.json<Machine>('vm', 'show', 'lab')).state).toBe('Off')
  })

  it.each([
    ['--serial', 'never'],
    ['--screen', 'never'],
  ])('stops waiting with %s at once when the machine goes off', async (option, expression) => {
    if ((await viridian.json<Machine>('vm', 'show', 'lab')).state === 'Off') await viridian.run('vm', 'start', 'lab')
    const waiting = viridian.failure('vm', 'wait', 'lab', option, expression, '--timeout', '120')
    expect((await viridian.json<Machine>('vm', 'turn-off', 'lab')).state).toBe('Off')
    // The machine may be off before the waiting command looks at it.
    const { exit, code } = await waiting
    expect(exit).toBe(1)
    expect(['MACHINE_WENT_OFF', 'STATE_CONFLICT']).toContain(code)
  })

  it('says that a machine that is off has no screen, keyboard or serial port', async () => {
    for (const words of [
      ['type', 'lab', 'x'],
      ['screen', 'lab', '--text'],
      ['console', 'lab'],
      ['vnc', 'lab'],
    ]) {
      expect(await viridian.failure('vm', ...words)).toEqual({ exit: 1, code: 'STATE_CONFLICT' })
    }
  })

  it('deletes it, and stops the host', async () => {
    expect((await viridian.run('vm', 'delete', 'lab')).stdout).toContain('“lab” has been deleted.')
    expect(await viridian.json('vm', 'list')).toEqual([])
    const { pid } = await viridian.json<HostInfo>('host', 'show')
    expect(await viridian.json('host', 'stop')).toEqual({ stopped: true })
    expect(() => process.kill(pid, 0)).toThrow('ESRCH')
    expect(await viridian.json('host', 'stop')).toEqual({ stopped: false })
  })
})
