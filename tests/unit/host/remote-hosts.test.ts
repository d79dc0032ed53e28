import { randomUUID } from 'node:crypto'
import { chmod, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { createRouterClient } from '@orpc/server'
import { describe, expect, it } from 'vitest'
import { formatAccessKey } from '#shared/access-key.ts'
import { ViridianError } from '#shared/errors.ts'
import { fieldOfAddHost, mostRemoteHosts } from '#shared/remote-host.ts'
import { requirePermitted } from '#electron/host/permissions.ts'
import { ownersPrincipal, type Principal } from '#electron/host/principal.ts'
import { parseRemoteAddress } from '#electron/host/remote-hosts/remote-address.ts'
import type { RemoteDialer } from '#electron/host/remote-hosts/remote-dialer.ts'
import { isViridianError } from '#electron/host/unexpected.ts'
import { createRouter } from '#electron/host/router.ts'
import { follow, openTestHost } from '#tests/fixtures/host.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const accessKey = formatAccessKey({ id: '0'.repeat(16), secret: '1'.repeat(64) })
const ids = { lab: randomUUID(), attic: randomUUID() }

/** Who answers at which port; nobody at any other. */
function dialer(answers: Readonly<Record<number, { id: string; name: string } | Promise<never>>>): RemoteDialer {
  return {
    meet: async ({ address }) => {
      const answer = answers[Number(address.split(':').at(-1))]
      if (answer === undefined) throw new ViridianError('REMOTE_UNREACHABLE', { address, detail: 'ECONNREFUSED' })
      return await answer
    },
  }
}

const both = dialer({ 1: { id: ids.lab, name: 'lab' }, 2: { id: ids.attic, name: 'lab' } })

describe('the list of hosts', () => {
  it('is told in the order of adding, kept for the next host, and without access keys', async () => {
    const { host, home } = await openTestHost({ dialer: both })
    const follower = await follow(host)
    expect(await host.remoteHosts.add({ address: '127.0.0.1:2', accessKey, name: 'Attic' })).toBe(ids.attic)
    await host.remoteHosts.add({ address: ' http://LOCALHOST:1/?token=x ', accessKey })
    const told = [
      { id: ids.attic, name: 'Attic', address: '127.0.0.1:2', addedAt: expect.any(String) as unknown },
      { id: ids.lab, name: 'lab', address: 'localhost:1', addedAt: expect.any(String) as unknown },
    ]
    await expect.poll(() => follower.changes.at(-1)).toMatchObject({ type: 'event', event: { code: 'HOST_ADDED' } })
    expect(follower.changes.findLast(({ type }) => type === 'remoteHosts')).toEqual({
      type: 'remoteHosts',
      remoteHosts: told,
    })
    await host.close()
    const { host: next } = await openTestHost({ home, dialer: both })
    expect((await follow(next)).snapshot.remoteHosts).toEqual(told)
    expect(next.remoteHosts.target(ids.lab)).toMatchObject({ accessKey: { secret: '1'.repeat(64) } })
    if (process.platform !== 'win32') {
      expect((await stat(path.join(home, 'remote-hosts.json'))).mode & 0o777).toBe(0o600)
    }
    await next.remoteHosts.remove(ids.attic)
    expect(next.remoteHosts.list).toMatchObject([{ name: 'lab' }])
    expect(next.events.events.at(-1)).toMatchObject({ code: 'HOST_REMOVED', facts: { name: 'Attic' } })
    await expect(next.remoteHosts.remove(ids.attic)).rejects.toMatchObject({ code: 'HOST_NOT_FOUND' })
    expect(() => next.remoteHosts.target(ids.attic)).toThrow('HOST_NOT_FOUND')
  })

  it('has no name twice, whatever the case of its letters', async () => {
    const { host } = await openTestHost({ dialer: both })
    await host.remoteHosts.add({ address: '127.0.0.1:1', accessKey, name: 'LAB' })
    await host.remoteHosts.add({ address: '127.0.0.1:2', accessKey })
    expect(host.remoteHosts.list.map(({ name }) => name)).toEqual(['LAB', 'lab (2)'])
    const again = { address: '127.0.0.1:3', accessKey }
    for (const name of ['Lab', 'lab (2)', os.hostname()]) {
      await expect(host.remoteHosts.add({ ...again, name })).rejects.toMatchObject({ code: 'HOST_NAME_TAKEN' })
    }
  })

  it('makes a name of what is none', async () => {
    const { host } = await openTestHost({
      dialer: dialer({ 1: { id: ids.lab, name: '\u001b[2J\u202e' }, 2: { id: ids.attic, name: 'x'.repeat(300) } }),
    })
    await host.remoteHosts.add({ address: '127.0.0.1:1', accessKey })
    await host.remoteHosts.add({ address: '127.0.0.1:2', accessKey })
    expect(host.remoteHosts.list.map(({ name }) => name)).toEqual(['[2J', 'x'.repeat(100)])
  })

  it('has no host twice, nor the own one, also where they are added at once', async () => {
    const answers: Record<number, { id: string; name: string }> = { 1: { id: ids.lab, name: 'lab' } }
    const { host } = await openTestHost({ dialer: dialer(answers) })
    answers[9] = { id: host.info.id, name: 'own' }
    const twice = await Promise.allSettled(
      [1, 1].map(() => host.remoteHosts.add({ address: '127.0.0.1:1', accessKey })),
    )
    expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const add = (address: string) => host.remoteHosts.add({ address, accessKey })
    await expect(add('127.0.0.1:1')).rejects.toMatchObject({ code: 'HOST_ALREADY_ADDED', facts: { name: 'lab' } })
    await expect(add('127.0.0.1:9')).rejects.toMatchObject({ code: 'HOST_IS_THIS_ONE' })
    expect(host.remoteHosts.list).toHaveLength(1)
  })

  it('says at which field something is wrong', async () => {
    const { host } = await openTestHost({ dialer: both })
    const fieldOf = (asked: { address: string; accessKey: string; name?: string }) =>
      host.remoteHosts.add(asked).then(
        () => 'nothing',
        (error: unknown) => (isViridianError(error) ? fieldOfAddHost(error.code) : error),
      )
    expect(await fieldOf({ address: '127.0.0.1', accessKey })).toBe('address')
    expect(await fieldOf({ address: '192.0.2.1:1', accessKey })).toBe('address')
    expect(await fieldOf({ address: '127.0.0.1:7', accessKey })).toBe('address')
    expect(await fieldOf({ address: '127.0.0.1:1', accessKey: 'viridian' })).toBe('accessKey')
    expect(await fieldOf({ address: '127.0.0.1:1', accessKey, name: os.hostname() })).toBe('name')
  })

  it('waits for a host that hangs with nothing else', async () => {
    const hanging = new Promise<never>(() => undefined)
    const { host } = await openTestHost({ dialer: dialer({ 1: hanging, 2: { id: ids.attic, name: 'attic' } }) })
    void host.remoteHosts.add({ address: '127.0.0.1:1', accessKey })
    expect(await host.remoteHosts.add({ address: '127.0.0.1:2', accessKey })).toBe(ids.attic)
    expect(await host.examine()).toEqual(expect.any(Array))
  })

  it('is not longer than pages can bear', async () => {
    const hosts = Array.from({ length: mostRemoteHosts }, (_, i) => ({
      id: randomUUID(),
      name: `h${i}`,
      address: `127.0.0.1:${i + 10}`,
      addedAt: '2026-01-02T03:04:05.000Z',
      accessKey: { id: '0'.repeat(16), secret: '1'.repeat(64) },
    }))
    const home = await temporaryFolder()
    await writeFile(path.join(home, 'remote-hosts.json'), JSON.stringify({ schema: 1, hosts }), { mode: 0o600 })
    const { host } = await openTestHost({ home, dialer: both })
    expect(host.remoteHosts.list).toHaveLength(mostRemoteHosts)
    await expect(host.remoteHosts.add({ address: '127.0.0.1:1', accessKey })).rejects.toMatchObject({
      code: 'HOST_LIMIT',
      facts: { limit: mostRemoteHosts },
    })
  })

  it.skipIf(process.platform === 'win32')(
    'is not believed where others could read its file, or it is damaged',
    async () => {
      const { host, home } = await openTestHost({ dialer: both })
      await host.remoteHosts.add({ address: '127.0.0.1:1', accessKey })
      await host.close()
      const file = path.join(home, 'remote-hosts.json')
      await chmod(file, 0o640)
      const { host: next } = await openTestHost({ home, dialer: both })
      expect(next.remoteHosts.list).toEqual([])
      expect(next.events.events).toContainEqual(expect.objectContaining({ code: 'REMOTE_HOSTS_UNUSABLE' }))
      await next.remoteHosts.add({ address: '127.0.0.1:2', accessKey })
      await next.close()
      await writeFile(file, '[]')
      expect((await openTestHost({ home })).host.remoteHosts.list).toEqual([])
    },
  )
})

describe('how a host can be reached', () => {
  it('is told as a state with its reason', async () => {
    const answers: Record<number, { id: string; name: string } | Promise<never>> = { 1: { id: ids.lab, name: 'lab' } }
    const { host } = await openTestHost({ dialer: dialer(answers) })
    await host.remoteHosts.add({ address: '127.0.0.1:1', accessKey })
    const probe = () => host.remoteHosts.probe(ids.lab)
    expect(await probe()).toEqual({ state: 'connected', problem: null })
    delete answers[1]
    expect(await probe()).toMatchObject({ state: 'unreachable', problem: { code: 'REMOTE_UNREACHABLE' } })
    const refuse = (error: ViridianError) => {
      const refusal = Promise.reject<never>(error)
      refusal.catch(() => undefined)
      answers[1] = refusal
    }
    const address = '127.0.0.1:1'
    refuse(new ViridianError('REMOTE_KEY_REFUSED', { address }))
    expect(await probe()).toMatchObject({ state: 'notAllowed' })
    const versions = { hostVersion: '9', hostProtocol: 99, protocol: 12 }
    refuse(new ViridianError('REMOTE_OTHER_VERSION', { address, ...versions }))
    expect(await probe()).toMatchObject({ state: 'otherVersion', problem: { facts: { hostVersion: '9' } } })
    await expect(host.remoteHosts.probe('none')).rejects.toMatchObject({ code: 'HOST_NOT_FOUND' })
  })
})

describe('the address of a host', () => {
  it.each([
    ['127.0.0.1:8006', '127.0.0.1:8006'],
    ['http://127.0.0.1:8006/?token=x', '127.0.0.1:8006'],
    ['[::1]:80', '[::1]:80'],
    ['127.1.2.3:1', '127.1.2.3:1'],
  ])('%s is understood', (text, address) => {
    expect(parseRemoteAddress(text)).toBe(address)
  })

  it.each(['', '127.0.0.1', '127.0.0.1:0', '127.0.0.1:65536', 'a b:1', 'https://127.0.0.1:1', 'user@127.0.0.1:1'])(
    '%j is none',
    (text) => {
      expect(() => parseRemoteAddress(text)).toThrow('HOST_ADDRESS_INVALID')
    },
  )

  it.each(['10.0.0.1:1', 'example.org:1', '[fe80::1]:1', '0.0.0.0:1', '127.0.0.1.example.org:1'])(
    '%s is not one of this computer',
    (text) => {
      expect(() => parseRemoteAddress(text)).toThrow('HOST_ADDRESS_NOT_LOCAL')
    },
  )
})

describe('who came with an access key', () => {
  const guest: Principal = { name: 'laptop', kind: 'accessKey', keyId: '0'.repeat(16) }

  it('manages machines, and gets nothing that outlives the key', async () => {
    const { host } = await openTestHost()
    const client = createRouterClient(createRouter(host), { context: { principal: guest } })
    const dvd = { kind: 'none' } as const
    const machine = await client.machines.create({ name: 'Lab', dvd })
    expect(machine.name).toBe('Lab')
    expect(host.events.events.at(-1)).toMatchObject({ user: 'laptop' })
    const refused = { code: 'OWNER_ONLY' }
    await expect(client.host.createToken()).rejects.toMatchObject(refused)
    await expect(client.accessKeys.create({ name: 'spare' })).rejects.toMatchObject(refused)
    await expect(client.accessKeys.list()).rejects.toMatchObject(refused)
    await expect(client.hosts.add({ address: '', accessKey: '' })).rejects.toMatchObject(refused)
    for (const kind of ['program', 'page'] as const) {
      expect(() => requirePermitted(ownersPrincipal(kind), { path: ['accessKeys', 'list'], input: null })).not.toThrow()
    }
  })
})
