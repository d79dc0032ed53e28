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
import { isOurHost, visitorOf } from './guard.ts'
import { Refused } from './host-socket.ts'
import { limits } from './limits.ts'
import { callerSocket } from './remote/caller-socket.ts'
import { relayRemoteCalls } from './remote/relay-calls.ts'
import { openRemoteChannel } from './remote/remote-channel.ts'
import type { Strangers } from './strangers.ts'
import type { SocketSet, SocketUser } from './socket-set.ts'

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
    user: SocketUser,
    ...[request, socket, head]: [IncomingMessage, Duplex, Buffer]
  ): WebSocket | null {
    let accepted: WebSocket | null = null
    // Called back at once, or not at all where the handshake is wrong.
    server.handleUpgrade(request, socket, head, (webSocket) => {
      accepted = webSocket
      sockets.add(webSocket, user)
    })
    return accepted
  }

  async function openChannel(
    { hostId, kind, machineId }: ChannelRequest,
    ...upgrade: [IncomingMessage, Duplex, Buffer]
  ): Promise<void> {
    const [request, socket] = upgrade
    let stream: Duplex
    try {
      stream = await (hostId === null
        ? host.machines.openChannel(machineId, kind)
        : openRemoteChannel(host.remoteHosts, hostId, kind, machineId))
    } catch (error) {
      // What a remote host has said goes on as it is.
      if (error instanceof Refused) return refuse(socket, `${error.status} Refused`, error.body)
      const known = asKnownError(error)
      const text = error instanceof Error ? error.message : String(error)
      refuse(socket, statusOf(known?.code ?? ''), known === null ? refusal(text) : { error: known })
      return
    }
    // It may have been signed out meanwhile.
    const visitor = visitorOf(request.headers, host.access)
    const isWelcome = typeof visitor === 'object'
    const user = isWelcome ? { principal: visitor, remoteHostId: hostId ?? undefined } : null
    const webSocket = socket.destroyed || user === null ? null : accept(channels, user, ...upgrade)
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
    const { hostId, pathname } = splitRemotePath((request.url ?? '/').split('?')[0] ?? '/')
    // From host to host to host nobody could tell whose doing something was.
    if (hostId !== null && visitor.kind === 'accessKey') {
      return refuse(socket, '403 Forbidden', { error: { code: 'OWNER_ONLY', facts: {} } })
    }
    if (pathname === rpcPath) {
      const user = { principal: visitor, remoteHostId: hostId ?? undefined }
      const webSocket = accept(calls, user, request, socket, head)
      if (webSocket === null) return
      if (hostId === null) serveCalls(handler, webSocket, visitor)
      else void relayRemoteCalls(host.remoteHosts, hostId, callerSocket(webSocket))
      return
    }
    const channel = parseChannelPath(pathname)
    if (channel === null || !isChannelKind(channel.kind))
      return refuse(socket, '404 Not Found', refusal('no such path'))
    const { kind, machineId } = channel
    opening += 1
    void openChannel({ hostId, kind, machineId }, request, socket, head).finally(() => {
      opening -= 1
    })
  }
}

interface ChannelRequest {
  /** Of a remote host. */
  readonly hostId: string | null
  readonly kind: ChannelKind
  readonly machineId: string
}

/** The path on a remote host, or on this one; see `remotePath`. */
function splitRemotePath(path: string): { hostId: string | null; pathname: string } {
  const match = /^\/hosts\/([0-9a-f-]{36})(\/.*)$/.exec(path)
  return match?.[1] === undefined || match[2] === undefined
    ? { hostId: null, pathname: path }
    : { hostId: match[1], pathname: match[2] }
}
