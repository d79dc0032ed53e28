import { MessagePortTransport } from './message-port-transport.ts'
import type { Transport } from './transport.ts'
import { WebSocketTransport } from './websocket-transport.ts'

export { SignedOutError } from './signed-out-error.ts'
export type { HostClient, RawChannel, Transport } from './transport.ts'

/** The transport of this page: the desktop application offers a bridge, a browser does not. */
export function createTransport(): Transport {
  return window.viridian === undefined
    ? new WebSocketTransport(window.location)
    : new MessagePortTransport(window.viridian)
}
