import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { createWebSocketStream, WebSocket } from 'ws'
import { channelPath, rpcPath, type ChannelKind } from '#shared/channel.ts'
import type { Contract } from '#shared/contract.ts'
import { ViridianError } from '#shared/errors.ts'
import { protocolVersion } from '#shared/host.ts'
import { asKnownError } from '#shared/messages/index.ts'
import { authority, httpAddress } from './address.ts'
import { ServerError } from './errors.ts'
import { readHostFile, type HostFile } from './host-file.ts'
import { limits } from './limits.ts'

export type HostClient = ContractRouterClient<Contract>

/** A program's connection to the host of a data folder. */
export interface HostConnection {
  readonly client: HostClient
  readonly file: HostFile
  /** `http://ADDRESS:PORT` */
  readonly address: string
  /**
   * A machine's display or serial port; ends when the machine goes off. Each write is a message: at most
   * `limits.channelMessage` bytes. Throws `ViridianError`, `ServerError`.
   */
  openChannel(kind: ChannelKind, machineId: string): Promise<Duplex>
  isOpen(): boolean
  /** Resolves when the connection has ended, whoever ended it. */
  readonly closed: Promise<void>
  close(): Promise<void>
}

/** True where the process is there, ours or not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Why the server did not open a WebSocket: the status and what its body says. */
class Refused extends Error {
  readonly status: number
  readonly body: unknown

  constructor(status: number, body: unknown) {
    super(`HTTP status ${status}`)
    this.status = status
    this.body = body
  }
}

async function readRefusal(response: IncomingMessage): Promise<Refused> {
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
function openSocket<Result>(file: HostFile, path: string, use: (socket: WebSocket) => Result): Promise<Result> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://${authority(file.address, file.port)}${path}`, {
      headers: { authorization: `Bearer ${file.secret}` },
      perMessageDeflate: false,
      handshakeTimeout: 20_000,
      // A screen as PNG in Base64 is the largest answer.
      maxPayload: 64 * 1024 * 1024,
    })
    socket.once('open', () => resolve(use(socket)))
    socket.once('unexpected-response', (_request, response) => {
      void readRefusal(response).then(reject, reject)
    })
    socket.on('error', reject)
  })
}

/** The error a channel was refused with, as the host meant it. */
function channelError(error: unknown, address: string): Error {
  if (error instanceof Refused && typeof error.body === 'object' && error.body !== null && 'error' in error.body) {
    const known = asKnownError(error.body.error)
    if (known !== null) return new ViridianError(known.code, known.facts)
  }
  return new ServerError('HOST_UNREACHABLE', {
    address,
    detail: error instanceof Error ? error.message : String(error),
  })
}

/**
 * Connects to the host whose data folder is given. Throws `ServerError`: HOST_NOT_RUNNING where none answers (a file
 * left behind by a dead host counts as none), PROTOCOL_MISMATCH, HOST_UNREACHABLE.
 */
export async function connectHost(home: string): Promise<HostConnection> {
  const file = await readHostFile(home)
  if (file === null || !isRunning(file.pid)) throw new ServerError('HOST_NOT_RUNNING', { home })
  if (file.protocol !== protocolVersion) {
    throw new ServerError('PROTOCOL_MISMATCH', {
      hostVersion: file.version,
      hostProtocol: file.protocol,
      protocol: protocolVersion,
    })
  }
  const address = httpAddress(file.address, file.port)
  let socket: WebSocket
  try {
    socket = await openSocket(file, rpcPath, (open) => open)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    // The process number, or the port, is another program's by now.
    if (code === 'ECONNREFUSED' || (error instanceof Refused && error.status !== 503)) {
      throw new ServerError('HOST_NOT_RUNNING', { home }, { cause: error })
    }
    const detail = error instanceof Error ? error.message : String(error)
    throw new ServerError('HOST_UNREACHABLE', { address, detail }, { cause: error })
  }
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })

  return {
    client: createORPCClient(link),
    file,
    address,
    closed,
    isOpen: () => socket.readyState === socket.OPEN,
    openChannel: async (kind, machineId) => {
      try {
        return await openSocket(file, channelPath(kind, machineId), (open) => createWebSocketStream(open))
      } catch (error) {
        throw channelError(error, address)
      }
    },
    close: () => {
      socket.close()
      return closed
    },
  }
}
