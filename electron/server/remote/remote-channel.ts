import type { Duplex } from 'node:stream'
import { createWebSocketStream } from 'ws'
import { channelPath, type ChannelKind } from '#shared/channel.ts'
import type { HostList } from '#electron/host/host.ts'
import { openRemoteSocket } from './dial-remote.ts'

/** A machine's byte stream on a remote host. Throws as `openRemoteSocket` does, and HOST_NOT_FOUND. */
export function openRemoteChannel(
  hosts: HostList,
  hostId: string,
  kind: ChannelKind,
  machineId: string,
): Promise<Duplex> {
  return openRemoteSocket(hosts.target(hostId), channelPath(kind, machineId), (socket) => createWebSocketStream(socket))
}
