import { once } from 'node:events'
import { createConnection } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { WebSocket } from 'ws'
import { channelPath, rpcPath } from '#shared/channel.ts'
import { connectHost } from '#electron/server/client.ts'
import { limits } from '#electron/server/limits.ts'
import { fakeMachine } from '../../fixtures/fake-host.ts'
import { ask, closeCode, connect, prove, signIn, startTestServer, type Running } from './running.ts'

let running: Running

beforeEach(async () => {
  running = await startTestServer({}, [fakeMachine('lab'), fakeMachine('off', 'Off')])
})
afterEach(() => running.close())

const bearer = () => ({ authorization: `Bearer ${running.host.access.secret}` })
const origin = () => `http://127.0.0.1:${running.server.port}`
const serial = channelPath('serial', 'id-lab')

it('closes the sockets of pages when these are signed out, and no program’s', async () => {
  const session = await signIn(running)
  const open = async (target: string) =>
    connect(running.server, target, { origin: origin() }, { protocols: await prove(running.server, session) })
  const [page, channel] = [await open(rpcPath), await open(serial)]
  const program = await connectHost(running.home)
  const closed = Promise.all([closeCode(page), closeCode(channel)])
  await program.client.host.signOutPages()
  expect(await closed).toEqual([1008, 1008])
  await expect(prove(running.server, session)).rejects.toThrow('another host')
  expect(program.isOpen()).toBe(true)
  await program.close()
})

/** Proves that the host still works for others. */
async function expectUndisturbed(): Promise<void> {
  const connection = await connectHost(running.home)
  expect(await connection.client.machines.screenText({ id: 'id-lab' })).toEqual({ rows: ['one', 'two'] })
  await connection.close()
}

describe.each([rpcPath, serial])('opening %s', (target) => {
  it('is allowed with the secret, and from a page of ours that proves its session', async () => {
    ;(await connect(running.server, target, bearer())).close()
    const protocols = await prove(running.server, await signIn(running))
    const socket = await connect(running.server, target, { origin: origin() }, { protocols })
    // The proof is not said again.
    expect(socket.protocol).toBe('viridian')
    socket.close()
  })

  it.each<[string, () => Record<string, string>, number]>([
    ['nothing', () => ({}), 401],
    ['a wrong secret', () => ({ authorization: 'Bearer wrong' }), 401],
    ['a page of ours without a session', () => ({ origin: origin() }), 401],
    ['the secret under another name', () => ({ ...bearer(), host: 'evil.example' }), 421],
    ['the secret from another page', () => ({ ...bearer(), origin: 'https://127.0.0.1' }), 403],
  ])('is refused with %s', async (_what, headers, status) => {
    await expect(connect(running.server, target, headers())).rejects.toThrow(`refused ${status}`)
    expect(running.host.channels).toHaveLength(0)
  })

  it.each<[string, string | undefined, number]>([
    ['another page', 'http://evil.example', 403],
    ['another port', 'http://127.0.0.1:1', 403],
    ['an opaque origin', 'null', 403],
    ['no page', undefined, 401],
  ])('is refused with the proof of a session from %s', async (_what, from, status) => {
    const protocols = await prove(running.server, await signIn(running))
    const headers: Record<string, string> = from === undefined ? {} : { origin: from }
    await expect(connect(running.server, target, headers, { protocols })).rejects.toThrow(`refused ${status}`)
  })

  it('is refused with a proof that is not of this session, this challenge, or this host', async () => {
    const [one, two] = [await signIn(running), await signIn(running)]
    const [, proof = ''] = await prove(running.server, one)
    const [name, id, challenge, mac = ''] = proof.split('.')
    const [, stranger = ''] = await prove(running.server, { ...two, id: one.id }).catch(() => ['', ''])
    expect(stranger).toBe('')
    const forged = [
      [name, two.id, challenge, mac],
      [name, id, `${challenge?.slice(1)}x`, mac],
      [name, id, challenge, `${mac.slice(0, -2)}AA`],
      [name, id, challenge, one.key],
    ]
    for (const parts of forged) {
      const protocols = ['viridian', parts.join('.')]
      await expect(connect(running.server, target, { origin: origin() }, { protocols })).rejects.toThrow('refused 401')
    }
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
    // Whether it had the channel by then or not: nothing is left open.
    expect([1001, 'refused']).toContain(await ended)
    expect(running.host.channels.filter(({ destroyed }) => !destroyed)).toEqual([])
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
        for (let count = 0; count < limits.sockets + 50; count++)
          sockets.push(await connect(running.server, rpcPath, bearer()))
      })(),
    ).rejects.toThrow('refused 503')
    expect(sockets).toHaveLength(limits.sockets)
    // The pages are still there.
    expect((await ask(running.server, '/')).status).toBe(200)
  })

  it('cannot keep out whoever has the secret by connections that say nothing', async () => {
    const idle = Array.from({ length: 700 }, () => createConnection(running.server.port, '127.0.0.1'))
    await Promise.all(
      idle.map((socket) =>
        once(
          socket.on('error', () => undefined),
          'connect',
        ),
      ),
    )
    await expectUndisturbed()
    await expect.poll(() => idle.filter(({ closed }) => !closed).length).toBeLessThanOrEqual(limits.strangers)
    for (const socket of idle) socket.destroy()
  })

  it('get a reason instead of the thousandth watch, and may watch again when they have let go of one', async () => {
    const connection = await connectHost(running.home)
    const stop = new AbortController()
    const watch = (signal?: AbortSignal) =>
      connection.client.host.watch(undefined, signal === undefined ? {} : { signal })
    await (await watch(stop.signal)).next()
    for (let count = 1; count < limits.watches; count++) await (await watch()).next()
    await expect(watch()).rejects.toMatchObject({ code: 'TOO_MANY_CALLS', data: { limit: limits.watches } })
    await expectUndisturbed()
    stop.abort()
    await expect
      .poll(() =>
        watch().then(
          () => 'watches',
          () => 'refused',
        ),
      )
      .toBe('watches')
    await connection.close()
  })

  it('get a reason for calls beyond those that may wait at once', async () => {
    let answer = () => {}
    const held = new Promise<void>((resolve) => (answer = resolve))
    running.host.machines.screenText = async () => {
      await held
      return ['late']
    }
    const connection = await connectHost(running.home)
    const calls = Array.from({ length: limits.calls + 50 }, () =>
      connection.client.machines.screenText({ id: 'id-lab' }),
    )
    const settled = Promise.allSettled(calls)
    // The last is refused while the first wait.
    await expect(calls.at(-1)).rejects.toMatchObject({ code: 'TOO_MANY_CALLS' })
    answer()
    expect((await settled).filter(({ status }) => status === 'rejected')).toHaveLength(50)
    await connection.close()
  })

  it('are not asked for more while they do not read what was answered', async () => {
    const picture = ['x'.repeat(64 * 1024)]
    let asked = 0
    running.host.machines.screenText = () => {
      asked += 1
      return Promise.resolve(picture)
    }
    const socket = await connect(running.server, rpcPath, bearer())
    socket.pause()
    const calls = 5000
    for (let call = 0; call < calls; call++) {
      socket.send(JSON.stringify({ i: String(call), p: { u: '/machines/screenText', b: { json: { id: 'id-lab' } } } }))
    }
    await expect.poll(() => asked).toBeGreaterThan(0)
    let before = -1
    while (before !== asked) {
      before = asked
      for (let turn = 0; turn < 2000; turn++) await new Promise((resolve) => setImmediate(resolve))
    }
    expect(asked).toBeLessThan(calls / 2)
    let received = 0
    socket.on('message', () => (received += 1))
    socket.resume()
    await expect.poll(() => received, { timeout: 30_000 }).toBe(calls)
    socket.terminate()
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
