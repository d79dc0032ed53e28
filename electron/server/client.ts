import type { Duplex } from 'node:stream'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import type { WebSocket } from 'ws'
import { rpcPath, type ChannelKind } from '#shared/channel.ts'
import type { Contract } from '#shared/contract.ts'
import { protocolVersion } from '#shared/host.ts'
import { NotPrivate, others, requirePrivate } from '#electron/host/private-file.ts'
import { isRunning } from '#electron/host/process-identity.ts'
import { httpAddress } from './address.ts'
import { ServerError } from './errors.ts'
import { hostFilePath, readHostFile, type HostFile } from './host-file.ts'
import { openChannel, openSocket, Refused } from './host-socket.ts'

export type HostClient = ContractRouterClient<Contract>

/** A program's connection to a host. */
export interface HostConnection {
  readonly client: HostClient
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

/** To the host of a data folder. */
export interface OwnHostConnection extends HostConnection {
  readonly file: HostFile
}

/** Whoever can write the file could have the user's commands, and what they tell. Throws HOST_FILE_UNTRUSTED. */
async function requireOwnHostFile(home: string): Promise<void> {
  try {
    await requirePrivate(hostFilePath(home), others.write)
  } catch (error) {
    if (error instanceof NotPrivate) {
      throw new ServerError(
        'HOST_FILE_UNTRUSTED',
        { path: hostFilePath(home), problem: error.problem },
        { cause: error },
      )
    }
    // It is not there: no host runs.
  }
}

/**
 * Connects to the host whose data folder is given. Throws `ServerError`: HOST_NOT_RUNNING where none answers (a file
 * left behind by a dead host counts as none), HOST_FILE_UNTRUSTED, PROTOCOL_MISMATCH, HOST_UNREACHABLE.
 */
export async function connectHost(home: string): Promise<OwnHostConnection> {
  await requireOwnHostFile(home)
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
    throw new ServerError('HOST_UNREACHABLE', { address, pid: file.pid, detail }, { cause: error })
  }
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })

  return {
    client: createORPCClient(link),
    file,
    address,
    closed,
    isOpen: () => socket.readyState === socket.OPEN,
    openChannel: (kind, machineId) => openChannel(file, kind, machineId),
    close: () => {
      socket.close()
      return closed
    },
  }
}
