import { existsSync, statSync } from 'node:fs'
import { once } from 'node:events'
import { connect } from 'node:net'
import path from 'node:path'
import type { Duplex } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ChannelAddress, removeSocket } from '#electron/engines/protocol/channel-address.ts'
import { ChannelServer } from '#electron/engines/machine-process/channel-server.ts'

let address: ChannelAddress
let server: ChannelServer

beforeEach(async () => {
  address = await ChannelAddress.create()
  const echo = (name: string) => (socket: Duplex) => {
    socket.on('data', (chunk: Buffer) => socket.write(`${name}:${chunk.toString()}`))
  }
  server = new ChannelServer(address.token, { display: echo('display'), serial: echo('serial'), agent: echo('agent') })
  await server.listen(address.path)
})
afterEach(async () => {
  await server.close(1000)
  removeSocket(address.path)
})

async function answer(socket: Duplex): Promise<string> {
  return String((await once(socket, 'data')) as [Buffer])
}

async function rawConnection(bytes: string): Promise<Duplex> {
  const socket = connect(address.path)
  await once(socket, 'connect')
  socket.write(bytes)
  return socket
}

describe('channels of a machine', () => {
  test.each(['display', 'serial'] as const)('a connection names its stream: %s', async (kind) => {
    const socket = await address.connect(kind)
    socket.write('hello')
    expect(await answer(socket)).toBe(`${kind}:hello`)
    socket.destroy()
  })

  test('the handshake may come in pieces and the stream right behind it', async () => {
    const socket = await rawConnection('seri')
    const line = `al ${address.token}\n`
    for (const character of line.slice(0, -1)) {
      socket.write(character)
      await new Promise((resolve) => setImmediate(resolve))
    }
    socket.write('\nfirst bytes')
    expect(await answer(socket)).toBe('serial:first bytes')
    socket.destroy()
  })

  test('who has said in time what it wants is heard, however long its machine was busy with its guest', async () => {
    const socket = await rawConnection('serial ')
    // The server has taken the connection, and its deadline runs.
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
    socket.write(`${address.token}\nhello`)
    // This process does nothing else meanwhile, as one that has no processor.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5500)
    expect(await Promise.race([answer(socket), once(socket, 'close').then(() => 'closed')])).toBe('serial:hello')
    socket.destroy()
  })

  test.each([
    ['another token', `serial ${'0'.repeat(64)}\n`],
    ['no token', 'serial\n'],
    ['junk', `${'x'.repeat(10_000)}`],
  ])('%s is turned away', async (_what, bytes) => {
    const socket = await rawConnection(bytes)
    socket.on('error', () => undefined)
    await once(socket, 'close')
    expect(socket.destroyed).toBe(true)
  })

  test('an unknown stream is turned away although the token is right', async () => {
    const socket = await rawConnection(`disk ${address.token}\n`)
    await once(socket, 'close')
    expect(socket.destroyed).toBe(true)
  })

  test.runIf(process.platform !== 'win32')('nobody else may enter its folder, and removing it leaves nothing', () => {
    const folder = path.dirname(address.path)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    removeSocket(address.path)
    expect(existsSync(folder)).toBe(false)
  })
})
