import type { ContractRouterClient } from '@orpc/contract'
import type { ChannelKind } from '#shared/channel.ts'
import type { Contract } from '#shared/contract.ts'

export type HostClient = ContractRouterClient<Contract>

/**
 * A byte stream in the shape noVNC calls a raw channel (the part of WebSocket and RTCDataChannel it uses), so that the
 * viewer takes either transport as it is.
 */
export interface RawChannel {
  binaryType: string
  readonly protocol: string
  readonly readyState: 'connecting' | 'open' | 'closing' | 'closed'
  onopen: ((event: Event) => void) | null
  onmessage: ((event: MessageEvent<ArrayBuffer>) => void) | null
  onerror: ((event: Event) => void) | null
  onclose: ((event: CloseEvent) => void) | null
  send(data: ArrayBuffer | Uint8Array): void
  close(): void
}

/** How a page reaches its host: a MessagePort on the desktop, a WebSocket in a browser. */
export interface Transport {
  /**
   * Resolves when calls can be made. `onLost` is called once, when the connection is gone. Rejects with `SignedOutError` where
   * the own host does not know the page, and with `RemoteHostError` where it has no connection to the remote host.
   */
  connect(onLost: () => void): Promise<HostClient>
  openChannel(kind: ChannelKind, machineId: string): RawChannel
  /**
   * Has the host let a page in whose `connect` rejected with `SignedOutError`, by opening its console on the screen of its
   * owner. False where that has to be done by hand.
   */
  signIn?(): Promise<boolean>
}
