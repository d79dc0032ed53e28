import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readGroupMemory } from '#electron/host/control-groups.ts'
import { MemoryBudget, type MemoryUser } from '#electron/host/memory-budget.ts'
import { criticalMemory, lowMemory, MemoryWatch } from '#electron/host/memory-watch.ts'
import { processOverhead } from '#electron/host/memory.ts'
import type { EventCode } from '#shared/event.ts'
import { follow, openTestHost } from '#tests/fixtures/host.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const megabyte = 2 ** 20
const none = { kind: 'none' } as const
const exceedsHost = expect.objectContaining({ code: 'MEMORY_EXCEEDS_HOST' }) as Error

/** A system whose files say this. */
async function system(files: Readonly<Record<string, string | number>>): Promise<string> {
  const root = await temporaryFolder()
  for (const [file, said] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true })
    await writeFile(path.join(root, file), `${said}\n`)
  }
  return root
}

const second = '31 23 0:28 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw,nsdelegate'
const first = (root: string) => `35 31 0:32 ${root} /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory`

describe('the memory of control groups', () => {
  it('is not limited where there are none, or none with a limit', async () => {
    expect(readGroupMemory(0, await system({}))).toBeNull()
    const root = await system({
      'proc/self/mountinfo': second,
      'proc/self/cgroup': '0::/user',
      'sys/fs/cgroup/user/memory.max': 'max',
    })
    expect(readGroupMemory(9000, root)).toBeNull()
  })

  it('is that of the tightest group around this process, without what can be dropped', async () => {
    const root = await system({
      'proc/self/mountinfo': second,
      'proc/self/cgroup': '0::/slice/service',
      'sys/fs/cgroup/slice/service/memory.max': 'max',
      'sys/fs/cgroup/slice/service/memory.high': 3000 * megabyte,
      'sys/fs/cgroup/slice/service/memory.current': 100 * megabyte,
      'sys/fs/cgroup/slice/memory.max': 4000 * megabyte,
      'sys/fs/cgroup/slice/memory.current': 3900 * megabyte,
      'sys/fs/cgroup/slice/memory.stat': `anon 5\ninactive_file ${900 * megabyte}\nactive_file 7`,
      'sys/fs/cgroup/slice/memory.swap.max': 500 * megabyte,
      'sys/fs/cgroup/slice/memory.swap.current': 100 * megabyte,
    })
    expect(readGroupMemory(9000, root)).toEqual({ limit: 3000, spare: 1000, spareWithSwap: 1400 })
    // What the group may swap out is of no use where the system cannot.
    expect(readGroupMemory(0, root)).toEqual({ limit: 3000, spare: 1000, spareWithSwap: 1000 })
  })

  it('is found in a container that sees its own group as the only one', async () => {
    const files = {
      'sys/fs/cgroup/memory/memory.limit_in_bytes': 2000 * megabyte,
      'sys/fs/cgroup/memory/memory.usage_in_bytes': 700 * megabyte,
      'sys/fs/cgroup/memory/memory.stat': `total_inactive_file ${200 * megabyte}`,
      'sys/fs/cgroup/memory/memory.memsw.limit_in_bytes': 2500 * megabyte,
      'sys/fs/cgroup/memory/memory.memsw.usage_in_bytes': 900 * megabyte,
    }
    const group = '/docker/0a1b'
    for (const [mounted, seen] of [
      [group, group],
      ['/', '/'],
      // Of another container, or of none that is seen from here.
      ['/docker/other', group],
    ] as const) {
      const root = await system({
        ...files,
        'proc/self/mountinfo': first(mounted),
        'proc/self/cgroup': `5:memory:${seen}\n1:name=systemd:/x\n0::/`,
      })
      expect(readGroupMemory(9000, root)).toEqual({ limit: 2000, spare: 1500, spareWithSwap: 1800 })
    }
  })

  it('of version 1 has no limit where the number is the largest there is', async () => {
    const root = await system({
      'proc/self/mountinfo': first('/'),
      'proc/self/cgroup': '5:memory:/a',
      'sys/fs/cgroup/memory/a/memory.limit_in_bytes': '9223372036854771712',
    })
    expect(readGroupMemory(9000, root)).toBeNull()
  })
})

/** A host of so much memory, megabytes, and machines on it. */
function budgetOf(free: { now: number }, on: MemoryUser[]) {
  return new MemoryBudget({ total: () => 4096, available: () => free.now, spare: () => free.now }, () => on)
}

const user = (id: string, resident: number, isRunning = true): MemoryUser => ({ id, isRunning, memory: 512, resident })

describe('the memory of machines', () => {
  it('is promised once: what those that are on have not taken yet is theirs', () => {
    const free = { now: 4096 }
    const on: MemoryUser[] = []
    const budget = budgetOf(free, on)
    for (let count = 0; ; count++) {
      const id = String(count)
      on.push(user(id, 0))
      if (count === 5) {
        const available = 4096 - 5 * (512 + processOverhead) - processOverhead
        const refusal = { code: 'MEMORY_EXCEEDS_HOST', facts: { memory: 512, available } }
        expect(() => budget.grant({ id, memory: 512 }, 2047)).toThrow(expect.objectContaining(refusal))
        break
      }
      budget.grant({ id, memory: 512 }, 2047)
    }
    // The first five have what was promised to them, and nothing else has changed.
    on.splice(0, on.length, ...Array.from({ length: 5 }, (_, count) => user(String(count), 512 + processOverhead)))
    free.now = 4096 - 5 * (512 + processOverhead)
    expect(() => budget.grant({ id: 'next', memory: 512 }, 2047)).toThrow(exceedsHost)
    // One went off.
    on.pop()
    free.now += 512 + processOverhead
    on.push(user('next', 0))
    expect(() => budget.grant({ id: 'next', memory: 512 }, 2047)).not.toThrow()
  })

  it('is not kept for one that was refused', () => {
    const on = [user('large', 0), user('small', 0)]
    const budget = budgetOf({ now: 800 }, on)
    expect(() => budget.grant({ id: 'large', memory: 2000 }, 2047)).toThrow(exceedsHost)
    expect(() => budget.grant({ id: 'small', memory: 512 }, 2047)).not.toThrow()
  })

  it('is there for one that goes on, besides those that run', () => {
    const free = { now: 650 }
    const budget = budgetOf(free, [user('a', 300, false), user('b', 300, false), user('c', 600)])
    expect(() => budget.requireToGoOn('a')).not.toThrow()
    free.now = 500
    const [memory, available] = [512 + processOverhead - 300, 500 - (512 + processOverhead - 600)]
    expect(() => budget.requireToGoOn('a')).toThrow(
      expect.objectContaining({ code: 'MEMORY_EXCEEDS_HOST', facts: { memory, available } }),
    )
  })
})

describe('the watch over memory', () => {
  it('warns once, and pauses those that may take more, once', async () => {
    const free = { now: lowMemory }
    const told: [EventCode, unknown][] = []
    const paused: string[] = []
    const machine = (id: string, resident: number) => ({
      ...user(id, resident),
      pause: () => {
        paused.push(id)
        return Promise.resolve(true)
      },
    })
    const machines = [machine('young', 100), machine('grown', 512 + processOverhead)]
    const watch = new MemoryWatch({
      memory: { total: () => 4096, available: () => 0, spare: () => free.now },
      events: { add: (code, _, facts) => told.push([code, facts]) as never },
      machinesOn: () => machines,
    })
    for (const now of [lowMemory, lowMemory - 1, criticalMemory, 0, criticalMemory, 4096, criticalMemory - 1]) {
      free.now = now
      await watch.check()
    }
    expect(told).toEqual([
      ['MEMORY_LOW', { free: lowMemory - 1 }],
      // It falls so fast that it may be too late at the next look.
      ['MEMORY_CRITICAL', { free: criticalMemory }],
      ['MEMORY_RECOVERED', { free: 4096 }],
      ['MEMORY_CRITICAL', { free: criticalMemory - 1 }],
    ])
    expect(paused).toEqual(['young', 'young'])
  })

  it('lets a machine go on when there is room, and not before', async () => {
    const free = { now: 4096 }
    const memory = { total: () => 8192, available: () => free.now, spare: () => free.now }
    const { host } = await openTestHost({ memory })
    const { id } = await host.machines.create({ name: 'lab', dvd: none, memory: 512 })
    await host.machines.start(id)
    const follower = await follow(host)
    free.now = 100
    await follower.until(() => follower.states(id).includes('Paused'))
    await follower.until(() => host.machines.list()[0]?.fault !== null)
    const fault = { code: 'PAUSED_FOR_MEMORY', level: 'Critical', facts: { free: 100 } }
    expect(host.machines.list()).toMatchObject([{ state: 'Paused', fault }])
    await expect(host.machines.resume(id)).rejects.toMatchObject({ code: 'MEMORY_EXCEEDS_HOST' })
    free.now = 4096
    await host.machines.resume(id)
    expect(host.machines.list()).toMatchObject([{ state: 'Running', fault: null }])
  })
})
