/**
 * Byte streams between a page and a machine, beside the contract: the RFB display (RFC 6143) and the COM1 serial port.
 * Over WebSocket: `/channels/<kind>/<machine id>`, binary messages. Over MessagePort: Uint8Array messages; null ends it;
 * the page answers each message with the number of its bytes, so that a page that falls behind holds the machine's stream.
 */
export const channelKinds = ['display', 'serial'] as const
export type ChannelKind = (typeof channelKinds)[number]

export function channelPath(kind: ChannelKind, machineId: string): string {
  return `/channels/${kind}/${encodeURIComponent(machineId)}`
}

/** WebSocket path of the contract. */
export const rpcPath = '/rpc'
