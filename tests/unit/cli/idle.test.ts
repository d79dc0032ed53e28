import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { followWork, IdleTimer } from '#electron/cli/idle.ts'
import { FakeHost, fakeMachine } from '../../fixtures/fake-host.ts'
import { eventually } from '#tests/fixtures/patience.ts'

describe('a host that is not needed', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  function idle() {
    const onIdle = vi.fn()
    return { onIdle, timer: new IdleTimer(1000, onIdle) }
  }

  it('is told after the time, once', () => {
    const { onIdle } = idle()
    vi.advanceTimersByTime(999)
    expect(onIdle).not.toHaveBeenCalled()
    vi.advanceTimersByTime(5000)
    expect(onIdle).toHaveBeenCalledOnce()
  })

  it('is needed while a client is connected or a machine is on, and the time begins anew afterwards', () => {
    const { onIdle, timer } = idle()
    vi.advanceTimersByTime(900)
    timer.setClients(1)
    timer.setWork('a', true)
    vi.advanceTimersByTime(5000)
    timer.setClients(0)
    vi.advanceTimersByTime(5000)
    expect(onIdle).not.toHaveBeenCalled()
    timer.setWork('a', false)
    vi.advanceTimersByTime(999)
    expect(onIdle).not.toHaveBeenCalled()
    // What changes nothing does not begin the time anew.
    timer.setClients(0)
    vi.advanceTimersByTime(1)
    expect(onIdle).toHaveBeenCalledOnce()
  })

  it('is told nothing after the timer was stopped', () => {
    const { onIdle, timer } = idle()
    timer.stop()
    timer.setClients(1)
    timer.setClients(0)
    vi.advanceTimersByTime(5000)
    expect(onIdle).not.toHaveBeenCalled()
  })
})

describe('the machines of a host', () => {
  it('are followed until the host closes', async () => {
    const home = await mkdtemp(path.join(tmpdir(), 'viridian-idle-'))
    const host = new FakeHost(home, [fakeMachine('on'), fakeMachine('off', 'Off')])
    const seen = new Map<string, boolean>()
    const timer = new IdleTimer(1_000_000, () => undefined)
    vi.spyOn(timer, 'setWork').mockImplementation((id, on) => void seen.set(id, on))
    const following = followWork(host, timer)
    await eventually(() => expect(Object.fromEntries(seen)).toEqual({ 'id-on': true, 'id-off': false }))
    host.publish({ type: 'machine', machine: fakeMachine('off', 'Paused') })
    host.publish({ type: 'machineRemoved', machineId: 'id-on' })
    await eventually(() => expect(Object.fromEntries(seen)).toEqual({ 'id-on': false, 'id-off': true }))
    await host.close()
    await following
    timer.stop()
  })
})
