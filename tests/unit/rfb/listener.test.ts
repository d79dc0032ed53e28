import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { RfbListener } from '#electron/engines/rfb/listener.ts'
import { makeScene } from './scene.ts'

const cleanUp: (() => unknown)[] = []
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step()
})

function makeListener() {
  const scene = makeScene()
  const listener = new RfbListener(scene.server)
  cleanUp.push(
    () => scene.server.close(),
    () => listener.close(),
  )
  return { listener, scene }
}

/** What the server offers as security after the greeting of a viewer of version 3.8. */
async function offeredSecurity(port: number): Promise<number[]> {
  const socket: Socket = connect(port, '127.0.0.1')
  cleanUp.push(() => socket.destroy())
  socket.write('RFB 003.008\n')
  let received = Buffer.alloc(0)
  for await (const chunk of socket) {
    received = Buffer.concat([received, chunk as Buffer])
    if (received.length >= 14) break
  }
  return [...received.subarray(12, 14)]
}

test('opens a port on this computer only, and finds it again', async () => {
  const { listener } = makeListener()
  const address = await listener.open({ password: false })
  expect(address.host).toBe('127.0.0.1')
  expect(address.port).toBeGreaterThanOrEqual(5900)
  expect(address.password).toBeNull()
  expect(await listener.open({ password: false })).toEqual(address)
  expect(await offeredSecurity(address.port)).toEqual([1, 1])
})

test('two callers at once get one port', async () => {
  const { listener } = makeListener()
  const [a, b] = await Promise.all([listener.open({ password: true }), listener.open({ password: true })])
  expect(a).toEqual(b)
})

test('asks for a password of eight characters, which stays until the wish changes', async () => {
  const { listener } = makeListener()
  const first = await listener.open({ password: true })
  expect(first.password).toMatch(/^[A-Za-z0-9]{8}$/)
  expect(await listener.open({ password: true })).toEqual(first)
  expect(await offeredSecurity(first.port)).toEqual([1, 2])
  const open = await listener.open({ password: false })
  expect(open).toEqual({ ...first, password: null })
  expect(await offeredSecurity(first.port)).toEqual([1, 1])
  expect((await listener.open({ password: true })).password).not.toBe(first.password)
})

test('takes the next port where one is in use', async () => {
  const { listener } = makeListener()
  const { port } = await listener.open({ password: false })
  await listener.close()
  const other: Server = createServer()
  cleanUp.push(() => other.close())
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve))
  expect((await listener.open({ password: false })).port).toBeGreaterThan(port)
})

test('closed, it may be opened again', async () => {
  const { listener } = makeListener()
  await listener.close()
  await listener.open({ password: false })
  await listener.close()
  const { port } = await listener.open({ password: false })
  expect(await offeredSecurity(port)).toEqual([1, 1])
})
