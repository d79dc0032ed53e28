import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createWebSocketStream, WebSocket } from 'ws'
import { parseAccessKey, type AccessKey } from '#shared/access-key.ts'
import { channelPath, rpcPath } from '#shared/channel.ts'
import { remotePath, remoteStatusSchema, type RemoteStatus } from '#shared/remote-host.ts'
import { joinParts } from '#shared/watch-parts.ts'
import type { HostClient } from '#electron/server/client.ts'
import { openRemoteSocket, remoteDialer } from '#electron/server/remote/dial-remote.ts'
import { closeCode, connect, startTestServer, type Running } from './running.ts'

let own: Running
let other: Running
let servers: Server[] = []

beforeEach(async () => {
  ;[own, other] = await Promise.all([startTestServer(), startTestServer()])
})

afterEach(async () => {
  await Promise.all([own.close(), other.close()])
  for (const server of servers) server.close()
  servers = []
})

const bearer = () => ({ authorization: `Bearer ${own.host.access.secret}` })
const addressOf = ({ server }: Running) => `127.0.0.1:${server.port}`

async function createKey(of: Running = other): Promise<AccessKey> {
  const { key } = await of.host.access.keys.create('laptop')
  const parsed = parseAccessKey(key)
  if (parsed === null) throw new Error('no key')
  return parsed
}

/** The own host knows the other one. */
async function introduce(address = addressOf(other), accessKey?: AccessKey): Promise<string> {
  const { id } = other.host.info
  own.host.targets.set(id, { address, accessKey: accessKey ?? (await createKey()) })
  return id
}

/** The first message of a relayed connection, and the socket. */
async function relayed(hostId: string): Promise<{ socket: WebSocket; status: RemoteStatus }> {
  const socket = new WebSocket(`ws://${addressOf(own)}${remotePath(hostId, rpcPath)}`, { headers: bearer() })
  const [data] = (await once(socket, 'message')) as [Buffer]
  return { socket, status: remoteStatusSchema.parse(JSON.parse(data.toString())) }
}

async function relayedClient(): Promise<{ client: HostClient; socket: WebSocket }> {
  const { socket, status } = await relayed(await introduce())
  expect(status).toEqual({ state: 'connected', problem: null })
  return { client: createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })), socket }
}

/** Somebody else who listens on a port; `answer` gets each connection. */
async function listen(answer: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    answer(socket)
  })
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('a remote host', () => {
  it('is watched and commanded through the own one', async () => {
    const { client, socket } = await relayedClient()
    const watch = joinParts(await client.host.watch())
    const first = await watch.next()
    expect(first.value).toMatchObject({ type: 'snapshot', snapshot: { host: { id: other.host.info.id } } })
    await client.machines.type({ id: 'id-lab', text: 'root\n' })
    expect(other.host.typed).toEqual(['root\n'])
    expect(own.host.typed).toEqual([])
    await expect(client.machines.type({ id: 'none', text: 'x' })).rejects.toMatchObject({ code: 'MACHINE_NOT_FOUND' })
    socket.close()
  })

  it('has its machines’ byte streams handed on', async () => {
    const id = await introduce()
    other.host.onChannel = (machine) => machine.on('data', (chunk) => machine.write(chunk))
    const socket = await connect(own.server, remotePath(id, channelPath('serial', 'id-lab')), bearer())
    const stream = createWebSocketStream(socket)
    stream.write('hello')
    const [echo] = (await once(stream, 'data')) as [Buffer]
    expect(echo.toString()).toBe('hello')
    stream.destroy()
    await expect(connect(own.server, remotePath(id, channelPath('serial', 'none')), bearer())).rejects.toThrow(
      'refused 404',
    )
  })

  it('ends what an access key has opened when that is revoked', async () => {
    const { socket, client } = await relayedClient()
    const [key] = other.host.access.keys.list
    const closed = closeCode(socket)
    await other.host.access.keys.revoke(key?.id ?? '')
    expect(await closed).toBe(1001)
    await expect(client.host.examine()).rejects.toThrow()
    const again = await relayed(other.host.info.id)
    expect(again.status).toMatchObject({ state: 'notAllowed', problem: { code: 'REMOTE_KEY_REFUSED' } })
    expect(await closeCode(again.socket)).toBe(4000)
  })

  it('is told to be gone when it is, and when it is removed from the list', async () => {
    const { socket } = await relayedClient()
    const closed = closeCode(socket)
    for (const listener of own.host.disconnectListeners) listener(other.host.info.id)
    expect(await closed).toBe(1001)
    const { socket: next } = await relayed(other.host.info.id)
    const gone = closeCode(next)
    await other.server.close()
    expect(await gone).toBe(1001)
    expect((await relayed(other.host.info.id)).status).toMatchObject({ problem: { code: 'REMOTE_UNREACHABLE' } })
    own.host.targets.clear()
    expect((await relayed(other.host.info.id)).status).toMatchObject({ problem: { code: 'HOST_NOT_FOUND' } })
  })

  it('is not reached by whoever came with an access key', async () => {
    const id = await introduce()
    const key = await createKey(own)
    const target = { address: addressOf(own), accessKey: key }
    await expect(openRemoteSocket(target, remotePath(id, rpcPath), 1, () => null)).rejects.toMatchObject({
      status: 403,
    })
    expect(await openRemoteSocket(target, rpcPath, 1, (socket) => socket.terminate())).toBeUndefined()
  })
})

describe('who answers at an address', () => {
  const meet = async (address: string) => remoteDialer.meet({ address, accessKey: await createKey() }, 'own')

  it('says who it is once it has proved that it knows the key', async () => {
    expect(await meet(addressOf(other))).toEqual({ id: other.host.info.id, name: 'test-host' })
  })

  it('is found out where it does not know the key', async () => {
    await expect(meet(addressOf(own))).rejects.toMatchObject({ code: 'REMOTE_KEY_REFUSED' })
  })

  it.each([
    ['an old protocol', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['no JSON', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'],
    ['JSON of another program', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}'],
    ['a refusal of another program', 'HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\n{}'],
    ['without end', `HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(100_000)}`],
  ])('is no host where it answers with %s', async (_, text) => {
    const address = await listen((socket) => socket.write(text))
    await expect(meet(address)).rejects.toMatchObject({ code: 'REMOTE_NOT_VIRIDIAN', facts: { address } })
  })

  it('learns nothing of the key, and is not believed, where it only says that it knows it', async () => {
    const asked: string[] = []
    const host = { id: other.host.info.id, name: 'x', version: '0', protocol: 10 }
    const body = JSON.stringify({ challenge: 'a~b', proof: 'c', host })
    const address = await listen((socket) => {
      socket.on('data', (chunk) => {
        asked.push(chunk.toString())
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`)
      })
    })
    const accessKey = await createKey()
    await expect(remoteDialer.meet({ address, accessKey }, 'own')).rejects.toMatchObject({
      code: 'REMOTE_NOT_VIRIDIAN',
    })
    expect(asked.join('')).toContain(accessKey.id)
    expect(asked.join('')).not.toContain(accessKey.secret)
    expect(asked).toHaveLength(1)
  })
})
