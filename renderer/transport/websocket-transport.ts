import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { channelPath, rpcPath, type ChannelKind } from '#shared/channel.ts'
import { remotePath } from '#shared/remote-host.ts'
import type { PageAccess } from './page-access.ts'
import type { HostClient, RawChannel, Transport } from './transport.ts'
import { refusalOf } from './remote-host-error.ts'
import { WebSocketChannel } from './websocket-channel.ts'

/** Reaches the host that served the page, and through it the remote host whose id is given. */
export class WebSocketTransport implements Transport {
  readonly #address: string
  readonly #access: PageAccess

  readonly #hostId: string | null

  constructor(location: Pick<Location, 'protocol' | 'host'>, access: PageAccess, hostId: string | null) {
    this.#address = `${location.protocol === 'https:' ? 'wss:' : 'ws:'}//${location.host}`
    this.#access = access
    this.#hostId = hostId
  }

  async connect(onLost: () => void): Promise<HostClient> {
    const socket = await this.#open(rpcPath)
    // Blobs are read asynchronously, which could let one message overtake another.
    socket.binaryType = 'arraybuffer'
    return new Promise((resolve, reject) => {
      let connected = false
      const begin = () => {
        connected = true
        resolve(createORPCClient(new RPCLink({ websocket: socket })))
      }
      if (this.#hostId === null) socket.addEventListener('open', begin)
      else {
        const greeted = ({ data }: MessageEvent<unknown>) => {
          const refusal = refusalOf(data)
          if (refusal === null) return begin()
          reject(refusal)
          socket.close()
        }
        socket.addEventListener('message', greeted, { once: true })
      }
      socket.addEventListener('close', (event) => {
        if (connected) onLost()
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
    return new WebSocket(this.#address + remotePath(this.#hostId, path), await this.#access.protocols())
  }
}
