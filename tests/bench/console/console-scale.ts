import { cpuHistoryLength } from '#shared/machine.ts'
import { ConsoleHosts } from './console-hosts.ts'
import { PageMeter, type Effort } from './page-meter.ts'
import { median, round, type Result } from '../result.ts'

/** Changes and seconds of which the median is told. */
const rounds = 15

/** Milliseconds and megabytes at most. */
const targets = { firstPaint: 200, change: 16, samples: 16, memory: 200 }

/** A console of ten thousand machines of which five hundred are on: on a hundred hosts, and on one. */
export async function consoleScale(): Promise<Result[]> {
  return [...(await measure('manyHosts', 100, 100)), ...(await measure('oneHost', 0, 10_000))]
}

export async function measure(what: string, others: number, each: number): Promise<Result[]> {
  const hosts = await ConsoleHosts.start({ others, each })
  const meter = await PageMeter.open()
  try {
    const { page } = meter
    await page.goto(hosts.url)
    if (others > 0) await page.getByRole('treeitem', { name: 'host 000' }).click()
    await page.getByRole('gridcell', { name: 'machine 00000' }).waitFor()
    await meter.settle()
    const { first, last, painted } = await meter.seen()

    const changes: Effort[] = []
    for (let round = 0; round < rounds; round += 1) {
      changes.push(await meter.effortOf(() => hosts.change(4, round % 2 === 0 ? 'Running' : 'Off')))
    }
    const seconds: Effort[] = []
    for (let second = 0; second < rounds; second += 1) {
      seconds.push(await meter.effortOf(() => hosts.tellSamples(second)))
    }
    for (let second = 0; second < cpuHistoryLength; second += 1) hosts.tellSamples(second)
    await meter.settle()
    const { heap, ofProcess } = await meter.memory()
    const rows = await page.locator('.grid-line').count()

    const bench = (name: string) => `scale.console.${what}.${name}`
    const facts = { hosts: Math.max(1, others), machines: each * Math.max(1, others), on: hosts.machinesOn }
    return [
      {
        ...{ bench: bench('firstPaint'), unit: 'ms', target: { atMost: targets.firstPaint } },
        value: round(painted - last),
        parts: { ...facts, rows, fromFirstMessageMs: round(painted - first) },
      },
      effortResult(bench('change'), targets.change, changes, facts),
      effortResult(bench('samples'), targets.samples, seconds, facts),
      {
        ...{ bench: bench('memory'), unit: 'MB', target: { atMost: targets.memory } },
        value: round(ofProcess ?? heap),
        parts: {
          ...facts,
          what: ofProcess === null ? 'objects' : 'private memory of the process',
          objectsMB: round(heap),
        },
      },
    ]
  } finally {
    await meter.close()
    await hosts.close()
  }
}

function effortResult(bench: string, atMost: number, all: readonly Effort[], facts: Result['parts']): Result {
  const of = (part: keyof Effort) => round(median(all.map((effort) => effort[part])))
  const slowest = round(Math.max(...all.map(({ script }) => script)))
  return {
    ...{ bench, value: of('script'), unit: 'ms', target: { atMost } },
    parts: { ...facts, rounds, slowestMs: slowest, layoutMs: of('layout'), allOfMainThreadMs: of('all') },
  }
}
