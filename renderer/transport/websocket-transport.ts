import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { channelPath, rpcPath, type ChannelKind } from '#shared/channel.ts'
import { PageAccess } from './page-access.ts'
import type { HostClient, RawChannel, Transport } from './transport.ts'
import { WebSocketChannel } from './websocket-channel.ts'

/** Reaches the host that served the page. */
export class WebSocketTransport implements Transport {
  readonly #address: string
  readonly #access: PageAccess

  constructor(location: Pick<Location, 'protocol' | 'host' | 'origin'>) {
    this.#address = `${location.protocol === 'https:' ? 'wss:' : 'ws:'}//${location.host}`
    this.#access = new PageAccess(location)
  }

  async connect(onLost: () => void): Promise<HostClient> {
    const socket = await this.#open(rpcPath)
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
    return new WebSocketChannel(this.#open(channelPath(kind, machineId)))
  }

  signIn(): Promise<boolean> {
    return this.#access.openConsole()
  }

  async #open(path: string): Promise<WebSocket> {
    return new WebSocket(this.#address + path, await this.#access.protocols())
  }
}
