import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ChannelKind } from '#shared/channel.ts'
import type { DesktopBridge, PortMessage, PortPurpose } from '#shared/desktop.ts'
import { MessagePortChannel } from './message-port-channel.ts'
import type { HostClient, RawChannel, Transport } from './transport.ts'

function isPortMessage(data: unknown, requestId: string): data is PortMessage {
  const message = data as Partial<PortMessage> | null
  return typeof message === 'object' && message?.type === 'viridian:port' && message.requestId === requestId
}

/** Reaches the host in the desktop application's main process. */
export class MessagePortTransport implements Transport {
  readonly #bridge: DesktopBridge

  constructor(bridge: DesktopBridge) {
    this.#bridge = bridge
  }

  async connect(onLost: () => void): Promise<HostClient> {
    const port = await this.#requestPort({ kind: 'rpc' })
    port.addEventListener('close', onLost)
    const client: HostClient = createORPCClient(new RPCLink({ port }))
    port.start()
    return client
  }

  openChannel(kind: ChannelKind, machineId: string): RawChannel {
    return new MessagePortChannel(this.#requestPort({ kind, machineId }))
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
