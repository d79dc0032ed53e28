import type { Duplex } from 'node:stream'
import { createWebSocketStream } from 'ws'
import { channelPath, type ChannelKind } from '#shared/channel.ts'
import type { HostList } from '#electron/host/host.ts'
import { limits } from '../limits.ts'
import { openRemoteSocket } from './dial-remote.ts'

/** A machine's byte stream on a remote host, until that is removed from the list or changed. Throws as `openRemoteSocket` does, and HOST_NOT_FOUND. */
export async function openRemoteChannel(
  hosts: HostList,
  hostId: string,
  kind: ChannelKind,
  machineId: string,
): Promise<Duplex> {
  const path = channelPath(kind, machineId)
  const stream = await openRemoteSocket(hosts.target(hostId), path, limits.remoteChannelMessage, (socket) =>
    createWebSocketStream(socket),
  )
  const forget = hosts.onDisconnect((id) => {
    if (id === hostId) stream.destroy()
  })
  stream.once('close', forget)
  return stream
}
