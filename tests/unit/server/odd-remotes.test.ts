import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { formatAccessKey, parseAccessKey } from '#shared/access-key.ts'
import { rpcPath } from '#shared/channel.ts'
import { remotePath, remoteStatusSchema } from '#shared/remote-host.ts'
import type { HostClient } from '#electron/server/client.ts'
import { limits } from '#electron/server/limits.ts'
import { remoteDialer } from '#electron/server/remote/dial-remote.ts'
import { startOddRemote, type OddRemoteOptions } from './odd-remote.ts'
import { closeCode, startTestServer, type Running } from './running.ts'

let own: Running

beforeEach(async () => {
  own = await startTestServer()
})
afterEach(() => own.close())

/** A remote host that the own one knows. */
async function odd(options: OddRemoteOptions): Promise<string> {
  const remote = await startOddRemote(options)
  onTestFinished(() => remote.close())
  const id = randomUUID()
  own.host.targets.set(id, remote)
  return id
}

function dial(id: string): WebSocket {
  const headers = { authorization: `Bearer ${own.host.access.secret}` }
  return new WebSocket(`ws://127.0.0.1:${own.server.port}${remotePath(id, rpcPath)}`, { headers })
}

/** The first message and the socket, which more may come from. */
async function greet(id: string) {
  const socket = dial(id)
  const [data] = (await once(socket, 'message')) as [Buffer]
  return { socket, status: remoteStatusSchema.parse(JSON.parse(data.toString())) }
}

describe('a remote host that is let in and', () => {
  it.each([
    ['no JSON', 'hello'],
    ['JSON that is no answer', '{"i":1}'],
    ['an answer without payload', '{"i":"1"}'],
    ['an event without kind', '{"i":"1","t":3,"p":{}}'],
    ['a file', '{"i":"1","p":{"h":{"content-disposition":"attachment"}}}'],
    ['bytes', Buffer.from('{"i":"1","p":{}}')],
  ])('answers with %s is parted with', async (_, answer) => {
    const id = await odd({ serve: (socket) => socket.once('message', () => socket.send(answer)) })
    const { socket, status } = await greet(id)
    expect(status.state).toBe('connected')
    const closed = closeCode(socket)
    const heard: unknown[] = []
    socket.on('message', (data) => heard.push(data))
    socket.send(JSON.stringify({ i: '1', p: { u: '/host/examine' } }))
    expect(await closed).toBe(4000)
    expect(heard).toEqual([])
    // Its consoles are told why, instead of finding it connected and lost again and again.
    expect((await greet(id)).status).toMatchObject({ problem: { code: 'REMOTE_NOT_VIRIDIAN' } })
  })

  it('answers more than a message may have is parted with', async () => {
    const id = await odd({
      serve: (socket) => socket.send(Buffer.alloc(limits.remoteAnswer + 1, 'x'), { binary: false }),
    })
    const { socket } = await greet(id)
    expect(await closeCode(socket)).toBe(1001)
  })

  it('speaks another protocol is told apart, with what it says of itself', async () => {
    const id = await odd({ protocol: 99 })
    const { socket, status } = await greet(id)
    expect(status).toMatchObject({
      state: 'otherVersion',
      problem: { code: 'REMOTE_OTHER_VERSION', facts: { hostVersion: '99.0.0', hostProtocol: 99 } },
    })
    expect(await closeCode(socket)).toBe(4000)
  })

  it('is met on another connection than the one it has proved itself on is not believed', async () => {
    const opened: WebSocket[] = []
    const id = await odd({ hangsUp: true, serve: (socket) => opened.push(socket) })
    expect((await greet(id)).status).toMatchObject({ problem: { code: 'REMOTE_UNREACHABLE' } })
    for (const socket of opened) if (socket.readyState !== socket.CLOSED) await once(socket, 'close')
  })

  it('says nothing keeps neither the own host nor others waiting', async () => {
    const silent = createServer((socket: Socket) => socket.on('error', () => undefined))
    silent.listen(0, '127.0.0.1')
    await once(silent, 'listening')
    onTestFinished(() => void silent.close())
    const address = `127.0.0.1:${(silent.address() as AddressInfo).port}`
    const accessKey = { id: '0'.repeat(16), secret: '1'.repeat(64) }
    const waiting = Array.from({ length: 50 }, () => {
      const id = randomUUID()
      own.host.targets.set(id, { address, accessKey })
      return dial(id)
    })
    await Promise.all(waiting.map((socket) => once(socket, 'open')))
    const id = await odd({})
    expect((await greet(id)).status.state).toBe('connected')
    for (const socket of waiting) {
      socket.close()
      expect(await closeCode(socket)).toBe(1005)
    }
  })

  it('sends faster than a page reads waits for it', async () => {
    const event = JSON.stringify({ i: '1', t: 3, p: { e: 'message', d: 'x'.repeat(60_000) } })
    const messages = 2000
    let sent = 0
    let backlog = () => 0
    const id = await odd({
      serve: (socket) => {
        backlog = () => socket.bufferedAmount
        for (let count = 0; count < messages; count++) socket.send(event, () => (sent += 1))
      },
    })
    const socket = dial(id)
    let heard = -1
    socket.on('message', () => (heard += 1))
    await once(socket, 'message')
    socket.pause()
    // What fills the buffers of the system is gone; the rest stays with the one who sends.
    let before = -1
    await expect
      .poll(() => {
        const still = sent === before && backlog() > 0
        before = sent
        return still
      })
      .toBe(true)
    expect(sent).toBeLessThan(messages)
    socket.resume()
    await expect.poll(() => heard, { timeout: 20_000 }).toBe(messages)
    socket.terminate()
  })

  it('ends in the middle of a call and a watch ends both', async () => {
    const id = await odd({ serve: (socket) => socket.once('message', () => socket.terminate()) })
    const { socket } = await greet(id)
    const client: HostClient = createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }))
    await expect(client.host.watch().then((watch) => watch.next())).rejects.toThrow()
    await expect(client.host.examine()).rejects.toThrow()
  })
})

it('a key with another secret tells a host that it is not believed', async () => {
  const remote = await startOddRemote({})
  onTestFinished(() => remote.close())
  const { address, accessKey } = remote
  const other = parseAccessKey(formatAccessKey({ id: accessKey.id, secret: '0'.repeat(64) })) ?? accessKey
  await expect(remoteDialer.meet({ address, accessKey: other }, 'own')).rejects.toMatchObject({
    code: 'REMOTE_NOT_VIRIDIAN',
  })
  expect(await remoteDialer.meet(remote, 'own')).toMatchObject({ name: 'odd' })
})
