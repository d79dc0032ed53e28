import { EventEmitter } from 'node:events'
import { PassThrough } from 'node:stream'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { ChildExit } from '#electron/engines/launcher.ts'
import { exitOf, UtilityLauncher } from '#electron/main/utility-launcher.ts'
import { eventually } from '#tests/fixtures/patience.ts'

class FakeUtility extends EventEmitter {
  pid: number | undefined
  readonly stderr = new PassThrough()
  readonly posted: unknown[] = []

  postMessage(message: unknown): void {
    this.posted.push(message)
  }
}

const electron = vi.hoisted(() => ({ utilityProcess: { fork: vi.fn() } }))
vi.mock('electron', () => electron)

let utility: FakeUtility

beforeEach(() => {
  utility = new FakeUtility()
  electron.utilityProcess.fork.mockReturnValue(utility)
})

async function launch() {
  const launched = new UtilityLauncher().launch('/machine.js', { title: 'viridian: Lab' })
  utility.pid = 4711
  utility.emit('spawn')
  return launched
}

describe('exitOf', () => {
  it('takes a number of waitpid(2) for the signal it is, and an exit code for itself', () => {
    expect(exitOf(0, 'linux')).toEqual({ code: 0, signal: null })
    expect(exitOf(1, 'linux')).toEqual({ code: 1, signal: null })
    expect(exitOf(9, 'linux')).toEqual({ code: null, signal: 'SIGKILL' })
    expect(exitOf(15, 'darwin')).toEqual({ code: null, signal: 'SIGTERM' })
    // SIGSEGV with the flag for a core dump.
    expect(exitOf(11 | 0x80, 'linux')).toEqual({ code: null, signal: 'SIGSEGV' })
    expect(exitOf(9, 'win32')).toEqual({ code: 9, signal: null })
  })
})

describe('UtilityLauncher', () => {
  it('names the process, and tells of it once it runs', async () => {
    const child = await launch()
    expect(child.pid).toBe(4711)
    expect(electron.utilityProcess.fork).toHaveBeenCalledWith(
      '/machine.js',
      [],
      expect.objectContaining({ serviceName: 'viridian: Lab' }),
    )
  })

  it('rejects where the process ends before it runs', async () => {
    const launched = new UtilityLauncher().launch('/missing.js', { title: 'viridian: Lab' })
    utility.emit('exit', 1)
    await expect(launched).rejects.toThrow('viridian: Lab')
  })

  it('carries messages both ways', async () => {
    const child = await launch()
    const received: unknown[] = []
    child.onMessage((message) => received.push(message))
    utility.emit('message', { kind: 'ready' })
    child.post({ kind: 'start' })
    expect(received).toEqual([{ kind: 'ready' }])
    expect(utility.posted).toEqual([{ kind: 'start' }])
  })

  it('reports the end once, with the tail of what the process wrote on its way out', async () => {
    const child = await launch()
    const exits: ChildExit[] = []
    child.onExit((exit) => exits.push(exit))
    utility.stderr.write('x'.repeat(10_000))
    utility.emit('exit', 1)
    utility.stderr.end('RangeError: last words')
    await eventually(() => expect(exits).toHaveLength(1))
    expect(exits[0]).toMatchObject({ code: 1, signal: null })
    expect(exits[0]?.errorOutput).toMatch(/RangeError: last words$/)
    expect(exits[0]?.errorOutput).toHaveLength(4096)
    const late: ChildExit[] = []
    child.onExit((exit) => late.push(exit))
    expect(late).toEqual(exits)
  })
})
