// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { useEventsStore } from '#renderer/stores/events.store.ts'
import { HostUnreachableError } from '#renderer/stores/host-unreachable-error.ts'
import { cpuHistoryLength } from '#shared/machine.ts'
import { connectedConsole } from './console.ts'
import { event, hostInfo, machine, sample, snapshot } from './values.ts'
import { until } from '#tests/fixtures/patience.ts'

describe('a page that follows its host', () => {
  it('shows the snapshot, then every change', async () => {
    const { host, session, store, machines } = await connectedConsole({ machines: [machine({ name: 'a' })] })
    expect(store.status).toBe('connected')
    expect(machines.all.map(({ name }) => name)).toEqual(['a'])

    host.change({ type: 'machine', machine: machine({ name: 'b', state: 'Running' }) })
    host.change({ type: 'event', event: event() })
    host.change({ type: 'machineRemoved', machineId: 'a' })
    await until(() => machines.find('a') === null)
    expect(machines.all.map(({ name, state }) => [name, state])).toEqual([['b', 'Running']])
    expect(useEventsStore(session).told).toEqual([event()])
  })

  it('keeps the last minute of samples, and none of a machine that is off', async () => {
    const { host, machines } = await connectedConsole({ machines: [machine({ id: 'm', state: 'Running' })] })
    for (let uptime = 1; uptime <= cpuHistoryLength + 5; uptime += 1) {
      host.change({ type: 'samples', samples: [{ machineId: 'm', sample: sample({ uptime }) }] })
    }
    await until(() => machines.latestSample('m')?.uptime === cpuHistoryLength + 5)
    expect(machines.samples('m')).toHaveLength(cpuHistoryLength)
    expect(machines.samples('m')[0]?.uptime).toBe(6)

    host.change({ type: 'machine', machine: machine({ id: 'm', state: 'Off' }) })
    await until(() => machines.find('m')?.state === 'Off')
    expect(machines.samples('m')).toEqual([])
  })

  it('misses no event between those that it keeps and the older ones it was asked for', async () => {
    const told = Array.from({ length: 500 }, (_, index) => event({ id: index + 11 }))
    const { host, session } = await connectedConsole({ events: told })
    host.olderEvents = () => Array.from({ length: 10 }, (_, index) => event({ id: 10 - index }))
    const events = useEventsStore(session)
    await events.loadOlder()
    for (const id of [511, 512, 513]) host.change({ type: 'event', event: event({ id }) })
    await until(() => events.told.at(-1)?.id === 513)
    expect(events.told).toHaveLength(500)
    expect(events.shown.map(({ id }) => id)).toEqual(Array.from({ length: 513 }, (_, index) => 513 - index))
  })

  it('asks for the snapshot again where a revision is missing', async () => {
    const { host, machines } = await connectedConsole()
    host.current = snapshot({ machines: [machine({ name: 'missed' }), machine({ name: 'late' })] })
    host.swallowChange()
    host.change({ type: 'machine', machine: machine({ name: 'late' }) })
    await until(() => machines.all.length === 2)
    expect(host.watches).toBe(2)
    expect(host.connections).toBe(1)
  })

  it('connects again after it was refused, and takes the state of that moment', async () => {
    const { host, store, machines } = await connectedConsole({ machines: [machine({ name: 'old' })] })
    host.current = snapshot({ machines: [machine({ name: 'new' })] })
    host.refusals = 1
    host.lose()
    await until(() => store.status === 'lost')
    expect(machines.all.map(({ name }) => name)).toEqual(['old'])
    await until(() => store.status === 'connected')
    expect(machines.all.map(({ name }) => name)).toEqual(['new'])
    expect(host.connections).toBe(3)
  })

  it('does not change a machine by the answer to a command', async () => {
    const { host, machines } = await connectedConsole({ machines: [machine({ id: 'm' })] })
    await machines.command('start', 'm')
    await machines.create({ name: 'new', dvd: { kind: 'none' } })
    expect(host.calls.map(({ name }) => name)).toEqual(['start', 'create'])
    expect(machines.all).toEqual([machine({ id: 'm' })])
  })

  it('refuses calls while there is no connection', async () => {
    const { host, store, machines } = await connectedConsole()
    host.refusals = 1000
    host.lose()
    await until(() => store.status === 'lost')
    await expect(machines.create({ name: 'x', dvd: { kind: 'none' } })).rejects.toBeInstanceOf(HostUnreachableError)
  })

  it('says so where the host speaks another version of the protocol', async () => {
    const { store } = await connectedConsole({ host: { ...hostInfo, protocol: hostInfo.protocol + 1 } })
    expect(store.status).toBe('incompatible')
  })
})
