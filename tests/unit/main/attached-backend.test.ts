import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { MessagePortMain } from 'electron'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { attachBackend } from '#electron/main/attached-backend.ts'
import type { RelayPort } from '#electron/main/channel-relay.ts'
import { startServer, type RunningServer } from '#electron/server/server.ts'
import { FakeHost } from '#tests/fixtures/fake-host.ts'

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
