import { WebSocket } from 'ws'
import { ViridianError } from '#shared/errors.ts'
import { hostItself } from '#electron/host/principal.ts'
import type { RemoteDialer, RemoteTarget } from '#electron/host/remote-hosts/remote-dialer.ts'
import { readRefusal } from '../host-socket.ts'
import { limits } from '../limits.ts'
import { SocketSet } from '../socket-set.ts'
import { meetHost, unreachable } from './meet-host.ts'

/** Those to remote hosts: one that shows no life any more is parted with, as a client of this one is. */
const sockets = new SocketSet(limits.pingEvery, () => undefined)

/** Meets other hosts over HTTP. */
export const remoteDialer: RemoteDialer = {
  meet: async (target, ownId) => {
    const { identity, agent } = await meetHost(target, ownId)
    agent.destroy()
    return identity
  },
}

/**
 * Resolves with what `use` makes of a WebSocket to a path of a remote host, before the first message is delivered; one of more
 * than `maxPayload` bytes ends it. Throws
 * `ViridianError` with a `RemoteProblemCode`, or `Refused` where the host answers that there is no such channel.
 */
export async function openRemoteSocket<Result>(
  target: RemoteTarget,
  path: string,
  maxPayload: number,
  use: (socket: WebSocket) => Result,
): Promise<Result> {
  const { address } = target
  const { authorization, agent, connection } = await meetHost(target, null)
  const patience = AbortSignal.timeout(limits.remotePatience)
  try {
    return await new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://${address}${path}`, {
        agent,
        headers: { authorization },
        perMessageDeflate: false,
        handshakeTimeout: limits.remotePatience,
        maxPayload,
      })
      let isSame = false
      socket.once('upgrade', ({ socket: used }) => (isSame = used === connection))
      socket.once('open', () => {
        if (isSame) {
          sockets.add(socket, { principal: hostItself })
          return resolve(use(socket))
        }
        // The host has hung up, and whoever took its port has proved nothing.
        socket.terminate()
        reject(new ViridianError('REMOTE_UNREACHABLE', { address, detail: 'the connection was replaced' }))
      })
      socket.once('unexpected-response', (_request, response) => {
        patience.addEventListener('abort', () => response.destroy(), { once: true })
        readRefusal(response).then(
          (refused) => reject(refused.status === 401 ? new ViridianError('REMOTE_KEY_REFUSED', { address }) : refused),
          (error: Error) => reject(unreachable(error, address, patience)),
        )
      })
      socket.on('error', (error) => reject(unreachable(error, address, patience)))
    })
  } catch (error) {
    agent.destroy()
    throw error
  }
}
