/**
 * Byte streams between a page and a machine, beside the contract: the RFB display (RFC 6143) and the COM1 serial port.
 * Over WebSocket: `/channels/<kind>/<machine id>`, binary messages. Over MessagePort: Uint8Array messages; null ends it;
 * the page answers each message with the number of its bytes, so that a page that falls behind holds the machine's stream.
 */
export const channelKinds = ['display', 'serial'] as const
export type ChannelKind = (typeof channelKinds)[number]

/** Largest message a host takes, bytes: more than any RFB client message (RFC 6143 section 7.5) but cut text. */
export const largestChannelMessage = 256 * 1024

export function channelPath(kind: ChannelKind, machineId: string): string {
  return `/channels/${kind}/${encodeURIComponent(machineId)}`
}

/** WebSocket path of the contract. */
export const rpcPath = '/rpc'
