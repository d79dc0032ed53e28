import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { randomUUID } from 'node:crypto'
import { WebSocketServer, type WebSocket } from 'ws'
import { parseAccessKey, type AccessKey } from '#shared/access-key.ts'
import { protocolVersion } from '#shared/host.ts'
import { AccessKeys } from '#electron/host/access-keys/access-keys.ts'

/** A host that knows an access key and lets consoles in, and then does whatever a test has it do. */
export interface OddRemote {
  readonly address: string
  readonly accessKey: AccessKey
  close(): void
}

export interface OddRemoteOptions {
  /** What it does with each WebSocket that is opened. */
  readonly serve?: (socket: WebSocket) => void
  readonly protocol?: number
  /** Whether it hangs up after the challenge, so that whoever is let in comes by another connection. */
  readonly hangsUp?: boolean
}

export async function startOddRemote({
  serve = () => undefined,
  protocol = protocolVersion,
  hangsUp = false,
}: OddRemoteOptions): Promise<OddRemote> {
  const keys = new AccessKeys(null, { add: () => undefined })
  const { key } = await keys.create('laptop')
  const accessKey = parseAccessKey(key)
  if (accessKey === null) throw new Error('no access key')
  const sockets = new WebSocketServer({ noServer: true })
  const server: Server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://x')
    const origin = `http://${request.headers.host ?? ''}`
    const challenge = keys.challenge(searchParams.get('key') ?? '', origin, searchParams.get('nonce') ?? '')
    if (hangsUp) response.setHeader('Connection', 'close')
    const host = { id: randomUUID(), name: 'odd', version: '99.0.0', protocol }
    response.end(JSON.stringify({ ...challenge, host }))
  })
  server.on('upgrade', (request, socket, head) => sockets.handleUpgrade(request, socket, head, serve))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    accessKey,
    close: () => {
      for (const socket of sockets.clients) socket.terminate()
      server.close()
      server.closeAllConnections()
    },
  }
}
