import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { MessagePortMain } from 'electron'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { parseAccessKey } from '#shared/access-key.ts'
import { attachBackend } from '#electron/main/attached-backend.ts'
import type { RelayPort } from '#electron/main/channel-relay.ts'
import { startServer, type RunningServer } from '#electron/server/server.ts'
import { FakeHost } from '#tests/fixtures/fake-host.ts'
import { startTestServer } from '#tests/unit/server/running.ts'

/** The main process's end of a page's port. */
class FakePort implements RelayPort {
  readonly received: unknown[] = []
  closed = false

  on(): void {
    // The page of these tests says nothing.
  }

  postMessage(message: unknown): void {
    this.received.push(message)
  }

  start(): void {
    // Messages are not held back here.
  }

  close(): void {
    this.closed = true
  }
}

let home: string
let server: RunningServer

async function serve(): Promise<FakeHost> {
  const host = new FakeHost(home)
  server = await startServer({ host, listen: { address: '127.0.0.1', port: 0 }, pages: home })
  return host
}

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'viridian-attached-'))
})

afterEach(async () => {
  await server.close()
  await rm(home, { recursive: true, force: true })
})

describe('the host of another process', () => {
  it('is reached where it is now, also when another has taken its place', async () => {
    await serve()
    const backend = await attachBackend(home)
    await server.close()
    const next = await serve()
    next.onChannel = (machine) => machine.write('of the next host')

    const port = new FakePort()
    backend.serveChannel(port as unknown as MessagePortMain, 'serial', 'id-lab')
    await expect.poll(() => Buffer.concat(port.received as Uint8Array[]).toString()).toBe('of the next host')
    await backend.close()
  })

  it('leads on to the remote hosts that it knows', async () => {
    const own = await serve()
    const other = await startTestServer()
    onTestFinished(() => other.close())
    const { key } = await other.host.access.keys.create('laptop')
    const accessKey = parseAccessKey(key)
    if (accessKey === null) throw new Error('no key')
    const { id } = other.host.info
    own.targets.set(id, { address: `127.0.0.1:${other.server.port}`, accessKey })
    other.host.onChannel = (machine) => machine.write('of the other host')
    const backend = await attachBackend(home)

    const [channel, calls, unknown] = [new FakePort(), new FakePort(), new FakePort()]
    backend.serveChannel(channel as unknown as MessagePortMain, 'serial', 'id-lab', id)
    await expect.poll(() => Buffer.concat(channel.received as Uint8Array[]).toString()).toBe('of the other host')
    backend.serveCalls(calls as unknown as MessagePortMain, id)
    await expect.poll(() => calls.received).toEqual(['{"state":"connected","problem":null}'])
    backend.serveCalls(unknown as unknown as MessagePortMain, '0b7b8a9c-2c5e-4d5f-8a3b-6f1e2d3c4b5a')
    await expect.poll(() => unknown.closed).toBe(true)
    expect(unknown.received).toEqual([expect.stringContaining('HOST_NOT_FOUND')])
    await backend.close()
  })

  it('is told to be gone while there is none', async () => {
    await serve()
    const backend = await attachBackend(home)
    await server.close()

    const [channel, calls] = [new FakePort(), new FakePort()]
    backend.serveChannel(channel as unknown as MessagePortMain, 'serial', 'id-lab')
    backend.serveCalls(calls as unknown as MessagePortMain)
    await expect.poll(() => channel.closed && calls.closed).toBe(true)
    expect(channel.received).toEqual([null])
  })
})
