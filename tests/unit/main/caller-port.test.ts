import { once } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { expect, it, onTestFinished } from 'vitest'
import { parseAccessKey } from '#shared/access-key.ts'
import type { RelayPort } from '#electron/main/channel-relay.ts'
import { callerPort } from '#electron/main/caller-port.ts'
import type { HostClient } from '#electron/server/client.ts'
import { relayRemoteCalls } from '#electron/server/remote/relay-calls.ts'
import { FakeHost } from '#tests/fixtures/fake-host.ts'
import { startTestServer } from '#tests/unit/server/running.ts'

/** Electron's ports wrap a message as an event, Node's do not. */
function asMain(port: MessageChannel['port1']): RelayPort {
  return {
    on: (event: string, listener: (event: { data: unknown }) => void) =>
      port.on(event, (data: unknown) => listener({ data })),
    postMessage: (message) => port.postMessage(message),
    start: () => port.start(),
    close: () => port.close(),
  }
}

it('the port of a desktop page reaches a remote host, until either ends', async () => {
  const other = await startTestServer()
  onTestFinished(() => other.close())
  const own = new FakeHost('/home')
  const { key } = await other.host.access.keys.create('laptop')
  const accessKey = parseAccessKey(key)
  if (accessKey === null) throw new Error('no key')
  own.targets.set('other', { address: `127.0.0.1:${other.server.port}`, accessKey })
  const { port1, port2 } = new MessageChannel()
  void relayRemoteCalls(own.remoteHosts, 'other', callerPort(asMain(port1)))
  expect(await once(port2, 'message')).toEqual(['{"state":"connected","problem":null}'])
  const client: HostClient = createORPCClient(new RPCLink({ port: port2 }))
  await client.machines.type({ id: 'id-lab', text: 'hello' })
  expect(other.host.typed).toEqual(['hello'])
  const closed = once(port2, 'close')
  await other.server.close()
  await closed
})

it('the port of a desktop page is told why it does not reach a remote host', async () => {
  const own = new FakeHost('/home')
  const { port1, port2 } = new MessageChannel()
  const closed = once(port2, 'close')
  const told = once(port2, 'message')
  void relayRemoteCalls(own.remoteHosts, 'other', callerPort(asMain(port1)))
  expect(await told).toEqual([expect.stringContaining('"state":"unreachable"')])
  await closed
})
