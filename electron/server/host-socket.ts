import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { createWebSocketStream, WebSocket } from 'ws'
import { channelPath, type ChannelKind } from '#shared/channel.ts'
import { ViridianError } from '#shared/errors.ts'
import { remotePath } from '#shared/remote-host.ts'
import { asKnownError } from '#shared/messages/index.ts'
import { authority, httpAddress } from './address.ts'
import { ServerError } from './errors.ts'
import type { HostFile } from './host-file.ts'
import { limits } from './limits.ts'

/** A WebSocket that is being opened to the host the file tells of, as a program of the host's user. */
export function dialHost(file: HostFile, path: string): WebSocket {
  return new WebSocket(`ws://${authority(file.address, file.port)}${path}`, {
    headers: { authorization: `Bearer ${file.secret}` },
    perMessageDeflate: false,
    handshakeTimeout: 20_000,
    maxPayload: limits.callAnswer,
  })
}

/** Why the server did not open a WebSocket: the status and what its body says. */
export class Refused extends Error {
  readonly status: number
  readonly body: unknown

  constructor(status: number, body: unknown) {
    super(`HTTP status ${status}`)
    this.status = status
    this.body = body
  }
}

export async function readRefusal(response: IncomingMessage): Promise<Refused> {
  let text = ''
  for await (const chunk of response) {
    text += String(chunk)
    if (text.length > limits.channelMessage) break
  }
  try {
    return new Refused(response.statusCode ?? 0, JSON.parse(text))
  } catch {
    return new Refused(response.statusCode ?? 0, null)
  }
}

/**
 * Resolves with what `use` makes of the open socket; rejects with `Refused` or the network's error. `use` runs before
 * the first message is delivered, so that none is missed.
 */
export function openSocket<Result>(file: HostFile, path: string, use: (socket: WebSocket) => Result): Promise<Result> {
  return new Promise((resolve, reject) => {
    const socket = dialHost(file, path)
    socket.once('open', () => resolve(use(socket)))
    socket.once('unexpected-response', (_request, response) => {
      void readRefusal(response).then(reject, reject)
    })
    socket.on('error', reject)
  })
}

/** The error a channel was refused with, as the host meant it. */
function channelError(error: unknown, file: HostFile): Error {
  if (error instanceof Refused && typeof error.body === 'object' && error.body !== null && 'error' in error.body) {
    const known = asKnownError(error.body.error)
    if (known !== null) return new ViridianError(known.code, known.facts)
  }
  return new ServerError('HOST_UNREACHABLE', {
    address: httpAddress(file.address, file.port),
    pid: file.pid,
    detail: error instanceof Error ? error.message : String(error),
  })
}

/**
 * A machine's display or serial port, of the host itself or of a remote host it knows. Each write is a message: at most `limits.channelMessage` bytes. Throws
 * `ViridianError`, `ServerError`.
 */
export async function openChannel(
  file: HostFile,
  kind: ChannelKind,
  machineId: string,
  hostId: string | null = null,
): Promise<Duplex> {
  try {
    return await openSocket(file, remotePath(hostId, channelPath(kind, machineId)), (open) =>
      createWebSocketStream(open),
    )
  } catch (error) {
    throw channelError(error, file)
  }
}
