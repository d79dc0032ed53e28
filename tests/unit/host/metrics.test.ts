import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Metrics } from '#electron/host/metrics.ts'
import type { NewSample } from '#shared/machine.ts'
import { sample } from '../renderer/values.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const of = (machineId: string, uptime: number): NewSample => ({ machineId, sample: sample({ uptime }) })

function metrics() {
  const told: NewSample[][] = []
  const kept = new Metrics((samples) => told.push(samples))
  return { told, kept, add: ({ machineId, sample: measured }: NewSample) => kept.add(machineId, measured) }
}

describe('what was measured of the machines that are on', () => {
  it('is told of all of them together, once a second', () => {
    const { told, add } = metrics()
    for (let second = 1; second <= 3; second += 1) {
      for (const machine of ['a', 'b', 'c']) add(of(machine, second))
      vi.advanceTimersByTime(1000)
    }
    expect(told).toEqual([1, 2, 3].map((second) => ['a', 'b', 'c'].map((machine) => of(machine, second))))
  })

  it('comes of a single machine in order, and with no timer after it is off', () => {
    const { told, kept, add } = metrics()
    for (let second = 1; second <= 100; second += 1) {
      add(of('a', second))
      vi.advanceTimersByTime(second % 2 === 0 ? 990 : 1010)
    }
    kept.clear('a')
    expect(told.flat()).toEqual(Array.from({ length: 100 }, (_, index) => of('a', index + 1)))
    vi.advanceTimersByTime(1000)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is not told, and not kept, of a machine that has gone off since', () => {
    const { told, kept, add } = metrics()
    add(of('a', 1))
    add(of('b', 1))
    expect(kept.latest('a')?.uptime).toBe(1)
    kept.clear('a')
    vi.advanceTimersByTime(1000)
    expect(told).toEqual([[of('b', 1)]])
    expect(kept.latest('a')).toBeNull()
    expect(kept.of('a').samples).toEqual([])
  })

  it('is in a snapshot or told later, never both', () => {
    const { told, kept, add } = metrics()
    add(of('a', 1))
    expect(kept.of('a').samples).toEqual([])
    vi.advanceTimersByTime(1000)
    expect(kept.of('a').samples).toEqual([sample({ uptime: 1 })])
    expect(told).toEqual([[of('a', 1)]])
  })
})
