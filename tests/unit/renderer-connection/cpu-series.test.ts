import { describe, expect, it } from 'vitest'
import { cpuSeries, currentCpu, secondsAgo } from '#renderer/charts/cpu-series.ts'
import type { MachineSample } from '#shared/machine.ts'

function samples(...values: number[]): MachineSample[] {
  return values.map((cpu, i) => ({
    time: 1000 * i,
    cpu,
    process: 0,
    resident: 0,
    uptime: i,
    diskRead: 0,
    diskWritten: 0,
  }))
}

describe('cpuSeries', () => {
  it('is sixty zeros while the machine is off', () => {
    expect(cpuSeries([])).toEqual(new Array(60).fill(0))
    expect(currentCpu([])).toBe(0)
  })

  it('puts the newest sample at the right end, with zeros before the first', () => {
    const series = cpuSeries(samples(10, 20, 30))
    expect(series).toHaveLength(60)
    expect(series.slice(56)).toEqual([0, 10, 20, 30])
    expect(series.slice(0, 57)).toEqual(new Array(57).fill(0))
    expect(currentCpu(samples(10, 20, 30))).toBe(30)
  })

  it('keeps the last sixty of more', () => {
    const series = cpuSeries(samples(...Array.from({ length: 75 }, (_, i) => i)))
    expect(series[0]).toBe(15)
    expect(series[59]).toBe(74)
  })

  it('stays within the graph', () => {
    expect(cpuSeries(samples(-0.4, 100.2)).slice(58)).toEqual([0, 100])
  })

  it('has one place on the time axis for each value, the last of them now', () => {
    expect(secondsAgo).toHaveLength(60)
    expect(secondsAgo[0]).toBe(-59)
    expect(secondsAgo[59]).toBe(0)
  })
})
