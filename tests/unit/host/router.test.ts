import { once } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import { createORPCClient, ORPCError } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { createRouterClient } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Host } from '#electron/host/host.ts'
import { ownerName, ownersPrincipal } from '#electron/host/principal.ts'
import { createRouter } from '#electron/host/router.ts'
import type { Contract } from '#shared/contract.ts'
import { describeError } from '#shared/messages/index.ts'
import type { WatchMessage } from '#shared/host.ts'
import { openTestHost } from '#tests/fixtures/host.ts'
import { eventually } from '#tests/fixtures/patience.ts'

type Client = ContractRouterClient<Contract>

const ports: { close(): void }[] = []

afterEach(() => {
  vi.restoreAllMocks()
  for (const port of ports.splice(0)) port.close()
})

const context = { principal: ownersPrincipal('program') }

function overPort(host: Host) {
  const { port1, port2 } = new MessageChannel()
  ports.push(port1, port2)
  new RPCHandler(createRouter(host)).upgrade(port1, { context })
  port1.start()
  port2.start()
  return { client: createORPCClient<Client>(new RPCLink({ port: port2 })), port: port2, serverPort: port1 }
}

const clients = {
  'in this process': (host: Host): Client => createRouterClient(createRouter(host), { context }),
  'over a port': (host: Host): Client => overPort(host).client,
}

/** The error as the other side sees it. */
async function refusal(call: Promise<unknown>): Promise<ORPCError<string, unknown>> {
  const error: unknown = await call.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ORPCError)) throw new Error(`expected an oRPC error, not ${String(error)}`)
  return error as ORPCError<string, unknown>
}

const dvd = { kind: 'none' } as const

describe.each(Object.entries(clients))('the router %s', (_, connect) => {
  it('carries out every call of the contract', async () => {
    const { host, engine } = await openTestHost()
    const client = connect(host)
    const { id, state } = await client.machines.create({ name: ' lab ', dvd })
    expect(state).toBe('Off')
    expect(host.machines.list()).toMatchObject([{ name: 'lab' }])
    expect(await client.machines.start({ id })).toEqual({})
    expect(await client.machines.pause({ id })).toEqual({})
    expect(await client.machines.resume({ id })).toEqual({})
    expect(await client.machines.reset({ id })).toEqual({})
    expect(await client.machines.type({ id, text: 'ls\n' })).toEqual({})
    expect(await client.machines.secureAttention({ id })).toEqual({})
    expect(engine.latest.typed).toEqual(['ls\n', 'Ctrl+Alt+Delete'])
    expect(await client.machines.screenText({ id })).toEqual({ rows: ['login: '] })
    const image = await client.machines.screenImage({ id })
    expect(image).toMatchObject({ width: 1, height: 1 })
    expect(Buffer.from(image.png, 'base64').subarray(1, 4).toString()).toBe('PNG')
    expect(await client.machines.openVnc({ id, password: true })).toEqual({
      host: '127.0.0.1',
      port: 5900,
      password: 'secret12',
    })
    expect(await client.host.keepPreference({ name: 'locale', value: '"de"' })).toEqual({})
    expect(host.preferences.values).toEqual({ locale: '"de"' })
    const { token } = await client.host.createToken()
    expect(host.access.redeem(token, 'http://127.0.0.1:1')).not.toBeNull()
    expect(await client.machines.turnOff({ id })).toEqual({})
    expect(await client.machines.delete({ id })).toEqual({})
    expect(host.machines.list()).toEqual([])
  })

  it('carries out every call on snapshots', async () => {
    const { host } = await openTestHost()
    const client = connect(host)
    const { id } = await client.machines.create({ name: 'lab', dvd })
    const { snapshotId } = await client.machines.takeSnapshot({ id, name: ' first ', notes: 'clean' })
    const snapshots = () => host.machines.list()[0]?.snapshots.map(({ name, notes }) => ({ name, notes }))
    expect(snapshots()).toEqual([{ name: 'first', notes: 'clean' }])
    expect(await client.machines.changeSnapshot({ id, snapshotId, name: 'one' })).toEqual({})
    expect(snapshots()).toEqual([{ name: 'one', notes: 'clean' }])
    expect(await client.machines.applySnapshot({ id, snapshotId })).toEqual({})
    expect(await client.machines.revert({ id })).toEqual({})
    expect(await refusal(client.machines.snapshotImage({ id, snapshotId }))).toMatchObject({
      ...{ code: 'SNAPSHOT_WITHOUT_IMAGE', data: { name: 'lab', snapshot: 'one' } },
    })
    expect(await client.machines.deleteSnapshot({ id, snapshotId, subtree: true })).toEqual({})
    expect(snapshots()).toEqual([])
    expect(await refusal(client.machines.applySnapshot({ id, snapshotId }))).toMatchObject({
      ...{ code: 'SNAPSHOT_NOT_FOUND', data: { name: 'lab', snapshot: snapshotId } },
    })
    expect(await refusal(client.machines.revert({ id }))).toMatchObject({ code: 'NO_SNAPSHOT' })
  })

  it('changes the settings of the host, in the name of whoever called', async () => {
    const { host, home } = await openTestHost()
    const client = connect(host)
    expect(await client.host.configure({ searchPaths: [home] })).toEqual({})
    expect(host.settings.value.searchPaths).toEqual([home])
    expect(host.events.events.at(-1)).toMatchObject({ code: 'HOST_SETTINGS_CHANGED', user: ownerName() })
    expect(await refusal(client.host.configure({ disksFolder: '' }))).toMatchObject({ code: 'INPUT_INVALID' })
  })

  it('answers with the errors of the closed list and their facts', async () => {
    const { host } = await openTestHost()
    const client = connect(host)
    const { id } = await client.machines.create({ name: 'lab', dvd })
    const conflict = await refusal(client.machines.pause({ id }))
    expect(conflict).toMatchObject({
      defined: true,
      code: 'STATE_CONFLICT',
      data: { name: 'lab', command: 'pause', state: 'Off' },
    })
    expect(describeError(conflict, 'en')).toContain('cannot be paused while its state is Off')
    expect(await refusal(client.machines.start({ id: 'nobody' }))).toMatchObject({
      defined: true,
      code: 'MACHINE_NOT_FOUND',
      data: { name: 'nobody' },
    })
  })

  it('says what is wrong with the input', async () => {
    const { host } = await openTestHost()
    const client = connect(host)
    const wrong = { name: 'a/b', dvd: { kind: 'image', path: '' }, memory: 1.5 } as const
    const error = await refusal(client.machines.create(wrong))
    expect(error).toMatchObject({ defined: true, code: 'INPUT_INVALID' })
    const { issues } = error.data as { issues: { path: string; message: string }[] }
    expect(issues.map(({ path }) => path).sort()).toEqual(['dvd.path', 'memory', 'name'])
    expect(await refusal(client.machines.start(undefined as never))).toMatchObject({ code: 'INPUT_INVALID' })
    expect(host.machines.list()).toEqual([])
  })

  it('answers INTERNAL to what nobody expected, and logs it with its stack', async () => {
    const { host, engine } = await openTestHost()
    const client = connect(host)
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    vi.spyOn(host.machines.registry.names, 'claim').mockImplementation(() => {
      throw new RangeError('out of beans')
    })
    const error = await refusal(client.machines.create({ name: 'lab', dvd }))
    expect(error).toMatchObject({ defined: true, code: 'INTERNAL', data: { detail: 'out of beans' } })
    expect(logged.mock.calls.flat()).toContainEqual(expect.objectContaining({ message: 'out of beans' }))
    expect(engine.calls).toEqual([])
  })

  it('tells watchers everything in order, and ends with the host', async () => {
    const { host } = await openTestHost()
    const client = connect(host)
    const watch = await client.host.watch()
    const messages: WatchMessage[] = []
    const following = (async () => {
      for await (const message of watch) messages.push(message as WatchMessage)
    })()
    const { id } = await client.machines.create({ name: 'lab', dvd })
    await client.machines.start({ id })
    expect(await client.host.stop()).toEqual({})
    await Promise.all([following, host.closed])
    expect(messages[0]?.type).toBe('snapshot')
    expect(messages.map(({ revision }) => revision)).toEqual(
      messages.map((_message, index) => (messages[0]?.revision ?? 0) + index),
    )
    const changes = messages.flatMap((message) => (message.type === 'change' ? [message.change] : []))
    const events = changes.flatMap((change) => (change.type === 'event' ? [change.event] : []))
    expect(events.slice(-2).map(({ code }) => code)).toEqual(['SAVED_WITH_HOST', 'HOST_CLOSED'])
    expect(events.map(({ user }) => user)).toEqual(events.map(() => ownerName()))
  })

  it('stops also where a machine cannot be turned off; whoever composed the host hears of it', async () => {
    const { host, engine } = await openTestHost()
    const client = connect(host)
    const { id } = await client.machines.create({ name: 'lab', dvd })
    await client.machines.start({ id })
    engine.fail('save', 'stuck')
    engine.fail('turnOff', 'stuck')
    expect(await client.host.stop()).toEqual({})
    await host.closed
    await expect(host.close()).rejects.toThrow('could not be turned off')
  })

  it('forgets a watcher that stops listening', async () => {
    const { host } = await openTestHost()
    const client = connect(host)
    const watch = await client.host.watch()
    await watch.next()
    expect(host.watcherCount).toBe(1)
    await watch.return?.()
    await eventually(() => expect(host.watcherCount).toBe(0))
  })

  it('forgets a watcher whose call is aborted while it waits', async () => {
    const { host } = await openTestHost()
    const client = connect(host)
    const abort = new AbortController()
    const watch = await client.host.watch(undefined, { signal: abort.signal })
    await watch.next()
    const waiting = watch.next().catch(() => 'aborted')
    abort.abort()
    await waiting
    await eventually(() => expect(host.watcherCount).toBe(0))
  })
})

it('forgets the watchers of a port that closes', async () => {
  const { host } = await openTestHost()
  const { client, port, serverPort } = overPort(host)
  const watches = await Promise.all([client.host.watch(), client.host.watch()])
  for (const watch of watches) await watch.next()
  expect(host.watcherCount).toBe(2)
  const closed = once(serverPort, 'close')
  port.close()
  await closed
  await eventually(() => expect(host.watcherCount).toBe(0))
})
