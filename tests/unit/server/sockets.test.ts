import { once } from 'node:events'
import { createConnection } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { WebSocket } from 'ws'
import { channelPath, rpcPath } from '#shared/channel.ts'
import { connectHost } from '#electron/server/client.ts'
import { fakeMachine } from '../../fixtures/fake-host.ts'
import { ask, closeCode, connect, signIn, startTestServer, type Running } from './running.ts'

let running: Running

beforeEach(async () => {
  running = await startTestServer({}, [fakeMachine('lab'), fakeMachine('off', 'Off')])
})
afterEach(() => running.close())

const bearer = () => ({ authorization: `Bearer ${running.host.access.secret}` })
const origin = () => `http://127.0.0.1:${running.server.port}`
const serial = channelPath('serial', 'id-lab')

/** Proves that the host still works for others. */
async function expectUndisturbed(): Promise<void> {
  const connection = await connectHost(running.home)
  expect(await connection.client.machines.screenText({ id: 'id-lab' })).toEqual({ rows: ['one', 'two'] })
  await connection.close()
}

describe.each([rpcPath, serial])('opening %s', (target) => {
  it('is allowed with the secret, and with a session from a page of ours', async () => {
    const cookie = await signIn(running)
    for (const headers of [bearer(), { cookie, origin: origin() }]) {
      const socket = await connect(running.server, target, headers)
      socket.close()
    }
  })

  it.each<[string, (cookie: string) => Record<string, string>, number]>([
    ['nothing', () => ({}), 401],
    ['a wrong secret', () => ({ authorization: 'Bearer wrong' }), 401],
    ['a guessed session', () => ({ cookie: 'viridian-session-1=x', origin: origin() }), 401],
    ['a session from another page', (cookie) => ({ cookie, origin: 'http://evil.example' }), 403],
    ['a session from another port', (cookie) => ({ cookie, origin: 'http://127.0.0.1:1' }), 403],
    ['a session from an opaque origin', (cookie) => ({ cookie, origin: 'null' }), 403],
    ['a session without an origin', (cookie) => ({ cookie }), 401],
    ['the secret under another name', () => ({ ...bearer(), host: 'evil.example' }), 421],
    ['the secret from another page', () => ({ ...bearer(), origin: 'https://127.0.0.1' }), 403],
  ])('is refused with %s', async (_what, headers, status) => {
    const cookie = await signIn(running)
    await expect(connect(running.server, target, headers(cookie))).rejects.toThrow(`refused ${status}`)
    expect(running.host.channels).toHaveLength(0)
  })
})

describe('closing', () => {
  it('does not wait for a client whose channel comes about only then', async () => {
    const { machines } = running.host
    const open = machines.openChannel.bind(machines)
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    const asked = new Promise<void>((resolve) => {
      machines.openChannel = async (id, kind) => {
        resolve()
        await held
        return open(id, kind)
      }
    })
    const ended = connect(running.server, serial, bearer()).then(closeCode, () => 'refused')
    await asked
    const closing = running.server.close()
    release()
    await closing
    await ended
  })
})

describe('hostile clients', () => {
  it.each<[string, string, (socket: WebSocket) => void, number]>([
    ['text that is no JSON', rpcPath, (socket) => socket.send('junk'), 1007],
    ['JSON that is no call', rpcPath, (socket) => socket.send('{"i":1}'), 1007],
    ['null', rpcPath, (socket) => socket.send('null'), 1007],
    [
      'a form',
      rpcPath,
      (socket) => socket.send('{"i":"1","p":{"u":"/x","h":{"Content-Type":"multipart/form-data"}}}'),
      1007,
    ],
    ['binary calls', rpcPath, (socket) => socket.send(Buffer.from([0, 255, 1])), 1003],
    ['a giant call', rpcPath, (socket) => socket.send('x'.repeat(2 * 1024 * 1024)), 1009],
    ['text on a byte stream', serial, (socket) => socket.send('text'), 1003],
    ['a giant piece of a byte stream', serial, (socket) => socket.send(Buffer.alloc(300 * 1024)), 1009],
  ])('are cut off with a reason for %s', async (_what, target, send, code) => {
    const socket = await connect(running.server, target, bearer())
    const closed = closeCode(socket)
    send(socket)
    expect(await closed).toBe(code)
    await expectUndisturbed()
  })

  it('are cut off for broken frames', async () => {
    const socket = createConnection(running.server.port, '127.0.0.1')
    const key = Buffer.alloc(16).toString('base64')
    socket.write(
      `GET ${rpcPath} HTTP/1.1\r\nHost: 127.0.0.1:${running.server.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\nAuthorization: ${bearer().authorization}\r\n\r\n`,
    )
    const [answer] = (await once(socket, 'data')) as [Buffer]
    expect(answer.toString()).toContain('101 Switching Protocols')
    // Reserved bits, a reserved opcode, and no mask.
    socket.write(Buffer.from([0xff, 0x7f, 0xff, 0xff, 0xff]))
    socket.resume()
    await once(socket, 'close')
    await expectUndisturbed()
  })

  it.each(['//', '/rpc/../x', '/channels/tape/id-lab', '/channels/serial/%ff', '/channels/serial/', '/'])(
    'find nothing at %s',
    async (target) => {
      await expect(connect(running.server, target, bearer())).rejects.toThrow(/refused 404/)
    },
  )

  it('get an answer for a call that is not in the contract', async () => {
    const socket = await connect(running.server, rpcPath, bearer())
    const answer = once(socket, 'message')
    socket.send(JSON.stringify({ i: '1', p: { u: '/host/nothing', b: {} } }))
    const [data] = (await answer) as [Buffer]
    expect(JSON.parse(data.toString())).toMatchObject({ i: '1', p: { s: 404 } })
    socket.close()
  })

  it('cannot open more sockets than the host has for all', async () => {
    const sockets: WebSocket[] = []
    await expect(
      (async () => {
        for (let count = 0; count < 200; count++) sockets.push(await connect(running.server, rpcPath, bearer()))
      })(),
    ).rejects.toThrow('refused 503')
    expect(sockets).toHaveLength(128)
    // The pages are still there.
    expect((await ask(running.server, '/', bearer())).status).toBe(200)
  })
})

describe('byte streams', () => {
  it('say in the refusal what the host said', async () => {
    const connection = await connectHost(running.home)
    await expect(connection.openChannel('serial', 'id-off')).rejects.toMatchObject({
      code: 'STATE_CONFLICT',
      facts: { name: 'off', command: 'connect', state: 'Off' },
    })
    await expect(connection.openChannel('serial', 'none')).rejects.toMatchObject({ code: 'MACHINE_NOT_FOUND' })
    await connection.close()
  })

  it('carry bytes both ways, what the machine says at once included, and end with the machine', async () => {
    running.host.onChannel = (machine) => {
      machine.write('hello ')
      machine.on('data', (chunk: Buffer) => machine.end(`you said ${chunk.toString()}`))
    }
    const connection = await connectHost(running.home)
    const stream = await connection.openChannel('serial', 'id-lab')
    stream.write('ping')
    let text = ''
    for await (const chunk of stream) text += String(chunk)
    expect(text).toBe('hello you said ping')
    await connection.close()
  })

  it('end the machine’s side when the client goes', async () => {
    const socket = await connect(running.server, serial, bearer())
    const [machine] = running.host.channels
    machine?.resume()
    socket.terminate()
    await new Promise((resolve) => machine?.once('close', resolve))
    await expectUndisturbed()
  })

  it('deliver what a client sent before it left', async () => {
    running.host.channelOptions = { highWaterMark: 1024 }
    const connection = await connectHost(running.home)
    const stream = await connection.openChannel('serial', 'id-lab')
    const total = 512 * 1024
    for (let sent = 0; sent < total; sent += 64 * 1024) stream.write(Buffer.alloc(64 * 1024, 3))
    stream.end()
    stream.resume()
    let received = 0
    running.host.channels[0]?.on('data', (chunk: Buffer) => (received += chunk.length))
    await once(stream, 'close')
    await expect.poll(() => received).toBe(total)
    await connection.close()
  })

  it('let the machine wait for a client that does not read', async () => {
    const piece = Buffer.alloc(64 * 1024, 7)
    let sent = 0
    const stalled = new Promise<void>((resolve) => {
      running.host.onChannel = (machine) => {
        const pump = () => {
          while (machine.write(piece)) sent += piece.length
          sent += piece.length
          // Quiet for many turns of the loop: everything between the two ends is full.
          let turns = 0
          const before = sent
          const look = () => {
            if (sent !== before) return
            turns += 1
            if (turns < 2000) setImmediate(look)
            else resolve()
          }
          setImmediate(look)
          machine.once('drain', pump)
        }
        pump()
      }
    })
    const socket = await connect(running.server, serial, bearer())
    socket.pause()
    await stalled
    expect(sent).toBeLessThan(32 * 1024 * 1024)

    let received = 0
    socket.on('message', (data: Buffer) => (received += data.length))
    const before = sent
    socket.resume()
    await expect.poll(() => received).toBeGreaterThan(before)
    socket.terminate()
  })

  it('let the client wait for a machine that does not read', async () => {
    running.host.channelOptions = { highWaterMark: 16 * 1024 }
    const connection = await connectHost(running.home)
    const stream = await connection.openChannel('serial', 'id-lab')
    const piece = Buffer.alloc(64 * 1024, 9)
    const total = 32 * 1024 * 1024
    let written = 0
    const writing = (async () => {
      while (written < total) {
        if (!stream.write(piece)) await once(stream, 'drain')
        written += piece.length
      }
    })()
    // The host answers others meanwhile, and has not swallowed it all.
    await expectUndisturbed()
    expect(written).toBeLessThan(total)
    let received = 0
    running.host.channels[0]?.on('data', (chunk: Buffer) => (received += chunk.length))
    await writing
    await expect.poll(() => received, { timeout: 10_000 }).toBe(total)
    stream.destroy()
    await connection.close()
  })
})

describe('dead peers', () => {
  it('are found by pings and cut off, the living are not', async () => {
    const impatient = await startTestServer({ pingEvery: 50 })
    const headers = { authorization: `Bearer ${impatient.host.access.secret}` }
    const dead = await connect(impatient.server, rpcPath, headers, { autoPong: false })
    const living = await connectHost(impatient.home)
    await closeCode(dead)
    expect(await living.client.machines.screenText({ id: 'id-lab' })).toEqual({ rows: ['one', 'two'] })
    await living.close()
    await impatient.close()
  })
})
