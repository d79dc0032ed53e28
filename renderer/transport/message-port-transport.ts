import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ChannelKind } from '#shared/channel.ts'
import type { DesktopBridge, PortMessage, PortPurpose } from '#shared/desktop.ts'
import { MessagePortChannel } from './message-port-channel.ts'
import { refusalOf } from './remote-host-error.ts'
import type { HostClient, RawChannel, Transport } from './transport.ts'

function isPortMessage(data: unknown, requestId: string): data is PortMessage {
  const message = data as Partial<PortMessage> | null
  return typeof message === 'object' && message?.type === 'viridian:port' && message.requestId === requestId
}

/** Resolves when a remote host's port says that the host is connected. Rejects with `RemoteHostError`. */
function greeting(port: MessagePort): Promise<void> {
  return new Promise((resolve, reject) => {
    const closed = () => reject(new Error('The host refused the connection.'))
    port.addEventListener('close', closed, { once: true })
    port.addEventListener(
      'message',
      ({ data }: MessageEvent<unknown>) => {
        port.removeEventListener('close', closed)
        const refusal = refusalOf(data)
        if (refusal === null) return resolve()
        reject(refusal)
        port.close()
      },
      { once: true },
    )
    port.start()
  })
}

/** Reaches the host in the desktop application's main process, and through it the remote host whose id is given. */
export class MessagePortTransport implements Transport {
  readonly #bridge: DesktopBridge
  readonly #of: Pick<PortPurpose, 'hostId'>

  constructor(bridge: DesktopBridge, hostId: string | null) {
    this.#bridge = bridge
    this.#of = hostId === null ? {} : { hostId }
  }

  async connect(onLost: () => void): Promise<HostClient> {
    const port = await this.#requestPort({ kind: 'rpc', ...this.#of })
    if (this.#of.hostId !== undefined) await greeting(port)
    port.addEventListener('close', onLost)
    const client: HostClient = createORPCClient(new RPCLink({ port }))
    port.start()
    return client
  }

  openChannel(kind: ChannelKind, machineId: string): RawChannel {
    return new MessagePortChannel(this.#requestPort({ kind, machineId, ...this.#of }))
  }

  #requestPort(purpose: PortPurpose): Promise<MessagePort> {
    const requestId = crypto.randomUUID()
    return new Promise((resolve) => {
      const receive = (event: MessageEvent<unknown>) => {
        const port = event.ports[0]
        if (event.source !== window || port === undefined || !isPortMessage(event.data, requestId)) return
        window.removeEventListener('message', receive)
        resolve(port)
      }
      window.addEventListener('message', receive)
      this.#bridge.requestPort(requestId, purpose)
    })
  }
}
