import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { channelPath, rpcPath, type ChannelKind } from '#shared/channel.ts'
import type { HostClient, RawChannel, Transport } from './transport.ts'
import { WebSocketChannel } from './websocket-channel.ts'

/** Reaches the host that served the page; the session is the page's cookie. */
export class WebSocketTransport implements Transport {
  readonly #origin: string

  constructor(location: Pick<Location, 'protocol' | 'host'>) {
    this.#origin = `${location.protocol === 'https:' ? 'wss:' : 'ws:'}//${location.host}`
  }

  connect(onLost: () => void): Promise<HostClient> {
    const socket = new WebSocket(this.#origin + rpcPath)
    // Blobs are read asynchronously, which could let one message overtake another.
    socket.binaryType = 'arraybuffer'
    return new Promise((resolve, reject) => {
      let open = false
      socket.addEventListener('open', () => {
        open = true
        resolve(createORPCClient(new RPCLink({ websocket: socket })))
      })
      socket.addEventListener('close', (event) => {
        if (open) onLost()
        else reject(new Error(`The host refused the connection (${event.code}).`))
      })
    })
  }

  openChannel(kind: ChannelKind, machineId: string): RawChannel {
    return new WebSocketChannel(new WebSocket(this.#origin + channelPath(kind, machineId)))
  }
}
