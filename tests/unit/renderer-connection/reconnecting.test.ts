// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { useReconnecting, type LinkReport } from '#renderer/connection/reconnecting.ts'

describe('useReconnecting', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  function setUp(initially = true) {
    const wanted = ref(initially)
    const reports: LinkReport[] = []
    const closed: number[] = []
    const scope = effectScope()
    const link = scope.run(() =>
      useReconnecting(
        () => wanted.value,
        (report) => {
          const number = reports.push(report)
          return () => closed.push(number)
        },
      ),
    )
    if (link === undefined) throw new Error('no scope')
    const last = () => {
      const report = reports.at(-1)
      if (report === undefined) throw new Error('nothing was connected')
      return report
    }
    return { wanted, reports, closed, scope, link, last }
  }

  it('connects when wanted and not before', async () => {
    const { wanted, reports, link, last } = setUp(false)
    expect(link.state.value).toBe('idle')
    expect(reports).toHaveLength(0)
    wanted.value = true
    await nextTick()
    expect(link.state.value).toBe('connecting')
    last().up()
    expect(link.state.value).toBe('connected')
  })

  it('connects again after a loss, with pauses that double up to five seconds, and begins anew after a success', () => {
    const { reports, link, last } = setUp()
    last().up()
    for (const pause of [250, 500, 1000, 2000, 4000, 5000, 5000]) {
      const before = reports.length
      last().down()
      expect(link.state.value).toBe('lost')
      vi.advanceTimersByTime(pause - 1)
      expect(reports).toHaveLength(before)
      vi.advanceTimersByTime(1)
      expect(reports).toHaveLength(before + 1)
      expect(link.state.value).toBe('lost')
    }
    last().up()
    expect(link.state.value).toBe('connected')
    last().down()
    const before = reports.length
    vi.advanceTimersByTime(250)
    expect(reports).toHaveLength(before + 1)
  })

  it('takes a connection that cannot even be opened for a lost one', () => {
    const scope = effectScope()
    let attempts = 0
    const link = scope.run(() =>
      useReconnecting(
        () => true,
        () => {
          attempts += 1
          throw new Error('no host')
        },
      ),
    )
    expect(link?.state.value).toBe('lost')
    vi.advanceTimersByTime(250)
    expect(attempts).toBe(2)
    scope.stop()
    vi.advanceTimersByTime(60_000)
    expect(attempts).toBe(2)
  })

  it('closes and stops trying when no longer wanted', async () => {
    const { wanted, reports, closed, link, last } = setUp()
    last().up()
    wanted.value = false
    await nextTick()
    expect(closed).toEqual([1])
    expect(link.state.value).toBe('idle')
    vi.advanceTimersByTime(60_000)
    expect(reports).toHaveLength(1)
  })

  it('ignores what a closed connection still reports', async () => {
    const { wanted, reports, link } = setUp()
    const [first] = reports
    wanted.value = false
    await nextTick()
    first?.up()
    first?.down()
    expect(link.state.value).toBe('idle')
    vi.advanceTimersByTime(60_000)
    expect(reports).toHaveLength(1)
  })

  it('tries at once when asked to, and only then', () => {
    const { reports, link, last } = setUp()
    last().up()
    link.retryNow()
    expect(reports).toHaveLength(1)
    last().down()
    link.retryNow()
    expect(reports).toHaveLength(2)
    last().up()
    vi.advanceTimersByTime(60_000)
    expect(reports).toHaveLength(2)
    expect(link.state.value).toBe('connected')
  })
})
