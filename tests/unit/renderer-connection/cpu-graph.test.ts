// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import CpuGraph from '#renderer/charts/CpuGraph.vue'
import type { MachineSample } from '#shared/machine.ts'

/** The DOM of these tests has no canvas: what is asked of the chart is recorded instead of drawn. */
const charts = vi.hoisted(() => ({ made: 0, data: [] as unknown[], sizes: [] as unknown[], destroyed: 0 }))
vi.mock('uplot', () => ({
  default: class {
    constructor(options: { width: number; height: number }, data: unknown) {
      charts.made += 1
      charts.sizes.push([options.width, options.height])
      charts.data.push(data)
    }
    setData(data: unknown) {
      charts.data.push(data)
    }
    setSize({ width, height }: { width: number; height: number }) {
      charts.sizes.push([width, height])
    }
    destroy() {
      charts.destroyed += 1
    }
  },
}))

let resize: (width: number, height: number) => void

class FakeResizeObserver {
  constructor(callback: (entries: { contentRect: { width: number; height: number } }[]) => void) {
    resize = (width, height) => callback([{ contentRect: { width, height } }])
  }
  observe() {}
  disconnect() {}
}

const samples = (...values: number[]): MachineSample[] =>
  values.map((cpu, i) => ({ time: 1000 * i, cpu, process: 0, resident: 0, uptime: i, diskRead: 0, diskWritten: 0 }))

describe('CpuGraph', () => {
  beforeEach(() => {
    vi.stubGlobal('ResizeObserver', FakeResizeObserver)
    Object.assign(charts, { made: 0, data: [], sizes: [], destroyed: 0 })
  })
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  it('is an image that says the current value and no live region', async () => {
    const graph = mount(CpuGraph, { props: { samples: samples(4, 11.6), label: 'CPU Usage of Lab 1' } })
    expect(graph.attributes('role')).toBe('img')
    expect(graph.attributes('aria-label')).toBe('CPU Usage of Lab 1: 12%')
    expect(graph.attributes('aria-live')).toBeUndefined()
    await graph.setProps({ samples: [] })
    expect(graph.attributes('aria-label')).toBe('CPU Usage of Lab 1: 0%')
    graph.unmount()
  })

  it('draws into one chart, whatever changes', async () => {
    const graph = mount(CpuGraph, { props: { samples: samples(50), label: 'CPU' } })
    // Not before there is room for it.
    resize(0, 0)
    expect(charts.made).toBe(0)
    resize(300.5, 120)
    resize(200, 80)
    await graph.setProps({ samples: samples(50, 60) })
    await nextTick()
    expect(charts.made).toBe(1)
    expect(charts.sizes).toEqual([
      [300, 120],
      [200, 80],
    ])
    const [, values] = charts.data.at(-1) as [number[], number[]]
    expect(values.slice(57)).toEqual([0, 50, 60])
    graph.unmount()
    expect(charts.destroyed).toBe(1)
  })
})
