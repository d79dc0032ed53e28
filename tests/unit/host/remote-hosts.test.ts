import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ViridianError } from '#shared/errors.ts'
import type { RemoteHost } from '#shared/remote-host.ts'
import type { RemoteTarget } from '#electron/host/remote-hosts/remote-dialer.ts'
import { openRemoteHostRecord, RemoteHosts } from '#electron/host/remote-hosts/remote-hosts.ts'

const key = (letter: string) => `viridian_${letter.repeat(16)}_${letter.repeat(64)}`
const idOf = (digit: number) => `00000000-0000-4000-8000-00000000000${digit}`
const own = { id: idOf(0), name: 'own' }

let home: string
let hosts: RemoteHosts
let told: RemoteHost[]
let events: unknown[]
let met: RemoteTarget[]
/** Address -> who answers there. */
let answering: Map<string, { id: string; name: string }>

async function open(): Promise<RemoteHosts> {
  return new RemoteHosts({
    own,
    record: await openRemoteHostRecord(home),
    dialer: {
      meet(target) {
        met.push(target)
        const found = answering.get(target.address)
        if (found !== undefined) return Promise.resolve(found)
        const facts = { address: target.address, detail: 'nobody' }
        return Promise.reject(new ViridianError('REMOTE_UNREACHABLE', facts))
      },
    },
    events: { add: (code, _machine, facts) => events.push([code, facts]) },
    publish: (list) => (told = list),
  })
}

beforeEach(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'viridian-remote-hosts-'))
  answering = new Map([
    ['127.0.0.1:1', { id: idOf(1), name: 'lab' }],
    ['127.0.0.1:2', { id: idOf(2), name: 'lab' }],
    ['127.0.0.1:9', own],
  ])
  ;[told, events, met] = [[], [], []]
  hosts = await open()
})

afterEach(() => rm(home, { recursive: true, force: true }))

const names = () => hosts.list.map(({ name }) => name)

describe('the hosts that one host knows', () => {
  it('are in the order they were added, remembered, and told apart by their names', async () => {
    await hosts.add({ address: '127.0.0.1:1', accessKey: key('a') })
    await hosts.add({ address: 'http://127.0.0.1:2/', accessKey: key('b') })
    expect(told).toEqual(hosts.list)
    expect(new Set(names()).size).toBe(2)
    expect(JSON.stringify(told)).not.toContain(key('a').split('_')[2])
    hosts = await open()
    expect(hosts.list).toEqual(told)
    expect(hosts.target(idOf(1)).accessKey.secret).toBe(key('a').split('_')[2])
  })

  it('are each there once, and never the own one', async () => {
    await hosts.add({ address: '127.0.0.1:1', accessKey: key('a') })
    await expect(hosts.add({ address: '127.0.0.1:1', accessKey: key('a') })).rejects.toMatchObject({
      code: 'HOST_ALREADY_ADDED',
      facts: { name: 'lab' },
    })
    await expect(hosts.add({ address: '127.0.0.1:9', accessKey: key('a') })).rejects.toMatchObject({
      code: 'HOST_IS_THIS_ONE',
    })
    expect(names()).toEqual(['lab'])
  })

  it('keep their place when they get another name, address or access key', async () => {
    const ended: string[] = []
    hosts.onDisconnect((id) => ended.push(id))
    await hosts.add({ address: '127.0.0.1:1', accessKey: key('a') })
    await hosts.add({ address: '127.0.0.1:2', accessKey: key('b'), name: 'second' })
    met = []
    await hosts.change({ id: idOf(1), name: 'LAB' })
    expect(names()).toEqual(['LAB', 'second'])
    expect([met, ended]).toEqual([[], []])

    answering.set('127.0.0.1:3', { id: idOf(1), name: 'lab' })
    await hosts.change({ id: idOf(1), address: '127.0.0.1:3', accessKey: key('c') })
    expect(hosts.list[0]).toMatchObject({ id: idOf(1), name: 'LAB', address: '127.0.0.1:3' })
    expect(ended).toEqual([idOf(1)])
    expect(events.at(-1)).toEqual(['HOST_CHANGED', { name: 'LAB', address: '127.0.0.1:3' }])
    hosts = await open()
    expect(hosts.list).toEqual(told)
    expect(hosts.target(idOf(1)).accessKey.secret).toBe(key('c').split('_')[2])
  })

  it('stay as they are where a change is refused', async () => {
    await hosts.add({ address: '127.0.0.1:1', accessKey: key('a') })
    await hosts.add({ address: '127.0.0.1:2', accessKey: key('b'), name: 'second' })
    const before = await readFile(path.join(home, 'remote-hosts.json'), 'utf8')
    const id = idOf(1)
    const refused = (change: Parameters<RemoteHosts['change']>[0], code: string) =>
      expect(hosts.change(change)).rejects.toMatchObject({ code })
    await refused({ id, name: 'Second' }, 'HOST_NAME_TAKEN')
    await refused({ id, name: 'OWN' }, 'HOST_NAME_TAKEN')
    await refused({ id, address: '127.0.0.1:2' }, 'HOST_IS_ANOTHER')
    await refused({ id, address: '127.0.0.1:4' }, 'REMOTE_UNREACHABLE')
    await refused({ id, address: 'nonsense' }, 'HOST_ADDRESS_INVALID')
    await refused({ id, accessKey: 'nonsense' }, 'ACCESS_KEY_INVALID')
    await refused({ id: idOf(7), name: 'x' }, 'HOST_NOT_FOUND')
    expect(await readFile(path.join(home, 'remote-hosts.json'), 'utf8')).toBe(before)
  })
})
