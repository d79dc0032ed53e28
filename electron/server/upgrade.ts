import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { RPCHandler } from '@orpc/server/ws'
import { WebSocketServer, type WebSocket } from 'ws'
import { pageProtocol } from '#shared/page-session.ts'
import { channelKinds, rpcPath, type ChannelKind } from '#shared/channel.ts'
import { asKnownError } from '#shared/messages/index.ts'
import type { Host } from '#electron/host/host.ts'
import { createRouter } from '#electron/host/router.ts'
import { serveCalls } from './call-socket.ts'
import { parseChannelPath, relayChannel } from './channel-socket.ts'
import { isOurHost, visitorOf, type Visitor } from './guard.ts'
import { limits } from './limits.ts'
import type { Strangers } from './strangers.ts'
import type { SocketSet } from './socket-set.ts'

/** Answers an upgrade with an HTTP status and a JSON body instead, and hangs up. */
function refuse(socket: Duplex, status: string, body: unknown): void {
  const text = JSON.stringify(body)
  socket.once('finish', () => socket.destroy())
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n` +
      `Connection: close\r\n\r\n${text}`,
  )
}

const unauthorized = { error: { code: 'UNAUTHORIZED', facts: {} } }
const refusal = (reason: string) => ({ error: { reason } })

function statusOf(code: string): string {
  if (code === 'MACHINE_NOT_FOUND') return '404 Not Found'
  const isConflict = code === 'STATE_CONFLICT' || code === 'MACHINE_UNUSABLE' || code === 'ENGINE_MISSING'
  return isConflict ? '409 Conflict' : '500 Internal Server Error'
}

function isChannelKind(kind: string): kind is ChannelKind {
  return (channelKinds as readonly string[]).includes(kind)
}

/**
 * Decides about every WebSocket before it is opened. Programs read the refusal's body: `{ error: { code, facts } }`
 * for the host's own errors, `{ error: { reason } }` for all else.
 */
export function createUpgradeHandler(host: Host, sockets: SocketSet, strangers: Strangers, port: () => number) {
  const common = { noServer: true, perMessageDeflate: false, handleProtocols: () => pageProtocol }
  const calls = new WebSocketServer({ ...common, maxPayload: limits.callMessage })
  const channels = new WebSocketServer({ ...common, maxPayload: limits.channelMessage })
  const handler = new RPCHandler(createRouter(host))
  let opening = 0

  function accept(
    server: WebSocketServer,
    visitor: Visitor,
    ...[request, socket, head]: [IncomingMessage, Duplex, Buffer]
  ): WebSocket | null {
    let accepted: WebSocket | null = null
    // Called back at once, or not at all where the handshake is wrong.
    server.handleUpgrade(request, socket, head, (webSocket) => {
      accepted = webSocket
      sockets.add(webSocket, { isPage: visitor === 'page' })
    })
    return accepted
  }

  async function openChannel(kind: ChannelKind, machineId: string, ...upgrade: [IncomingMessage, Duplex, Buffer]) {
    const [request, socket] = upgrade
    let stream: Duplex
    try {
      stream = await host.machines.openChannel(machineId, kind)
    } catch (error) {
      const known = asKnownError(error)
      const text = error instanceof Error ? error.message : String(error)
      refuse(socket, statusOf(known?.code ?? ''), known === null ? refusal(text) : { error: known })
      return
    }
    // It may have been signed out meanwhile.
    const visitor = visitorOf(request.headers, host.access)
    const isWelcome = visitor === 'program' || visitor === 'page'
    const webSocket = socket.destroyed || !isWelcome ? null : accept(channels, visitor, ...upgrade)
    if (!isWelcome) refuse(socket, '401 Unauthorized', unauthorized)
    if (webSocket === null) stream.destroy()
    else relayChannel(stream, webSocket)
  }

  return (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => socket.destroy())
    if (!isOurHost(request.headers.host, port())) {
      refuse(socket, '421 Misdirected Request', refusal('unknown host name'))
      return
    }
    const visitor = visitorOf(request.headers, host.access)
    if (visitor === 'foreign') return refuse(socket, '403 Forbidden', refusal('foreign origin'))
    if (visitor === 'unknown') return refuse(socket, '401 Unauthorized', unauthorized)
    strangers.leave(request.socket)
    if (sockets.size + opening >= limits.sockets) {
      return refuse(socket, '503 Service Unavailable', refusal('too many connections'))
    }
    const [pathname = '/'] = (request.url ?? '/').split('?')
    if (pathname === rpcPath) {
      const webSocket = accept(calls, visitor, request, socket, head)
      if (webSocket !== null) serveCalls(handler, webSocket)
      return
    }
    const channel = parseChannelPath(pathname)
    if (channel === null || !isChannelKind(channel.kind))
      return refuse(socket, '404 Not Found', refusal('no such path'))
    opening += 1
    void openChannel(channel.kind, channel.machineId, request, socket, head).finally(() => {
      opening -= 1
    })
  }
}
