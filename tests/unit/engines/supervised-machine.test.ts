import { usualHardware } from '#shared/hardware.ts'
import { defaultStartup } from '#shared/startup.ts'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { PoweredOffReason } from '#electron/engines/engine.ts'
import { ChannelAddress } from '#electron/engines/protocol/channel-address.ts'
import { SupervisedMachine } from '#electron/engines/supervision/supervised-machine.ts'
import type { DiskFailureFacts } from '#shared/errors.ts'
import type { ChildExit, ChildProcess } from '#electron/engines/launcher.ts'

const options = {
  machineId: 'id',
  name: 'Lab',
  memory: 64,
  drives: [],
  floppy: null,
  ...usualHardware,
  startup: { order: [...defaultStartup.order], menu: 'none' as const },
  engine: { firmware: '/firmware' },
}

class Child implements ChildProcess {
  /** That no process has: how the time of one passes that is known is the subject of another test. */
  readonly pid = 2 ** 22 + 1
  readonly posted: { kind: string; id?: number; call?: { name: string } }[] = []
  #onMessage: (message: unknown) => void = () => undefined
  #onExit: (exit: ChildExit) => void = () => undefined

  post(message: unknown): void {
    this.posted.push(message as Child['posted'][number])
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#onMessage = listener
  }

  onExit(listener: (exit: ChildExit) => void): void {
    this.#onExit = listener
  }

  kill(): void {
    this.exit({ code: null, signal: 'SIGKILL' })
  }

  say(message: unknown): void {
    this.#onMessage(message)
  }

  exit(exit: Partial<ChildExit>): void {
    const listener = this.#onExit
    this.#onExit = () => undefined
    listener({ code: null, signal: null, errorOutput: '', ...exit })
  }

  idOf(call: string): number {
    const id = this.posted.find((message) => message.call?.name === call)?.id
    if (id === undefined) throw new Error(`no call of ${call}`)
    return id
  }
}

let child: Child
let channels: ChannelAddress
let reasons: PoweredOffReason[]
let faults: string[]
let full: string[]
let failures: DiskFailureFacts[]
let ejected: string[]
let machine: SupervisedMachine

const sample = { kind: 'sample', sample: { time: 1, cpu: 2, process: 3, resident: 4, diskRead: 5, diskWritten: 6 } }

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] })
  child = new Child()
  channels = await ChannelAddress.create()
  reasons = []
  faults = []
  full = []
  failures = []
  ejected = []
  machine = new SupervisedMachine(child, channels, {
    sample: () => undefined,
    guestFault: (detail) => faults.push(detail),
    outOfSpace: (path) => full.push(path),
    diskFailed: (facts) => failures.push(facts),
    mediaEjected: (at) => ejected.push(at),
    poweredOff: (reason) => reasons.push(reason),
  })
})
afterEach(() => {
  child.kill()
  vi.useRealTimers()
})

async function started(): Promise<void> {
  const start = machine.start(options)
  child.say({ kind: 'ready' })
  await start
}

describe('a machine that is on', () => {
  beforeEach(started)

  test.each([
    ['killed from outside', { signal: 'SIGKILL' }, { kind: 'killed', signal: 'SIGKILL' }],
    ['crashed', { code: 3, errorOutput: 'Error: gone' }, { kind: 'crashed', detail: 'Error: gone (exit code 3)' }],
  ])('%s: its end is told once and leaves no socket', async (_how, exit, reason) => {
    const call = machine.screenText()
    child.exit(exit)
    await expect(call).rejects.toThrow('The machine is off.')
    child.say({ kind: 'guestPoweredOff' })
    expect(reasons).toEqual([reason])
    expect(existsSync(path.dirname(channels.path))).toBe(false)
    await expect(machine.pause()).rejects.toThrow('The machine is off.')
  })

  test('switched off by its guest', () => {
    child.say({ kind: 'guestPoweredOff' })
    expect(reasons).toEqual([{ kind: 'guest' }])
  })

  test('failed with a reason', () => {
    child.say({ kind: 'failed', detail: 'faults again and again', disk: null, savedState: null })
    expect(reasons).toEqual([{ kind: 'crashed', detail: 'faults again and again' }])
  })

  test('tells what its disks do', () => {
    child.say({ kind: 'outOfSpace', path: '/a.vhd' })
    child.say({ kind: 'diskFailed', disk: { problem: 'IO', path: '/a.vhd', reason: 'EIO' } })
    child.say({ kind: 'mediaEjected', at: 'ide1:0' })
    expect({ full, failures, ejected }).toEqual({
      full: ['/a.vhd'],
      failures: [{ problem: 'IO', path: '/a.vhd', reason: 'EIO' }],
      ejected: ['ide1:0'],
    })
  })

  test('a disk that cannot be put in is refused in its own words', async () => {
    const insert = expect(machine.insertMedia('floppy', '/a.vfd')).rejects.toMatchObject({
      code: 'DISK_FAILED',
      facts: { problem: 'NOT_FOUND', path: '/a.vfd' },
    })
    const disk = { problem: 'NOT_FOUND', path: '/a.vfd' }
    child.say({ kind: 'refusal', id: child.idOf('insertMedia'), detail: 'no such file', disk })
    await insert
  })

  test('silent for ten of our seconds: hung', () => {
    vi.advanceTimersByTime(9000)
    expect(reasons).toEqual([])
    vi.advanceTimersByTime(1000)
    expect(reasons).toEqual([{ kind: 'hung', seconds: 10 }])
  })

  test('heard of every now and then: not hung', () => {
    for (let minute = 0; minute < 10; minute++) {
      vi.advanceTimersByTime(9000)
      child.say(sample)
    }
    expect(reasons).toEqual([])
  })

  test('turned off, with its farewell', async () => {
    const off = machine.turnOff()
    child.say({ kind: 'reply', id: child.idOf('turnOff'), result: undefined })
    await off
    expect(reasons).toEqual([{ kind: 'turnedOff' }])
  })

  test('turned off although it does not answer', async () => {
    const off = machine.turnOff()
    await vi.advanceTimersByTimeAsync(5100)
    await off
    expect(reasons).toEqual([{ kind: 'turnedOff' }])
  })

  test('turned off twice at once', async () => {
    const both = Promise.all([machine.turnOff(), machine.turnOff()])
    await vi.advanceTimersByTimeAsync(5100)
    await both
    expect(reasons).toEqual([{ kind: 'turnedOff' }])
  })

  test('guest faults are passed on', () => {
    child.say({ kind: 'guestFault', detail: 'unreachable' })
    expect(faults).toEqual(['unreachable'])
    expect(reasons).toEqual([])
  })

  test('refusals reject, replies are checked', async () => {
    const refused = machine.screenText()
    child.say({ kind: 'refusal', id: child.idOf('screenText'), detail: 'not now', disk: null })
    await expect(refused).rejects.toThrow('not now')
    const wrong = machine.screenImage()
    child.say({ kind: 'reply', id: child.idOf('screenImage'), result: { width: 'wide' } })
    await expect(wrong).rejects.toThrow('screenImage')
  })

  describe('whose snapshot is taken', () => {
    const options = { file: '/s.bin', disks: [{ at: 'ide0:0', path: '/a1.vhd' }] } as const
    const posted = (call: string) => child.posted.filter((message) => message.call?.name === call)

    test('goes on once that is committed, and tells how far its state is', async () => {
      const told: number[] = []
      let commit: () => void = () => undefined
      const committing = new Promise<void>((resolve) => (commit = resolve))
      const taken = machine.takeSnapshot(
        options,
        () => committing,
        (fraction) => told.push(fraction),
      )
      const id = child.idOf('takeSnapshot')
      child.say({ kind: 'disksReady', id })
      await Promise.resolve()
      expect(posted('settleDisks')).toEqual([])
      commit()
      await vi.waitFor(() => expect(posted('settleDisks')).toMatchObject([{ call: { committed: true } }]))
      child.say({ kind: 'reply', id: child.idOf('settleDisks'), result: undefined })
      child.say({ kind: 'progress', id, fraction: 0.5 })
      child.say({ kind: 'reply', id, result: undefined })
      await taken
      expect(told).toEqual([0.5])
    })

    test('goes on as before where that fails, whose reason is told', async () => {
      const taken = machine.takeSnapshot(options, () => Promise.reject(new Error('no room for machine.json')))
      const id = child.idOf('takeSnapshot')
      child.say({ kind: 'disksReady', id })
      await vi.waitFor(() => expect(posted('settleDisks')).toMatchObject([{ call: { committed: false } }]))
      child.say({ kind: 'reply', id: child.idOf('settleDisks'), result: undefined })
      child.say({ kind: 'refusal', id, detail: 'given up', disk: null })
      await expect(taken).rejects.toThrow('no room for machine.json')
    })

    test('and that is turned off has the time to write it to its end', async () => {
      const taken = expect(machine.takeSnapshot(options, () => Promise.resolve())).rejects.toThrow(
        'The machine is off.',
      )
      const id = child.idOf('takeSnapshot')
      const off = machine.turnOff()
      for (let step = 1; step <= 5; step++) {
        vi.advanceTimersByTime(4000)
        child.say({ kind: 'progress', id, fraction: step / 5 })
      }
      expect(reasons).toEqual([])
      vi.advanceTimersByTime(5001)
      await off
      await taken
      expect(reasons).toEqual([{ kind: 'turnedOff' }])
    })
  })

  test('a message the host does not know ends the machine', () => {
    child.say({ kind: 'surprise' })
    expect(reasons).toMatchObject([{ kind: 'crashed' }])
  })

  test('text no key types is refused before anything is typed', async () => {
    await expect(machine.type('aé')).rejects.toMatchObject({ code: 'TEXT_NOT_TYPABLE', facts: { character: 'é' } })
    expect(child.posted.filter((message) => message.call?.name === 'type')).toEqual([])
  })
})

describe('a machine that does not start', () => {
  test.each([
    [
      'says why',
      () => child.say({ kind: 'failed', detail: 'no firmware', disk: null, savedState: null }),
      'no firmware',
    ],
    ['ends', () => child.exit({ code: 1, errorOutput: 'RangeError: memory' }), 'RangeError: memory'],
    ['is killed', () => child.kill(), 'ended while it started'],
    ['is never heard of', () => vi.advanceTimersByTime(31_000), 'did not answer'],
  ])('%s: start rejects and the listener hears nothing', async (_how, act, message) => {
    const start = expect(machine.start(options)).rejects.toThrow(message)
    act()
    await start
    expect(reasons).toEqual([])
  })

  test('lives and never gets there: start rejects in the end', async () => {
    const start = expect(machine.start(options)).rejects.toThrow('did not start within 60 seconds')
    for (let second = 0; second < 61; second++) {
      vi.advanceTimersByTime(1000)
      child.say(sample)
    }
    await start
    expect(reasons).toEqual([])
  })
})
