import { MessagePortTransport } from './message-port-transport.ts'
import { PageAccess } from './page-access.ts'
import type { Transport } from './transport.ts'
import { WebSocketTransport } from './websocket-transport.ts'

export { SignedOutError } from './signed-out-error.ts'
export { RemoteHostError } from './remote-host-error.ts'
export type { HostClient, RawChannel, Transport } from './transport.ts'

/** How this page is let in by the host that served it; the transports to all hosts share it. */
let access: PageAccess | null = null

/**
 * The transport of this page to its own host, or through that one to the remote host whose id is given: the desktop
 * application offers a bridge, a browser does not.
 */
export function createTransport(remoteHostId: string | null = null): Transport {
  if (window.viridian !== undefined) return new MessagePortTransport(window.viridian, remoteHostId)
  access ??= new PageAccess(window.location)
  return new WebSocketTransport(window.location, access, remoteHostId)
}
