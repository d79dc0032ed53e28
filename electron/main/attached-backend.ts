import type { MessagePortMain } from 'electron'
import { rpcPath } from '#shared/channel.ts'
import { remotePath } from '#shared/remote-host.ts'
import { connectHost } from '#electron/server/client.ts'
import { ServerError } from '#electron/server/errors.ts'
import { readHostFile, type HostFile } from '#electron/server/host-file.ts'
import { dialHost, openChannel } from '#electron/server/host-socket.ts'
import type { Backend } from './backend.ts'
import { refuseChannel, relayChannel } from './channel-relay.ts'

/**
 * Joins a page's port with a WebSocket of the host's: oRPC says the same on either (encoded text messages), so nothing
 * is read on the way.
 */
function relayCalls(port: MessagePortMain, file: HostFile, hostId: string | null): void {
  const socket = dialHost(file, remotePath(hostId, rpcPath))
  socket.on('message', (data: Buffer, isBinary) => port.postMessage(isBinary ? new Uint8Array(data) : data.toString()))
  // The page asks for a new port when this one closes.
  socket.once('close', () => port.close())
  socket.on('error', () => socket.terminate())
  port.on('message', ({ data }) => socket.send(data as string | Uint8Array))
  port.on('close', () => socket.close())
  socket.once('open', () => port.start())
}

/** Where the host is now: since the application attached, another may have taken its place. */
async function currentHost(home: string): Promise<HostFile> {
  const file = await readHostFile(home)
  if (file === null) throw new ServerError('HOST_NOT_RUNNING', { home })
  return file
}

/** Uses the host that another process of this user runs on the data folder. Throws `ServerError`. */
export async function attachBackend(home: string): Promise<Backend> {
  const connection = await connectHost(home)
  return {
    ownHostClosed: null,
    serveCalls: (port, hostId) => {
      currentHost(home).then(
        (file) => relayCalls(port, file, hostId ?? null),
        () => port.close(),
      )
    },
    serveChannel: (port, kind, machineId, hostId) => {
      currentHost(home)
        .then((file) => openChannel(file, kind, machineId, hostId))
        .then(
          (stream) => relayChannel(port, stream),
          () => refuseChannel(port),
        )
    },
    // It lives on without this application.
    poweredOn: () => [],
    close: () => connection.close(),
  }
}
