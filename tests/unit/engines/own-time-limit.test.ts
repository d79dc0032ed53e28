import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { OwnTimeLimit } from '#electron/engines/supervision/own-time-limit.ts'
import { processTime, type ProcessTime } from '#electron/engines/supervision/process-time.ts'
import { until } from '#tests/fixtures/patience.ts'

describe('the time of its own a process may take', () => {
  let over: number[]
  let time: ProcessTime | null

  beforeEach(() => {
    vi.useFakeTimers()
    over = []
  })
  afterEach(() => void vi.useRealTimers())

  /** A process of which each second is as `next` says. */
  function limit(next: () => ProcessTime | null): OwnTimeLimit {
    return new OwnTimeLimit(
      1,
      10,
      (seconds) => over.push(seconds),
      () => (time = next()),
    )
  }

  const executing = (share: number) => () => ({ executed: (time?.executed ?? 5) + share, idle: false })

  test('passes while it sleeps and nobody keeps it', () => {
    limit(() => ({ executed: 5, idle: true }))
    vi.advanceTimersByTime(9000)
    expect(over).toEqual([])
    vi.advanceTimersByTime(1000)
    expect(over).toEqual([10])
  })

  test('passes as it executes: on a busy computer slowly', () => {
    time = null
    limit(executing(0.1))
    vi.advanceTimersByTime(100_000)
    expect(over).toEqual([])
    vi.advanceTimersByTime(2000)
    expect(over).toEqual([10])
  })

  test('does not pass while it waits for a processor or a disk', () => {
    limit(() => ({ executed: 5, idle: false }))
    vi.advanceTimersByTime(3_600_000)
    expect(over).toEqual([])
  })

  test('does not pass while this process has no time itself', () => {
    let now = 0
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 60_000))
    limit(() => null)
    vi.advanceTimersByTime(60_000)
    expect(over).toEqual([])
    clock.mockRestore()
  })

  test('begins anew at each sign of life', () => {
    const seconds = limit(() => ({ executed: 5, idle: true }))
    for (let count = 0; count < 20; count++) {
      vi.advanceTimersByTime(9000)
      seconds.restart(10)
    }
    expect(over).toEqual([])
  })
})

describe.runIf(process.platform === 'linux')('the time of a process as Linux tells it', () => {
  test('grows as it executes; it is idle when it sleeps and when it is stopped', async () => {
    const script = "process.stdin.on('data', () => { for (let i = 0; i < 3e8; i++); console.log('done') })"
    const child = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'ignore'] })
    const pid = child.pid ?? 0
    try {
      await until(() => processTime(pid)?.idle === true)
      const before = processTime(pid)?.executed ?? NaN
      child.stdin.write('go')
      await once(child.stdout, 'data')
      expect(processTime(pid)?.executed).toBeGreaterThan(before)
      child.kill('SIGSTOP')
      await until(() => processTime(pid)?.idle === true)
    } finally {
      child.kill('SIGKILL')
    }
  })

  test('is not known of a process that is not there', () => {
    expect(processTime(2 ** 22 + 1)).toBeNull()
  })
})
