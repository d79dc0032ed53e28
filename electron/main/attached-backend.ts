import type { MessagePortMain } from 'electron'
import { WebSocket } from 'ws'
import { rpcPath } from '#shared/channel.ts'
import { authority } from '#electron/server/address.ts'
import { connectHost } from '#electron/server/client.ts'
import { readHostFile, type HostFile } from '#electron/server/host-file.ts'
import type { Backend } from './backend.ts'
import { refuseChannel, relayChannel } from './channel-relay.ts'

/** A screen as PNG in Base64 is the largest answer. */
const largestAnswer = 64 * 1024 * 1024

/**
 * Joins a page's port with a WebSocket of the host's: oRPC says the same on either (encoded text messages), so nothing
 * is read on the way.
 */
function relayCalls(port: MessagePortMain, file: HostFile): void {
  const socket = new WebSocket(`ws://${authority(file.address, file.port)}${rpcPath}`, {
    headers: { authorization: `Bearer ${file.secret}` },
    perMessageDeflate: false,
    maxPayload: largestAnswer,
  })
  socket.on('message', (data: Buffer, isBinary) => port.postMessage(isBinary ? new Uint8Array(data) : data.toString()))
  // The page asks for a new port when this one closes.
  socket.once('close', () => port.close())
  socket.on('error', () => socket.terminate())
  port.on('message', ({ data }) => socket.send(data as string | Uint8Array))
  port.on('close', () => socket.close())
  socket.once('open', () => port.start())
}

/** Uses the host that another process of this user runs on the data folder. Throws `ServerError`. */
export async function attachBackend(home: string): Promise<Backend> {
  const connection = await connectHost(home)
  return {
    ownHostClosed: null,
    serveCalls: (port) => {
      void readHostFile(home).then((file) => (file === null ? port.close() : relayCalls(port, file)))
    },
    serveChannel: (port, kind, machineId) => {
      connection.openChannel(kind, machineId).then(
        (stream) => relayChannel(port, stream),
        () => refuseChannel(port),
      )
    },
    // It lives on without this application.
    poweredOn: () => [],
    close: () => connection.close(),
  }
}
