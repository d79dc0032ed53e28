import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { WebSocket } from 'ws'
import { rpcPath } from '#shared/channel.ts'
import { ViridianError } from '#shared/errors.ts'
import { remotePath, remoteStatusSchema, type RemoteHost, type RemoteStatus } from '#shared/remote-host.ts'
import type { HostConnection, OwnHostConnection } from './client.ts'
import { openChannel, openSocket } from './host-socket.ts'

/**
 * Connects to a remote host through the own one, which knows it. Throws `ViridianError` with a `RemoteProblemCode`, or the
 * network's error.
 */
export async function connectRemote({ file }: OwnHostConnection, { id, address }: RemoteHost): Promise<HostConnection> {
  // The first message says how it stands with the host.
  const [socket, greeting] = await openSocket(file, remotePath(id, rpcPath), (open) => [open, firstMessage(open)])
  const { problem } = readStatus(await greeting, address)
  if (problem !== null) {
    socket.close()
    throw new ViridianError(problem.code, problem.facts)
  }
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  return {
    client: createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })),
    address: `http://${address}`,
    closed,
    isOpen: () => socket.readyState === socket.OPEN,
    openChannel: (kind, machineId) => openChannel(file, kind, machineId, id),
    close: () => {
      socket.close()
      return closed
    },
  }
}

/** Null where the connection ends before. */
function firstMessage(socket: WebSocket): Promise<string | null> {
  return new Promise((resolve) => {
    socket.once('message', (data: Buffer) => resolve(data.toString()))
    socket.once('close', () => resolve(null))
  })
}

function readStatus(greeting: string | null, address: string): RemoteStatus {
  try {
    return remoteStatusSchema.parse(JSON.parse(greeting ?? ''))
  } catch (cause) {
    const detail = 'the own host ended the connection'
    throw new ViridianError('REMOTE_UNREACHABLE', { address, detail }, { cause })
  }
}
